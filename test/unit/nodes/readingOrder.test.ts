import fc from 'fast-check';
import { inReadingOrder } from '../../../nodes/run/readingOrder';

test('words come first, codes that have a label after them, ids last', () => {
	const read = inReadingOrder({ accountId: 'a', certificate: 'MIIB', docflowType: 'urn:x', docflowTypeLabel: 'Отчёт', form: 'УСН', signatureIds: ['s'], status: 'sent', statusLabel: 'Отправлен', traceId: 't' });
	expect(Object.keys(read)).toEqual(['docflowTypeLabel', 'form', 'statusLabel', 'docflowType', 'status', 'accountId', 'certificate', 'signatureIds', 'traceId']);
});

test('nothing is lost or changed, and a second time changes nothing', () => {
	const keys = fc.constantFrom('form', 'status', 'statusLabel', 'draftId', 'documentIds', 'paid', 'id');
	fc.assert(
		fc.property(fc.dictionary(keys, fc.jsonValue()), (json) => {
			const read = inReadingOrder(json);
			expect(read).toEqual(json);
			expect(Object.entries(inReadingOrder(read))).toEqual(Object.entries(read));
		}),
	);
});
