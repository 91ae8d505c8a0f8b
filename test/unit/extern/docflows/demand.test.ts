import { demandFormOf, demandTermsOf, isAnsweredByInventory, kndsOf, receiptDeadlineOf, verdictOf } from '../../../../extern/docflows';
import type { WireDocflow } from '../../../../extern/wire/docflow';

const demand = (description: object, more: Partial<WireDocflow> = {}): WireDocflow => ({ id: 'd', type: 'urn:docflow:fns534-demand', status: 'urn:docflow-common-status:received', description: { ...description }, ...more });
const document = (type: string) => ({ id: type, description: { type: `urn:document:${type}` } });

describe('the last day to accept a demand', () => {
	// Friday 26 December 2025 in Moscow, late in the evening: the holidays of January lie between.
	const sent = '2025-12-26T23:30:00';

	test.each([
		['six working days after it was sent', [], '2026-01-15'],
		['six working days for documents', ['1165013'], '2026-01-15'],
		['one working day to pay', ['1160001'], '2025-12-29'],
		['one working day to pay, whatever comes along with it', ['1165013', '1160002'], '2025-12-29'],
	])('is %s', (_, knds, day) => {
		expect(receiptDeadlineOf(demand({}, { 'send-date': sent }), knds)).toBe(day);
	});

	test('is never later than the service says, nor later than the law', () => {
		expect(receiptDeadlineOf(demand({ 'receipt-deadline-date': '2025-12-30T00:00:00.0000000' }, { 'send-date': sent }), [])).toBe('2025-12-30');
		expect(receiptDeadlineOf(demand({ 'receipt-deadline-date': '2026-02-01' }, { 'send-date': sent }), [])).toBe('2026-01-15');
	});

	test('is unknown where neither is there', () => {
		expect(receiptDeadlineOf(demand({}), [])).toBeUndefined();
	});
});

describe('the next day by which something is owed', () => {
	const wire = demand({ 'receipt-deadline-date': '2026-03-10', 'reply-deadline-date': '2026-03-20' });
	const read = [{ 'reply-deadline-date': '2026-03-18T00:00:00' }, { 'reply-deadline-date': null }];

	test('is first that of accepting it, then that of answering it, whichever file wants it first', () => {
		expect(demandTermsOf(wire, read, undefined)).toEqual({ receiptDeadline: '2026-03-10', replyDeadline: '2026-03-18', deadline: '2026-03-10' });
		expect(demandTermsOf(wire, read, 'accepted').deadline).toBe('2026-03-18');
	});

	test('is none once it was refused or answered', () => {
		expect(demandTermsOf(wire, read, 'refused').deadline).toBeUndefined();
		expect(demandTermsOf(demand({ 'reply-deadline-date': '2026-03-20', 'replies-status': 'accepted' }), [], 'accepted').deadline).toBeUndefined();
	});
});

test.each([
	[{}, [], undefined],
	[{ 'receipt-status': 'waiting' }, ['fns534-demand', 'fns534-demand-receipt'], undefined],
	[{ 'receipt-status': 'accepted-by-cu' }, [], 'accepted'],
	[{ 'receipt-status': 'rejected' }, [], 'refused'],
	[{}, ['fns534-demand-acceptance-result-positive', 'fns534-demand'], 'accepted'],
	[{}, ['fns534-demand-acceptance-result-negative'], 'refused'],
])('what was told the tax service is read from the documents, else from the description: %j %j', (description, types, verdict) => {
	expect(verdictOf(demand(description, { documents: types.map(document) }))).toBe(verdict);
});

test('the forms of a demand are known by their codes', () => {
	expect(kndsOf(demand({ 'form-versions': [{ knd: '1165013' }, { knd: '1165013' }, {}] }))).toEqual(['1165013']);
	expect(demandFormOf('1165050', 'ru')).toBe('Требование о представлении пояснений');
	expect(demandFormOf('1160001', 'en')).toBe('Demand to pay');
	expect([demandFormOf('9999999', 'en'), demandFormOf(undefined, 'en')]).toEqual([undefined, undefined]);
	expect(['1165013', '1160001', '9999999'].map(isAnsweredByInventory)).toEqual([true, false, false]);
});
