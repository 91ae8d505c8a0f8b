import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { authorityInWords, deadlineOf, demandTermsOf, formOf, isAtRest, isFinished, isIncoming, periodInWords, receiptDayOf, resultOf, severityOf, verdictOf } from '../../../../extern/docflows';
import type { WireDocflow, WireDocflowDescription } from '../../../../extern/wire/docflow';

const docflow = (type: string, status: string, state = 'neutral', description: WireDocflowDescription = {}): WireDocflow => ({
	id: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040',
	type: `urn:docflow:${type}`,
	status: `urn:docflow-common-status:${status}`,
	'success-state': `urn:docflow-state:${state}`,
	description,
});

interface Machine {
	readonly docflowType: string;
	readonly direction: 'incoming' | 'outgoing';
	readonly statuses: readonly string[];
	readonly terminalStatuses: readonly string[];
}
const { machines }: { machines: Machine[] } = JSON.parse(readFileSync(join(__dirname, '../../../reference/schemas/state-machines.json'), 'utf8'));

test.each(machines.map(({ docflowType, direction, statuses, terminalStatuses }) => [docflowType, direction, statuses, terminalStatuses] as const))(
	'%s begins and ends as the reference says',
	(type, direction, statuses, terminal) => {
		expect(isIncoming(type)).toBe(direction === 'incoming');
		expect(statuses.filter((status) => isAtRest(type, `urn:docflow-common-status:${status}`))).toEqual(terminal);
	},
);

test.each([
	['successful', 'accepted'],
	['failed', 'refused'],
	['warning', 'needsCorrection'],
	['neutral', 'waiting'],
	['one-of-tomorrow', 'waiting'],
])('the outcome %s of a report means %s', (state, result) => {
	expect(resultOf(docflow('fns534-report', 'response-arrived', state))).toBe(result);
});

test('what an authority began has no result', () => {
	expect(resultOf(docflow('fns534-demand', 'processed', 'successful'))).toBeUndefined();
});

test.each<[string, WireDocflow, boolean | undefined, string, boolean]>([
	['sent just now', docflow('fns534-report', 'sent'), false, 'info', false],
	['accepted with a receipt owed', docflow('fns534-report', 'response-arrived', 'successful'), true, 'actionNeeded', false],
	['accepted and closed', docflow('fns534-report', 'finished', 'successful'), false, 'success', true],
	['refused with a receipt owed', docflow('fns534-report', 'response-arrived', 'failed'), true, 'failure', false],
	['to be corrected', docflow('fns534-report', 'finished', 'warning'), false, 'actionNeeded', true],
	['finished, but a link is left', docflow('fns534-report', 'finished', 'successful'), true, 'actionNeeded', false],
	['a new demand of a list', docflow('fns534-demand', 'received'), undefined, 'actionNeeded', false],
	['a message to all', docflow('fns534-cu-broadcast', 'received'), undefined, 'info', true],
	['a letter to Rosstat at its rest', docflow('stat-letter', 'delivered'), false, 'info', true],
])('%s', (_, wire, owesReply, severity, isDone) => {
	expect([severityOf(wire, owesReply), isFinished(wire, owesReply)]).toEqual([severity, isDone]);
});

test.each([
	['2025-01-01', '2025-12-31', '2025 год', '2025'],
	['2026-01-01', '2026-03-31', '1 квартал 2026', 'quarter 1 of 2026'],
	['2026-10-01', '2026-12-31', '4 квартал 2026', 'quarter 4 of 2026'],
	['2026-01-01', '2026-06-30', '1 полугодие 2026', 'first half of 2026'],
	['2026-01-01', '2026-09-30', '9 месяцев 2026', '9 months of 2026'],
	['2024-02-01', '2024-02-29', 'февраль 2024', 'February 2024'],
	['2025-02-01', '2025-02-27', '01.02.2025 – 27.02.2025', '1 February 2025 – 27 February 2025'],
	['2026-02-01', '2026-04-30', '01.02.2026 – 30.04.2026', '1 February 2026 – 30 April 2026'],
	['2025-12-01', '2026-02-28', '01.12.2025 – 28.02.2026', '1 December 2025 – 28 February 2026'],
	['2026-11-26', '2026-11-26', '26.11.2026', '26 November 2026'],
])('%s to %s is %s', (begin, end, russian, english) => {
	expect([periodInWords(begin, end, 'ru'), periodInWords(begin, end, 'en')]).toEqual([russian, english]);
});

test('half a period has no words', () => {
	expect([periodInWords('2026-01-01', undefined, 'ru'), periodInWords(undefined, undefined, 'ru')]).toEqual([undefined, undefined]);
});

test('any two days have words', () => {
	const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
	fc.assert(
		fc.property(day, day, fc.constantFrom('ru' as const, 'en' as const), (begin, end, language) => {
			expect(periodInWords(begin, end, language)).toMatch(/\d{4}/);
			expect(periodInWords(begin, end, language)).not.toMatch(/undefined|NaN/);
		}),
	);
});

