import { SignatureCheck } from '../../../../extern/signing';
import { aDocument, clerk, director, enclosed, givenHolder, signed } from './people';

const anna = givenHolder(director);
const boris = givenHolder(clerk, undefined, 'TC26-512-A');

async function checked(text: string, signatures: readonly Uint8Array[]) {
	const check = new SignatureCheck(signatures);
	const passed: Uint8Array[] = [];
	for await (const chunk of check.passing(aDocument('file', text).chunks())) passed.push(chunk);
	expect(Buffer.concat(passed).toString()).toBe(text);
	return signatures.map((_, at) => check.fitOf(at));
}

test('each signature is held against the document that passed, whatever its size of key and form', async () => {
	expect(await checked('раз', [signed(anna, 'раз'), signed(boris, 'раз'), signed(anna, 'раз', { form: 'cades-bes' }), enclosed(anna, 'раз')])).toEqual([{ fits: true }, { fits: true }, { fits: true }, { fits: true }]);
});

test('those of another document are told with the reason', async () => {
	for (const fit of await checked('раз', [signed(anna, 'два'), signed(boris, 'два', { form: 'cades-bes' }), enclosed(anna, 'два')])) {
		expect(fit).toEqual({ fits: false, reason: expect.stringMatching(/another/) });
	}
});

test('of what is no signature, and before a document has passed, nothing is said', async () => {
	expect(await checked('раз', [Buffer.from('no signature'), new Uint8Array(0)])).toEqual([{}, {}]);
	expect(new SignatureCheck([signed(anna, 'раз')]).fitOf(0)).toEqual({});
});
