import fc from 'fast-check';
import { withoutIds } from '../../../nodes/run/withoutIds';

const GUID = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';

test.each([
	[`Draft ${GUID} was not found`, 'Draft … was not found'],
	[`NO_USN_0087_6699000000_${GUID.toUpperCase()}.xml: не тот период`, 'NO_USN_0087_6699000000_….xml: не тот период'],
	['Документ (urn:document:fns534-report), и ещё один', 'Документ (…), и ещё один'],
	['Срок: 04.12.2026, номер 1234-5678', 'Срок: 04.12.2026, номер 1234-5678'],
	['Возврат: турнир', 'Возврат: турнир'],
	['', ''],
])('%s', (text, read) => {
	expect(withoutIds(text)).toBe(read);
});

test('whatever stands around it, no ID is left', () => {
	const id = fc.oneof(fc.uuid(), fc.constantFrom('urn:docflow:fns534-report', 'urn:error:externapi:badRequest'));
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.string(), id), { maxLength: 4 }), (parts) => {
			expect(withoutIds(parts.map(([words, one]) => `${words} ${one}`).join(' '))).not.toMatch(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|\burn:[a-z]/i);
		}),
	);
});