test.each<[string, WireDocflowDescription, object]>([
	['a report', { 'form-version': { knd: '1152017', 'form-shortname': 'УСН' }, 'period-begin': '2025-01-01T00:00:00.0000000', 'period-end': '2025-12-31T00:00:00' }, { name: 'УСН', code: '1152017', periodBegin: '2025-01-01', periodEnd: '2025-12-31' }],
	['a demand', { 'form-versions': [{ knd: '1165013' }, { knd: '1165050' }] }, { code: '1165013' }],
	['a report to the social fund', { 'section-infos': [{ 'form-version': { 'form-shortname': 'ЕФС-1' }, 'period-begin': '2026-01-01', 'period-end': '2026-03-31' }] }, { name: 'ЕФС-1', periodBegin: '2026-01-01', periodEnd: '2026-03-31' }],
	['nothing', {}, {}],
])('the form of %s is found', (_, description, form) => {
	expect(JSON.parse(JSON.stringify(formOf(description)))).toEqual(form);
});

test.each<[string, string, WireDocflowDescription, string | undefined]>([
	['fns534-report', 'ru', { recipient: '0085', 'final-recipient': '0087' }, 'ФНС 0087'],
	['fns534-demand', 'ru', { cu: '0087' }, 'ФНС 0087'],
	['stat-report', 'en', { recipient: '00-87' }, 'Rosstat 00-87'],
	['fss-sedo-demand', 'ru', {}, 'СФР'],
	['mvd-notification', 'ru', {}, 'МВД'],
	['something-new', 'ru', { recipient: '12' }, '12'],
	['something-new', 'ru', {}, undefined],
])('the authority of %s in %s', (type, language, description, words) => {
	expect(authorityInWords(docflow(type, 'sent', 'neutral', description), language === 'ru' ? 'ru' : 'en')).toBe(words);
});

test.each<[string, WireDocflow, string | undefined]>([
	['the receipt of a new demand', docflow('fns534-demand', 'received', 'neutral', { 'receipt-status': 'waiting', 'receipt-deadline-date': '2026-12-01T00:00:00', 'reply-deadline-date': '2026-12-15' }), '2026-12-01'],
	['the answer, once the receipt is sent', docflow('fns534-demand', 'processed', 'neutral', { 'receipt-status': 'accepted', 'receipt-deadline-date': '2026-12-01', 'reply-deadline-date': '2026-12-15' }), '2026-12-15'],
	['the answer to an accepted demand that is finished', docflow('fns534-demand', 'finished', 'successful', { 'receipt-status': 'accepted', 'reply-deadline-date': '2026-12-15', 'replies-status': 'not-sent' }), '2026-12-15'],
	['nothing of an answered demand', docflow('fns534-demand', 'finished', 'successful', { 'receipt-status': 'accepted', 'reply-deadline-date': '2026-12-15', 'replies-status': 'accepted' }), undefined],
	['nothing of a refused demand', docflow('fns534-demand', 'processed', 'neutral', { 'receipt-status': 'rejected', 'reply-deadline-date': '2026-12-15' }), undefined],
	['the receipt of a new demand without days: six working days', { ...docflow('fns534-demand', 'received'), 'send-date': '2025-12-26T23:30:00' }, '2026-01-15'],
	['the acceptance of a demand without days whose receipt is sent', { ...docflow('fns534-demand', 'arrived'), 'send-date': '2025-12-26T23:30:00' }, '2026-01-15'],
	['the receipt of a demand to pay: one working day', { ...docflow('fns534-demand', 'received', 'neutral', { 'form-versions': [{ knd: '1160001' }], 'receipt-deadline-date': '2026-01-15' }), 'send-date': '2025-12-26T23:30:00' }, '2025-12-29'],
	['nothing of a demand without days that was accepted', { ...docflow('fns534-demand', 'processed'), 'send-date': '2025-12-26T23:30:00' }, undefined],
	['a demand of the social fund without a status of its receipt', docflow('fss-sedo-demand', 'arrived', 'neutral', { 'receipt-deadline-date': '2026-12-01' }), '2026-12-01'],
	['nothing of a finished notice', docflow('fss-sedo-pvso-notification', 'finished', 'neutral', { 'reply-deadline-date': '2026-12-15' }), undefined],
	['nothing of a report', docflow('fns534-report', 'sent'), undefined],
])('what is owed next: %s', (_, wire, deadline) => {
	expect(deadlineOf(wire)).toBe(deadline);
});

test('a list and the trigger tell the same days of a demand as Accept Demand', () => {
	const day = fc.constantFrom('2026-03-10', '2026-03-17', '2026-03-20T00:00:00.0000000', undefined);
	const status = fc.constantFrom('received', 'arrived');
	const receipt = fc.constantFrom('waiting', 'unknown', 'accepted', 'rejected', undefined);
	const knds = fc.subarray(['1165013', '1165050', '1160001']);
	fc.assert(
		fc.property(day, day, day, status, receipt, knds, (sent, receiptDay, replyDay, stage, told, forms) => {
			const description = { 'receipt-deadline-date': receiptDay, 'reply-deadline-date': replyDay, 'receipt-status': told, 'form-versions': forms.map((knd) => ({ knd })) };
			const wire = { ...docflow('fns534-demand', stage, 'neutral', description), 'send-date': sent };
			const { deadline, receiptDeadline } = demandTermsOf(wire, [], verdictOf(wire));
			expect([deadlineOf(wire), receiptDayOf(wire)]).toEqual([deadline, receiptDeadline]);
		}),
	);
});
