import { Extern } from '../../../extern';
import { checkDraftSigner, requireAccepted } from '../../../extern/flows/draftSigner';
import { base64Of, type Signer } from '../../../extern/signing';
import type { WireDraftMeta } from '../../../extern/wire/draft';
import type { DistinguishedName } from '../../../gost';
import { failureOf } from './failures';
import { serviceThat } from './service';
import { clerk, director, givenHolder, signed } from './signing/people';

const anna = givenHolder(director);
const boris = givenHolder(clerk);
const signerWith = (person: typeof anna): Signer => ({ certificate: base64Of(person.certificate), sign: async () => new Uint8Array() });

const meta = (inn: string, more: { sender?: object; recipient?: object; info?: object; options?: object; of?: typeof anna } = {}): WireDraftMeta => ({
	sender: { inn, 'is-representative': false, ...(more.of && { certificate: { content: base64Of(more.of.certificate) } }), ...more.sender },
	payer: { inn },
	recipient: more.recipient ?? { 'ifns-code': '7702' },
	...(more.info && { 'additional-info': more.info }),
	...(more.options && { 'draft-options': { 'generate-warrant': true } }),
});

function checked(wire: WireDraftMeta, signer: Signer) {
	const extern = new Extern(serviceThat(() => ({})).port);
	return { accepts: checkDraftSigner(extern, wire, signer), warnings: extern.warnings.map(({ text }) => text) };
}

describe('the INN of the sender', () => {
	const older: DistinguishedName = { commonName: 'ООО Ромашка', inn: '007712345678' };
	test.each([
		['stands in the certificate of the organization', '7712345678', director],
		['is that of the director, who is a sole trader besides', '771234567890', director],
		['stands in an older certificate with two zeros in front', '7712345678', older],
		['is that of the sole trader', '771234567801', clerk],
		['cannot be compared with a certificate that names none', '7712345678', { commonName: 'Никто' }],
	])('%s', (_, inn, subject) => {
		expect(checked(meta(inn), signerWith(givenHolder(subject)))).toEqual({ accepts: undefined, warnings: [] });
	});

	test('is not that of the organization that signs', async () => {
		expect(await failureOf(() => checked(meta('7799999999'), signerWith(anna)))).toMatchObject({
			kind: 'stopped',
			message: expect.stringMatching(/is of INN 7712345678, but the sender of the draft has INN 7799999999: Иванова Анна/),
		});
	});

	test('is not that of the person who signs, and no power of attorney is named', async () => {
		expect(await failureOf(() => checked(meta('7712345678'), signerWith(boris)))).toMatchObject({ kind: 'stopped', message: expect.stringMatching(/Петров Борис .* needs a power of attorney/) });
	});

	test.each([
		['a machine-readable power of attorney', { info: { 'machine-readable-warrant-id': '3d2c1b0a-9f8e-4d7c-b6a5-948372615040' } }],
		['a representation message that the service makes', { options: {} }],
	])('may be another than the person\'s with %s', (_, more) => {
		expect(checked(meta('7712345678', more), signerWith(boris)).warnings).toEqual([]);
	});

	test.each([
		['a representative, whose message may be among the files', { sender: { 'is-representative': true } }],
		['Rosstat, which asks for no power of attorney', { recipient: { 'togs-code': '77-01' } }],
	])('is only warned of for %s', (_, more) => {
		expect(checked(meta('7712345678', more), signerWith(boris)).warnings).toEqual([expect.stringContaining('needs a power of attorney')]);
	});

	test('an organization of another INN is no representative either', async () => {
		expect(await failureOf(() => checked(meta('7799999999', { sender: { 'is-representative': true } }), signerWith(anna)))).toMatchObject({ kind: 'stopped' });
	});
});

describe('the certificate of the draft', () => {
	const other = givenHolder(director);

	test('is the signer\'s', () => {
		expect(checked(meta('7712345678', { of: anna }), signerWith(anna)).accepts).toEqual([anna.certificate.thumbprint]);
	});

	test('is another one than the signer\'s', async () => {
		const failure = await failureOf(() => checked(meta('7712345678', { of: anna }), signerWith(other)));
		expect(failure).toMatchObject({ kind: 'stopped', message: expect.stringContaining(other.certificate.thumbprint.slice(0, 8)), hint: expect.stringContaining('update the draft') });
	});

	test('may have others beside it, whose INN is not the sender\'s', () => {
		const wire = meta('7712345678', { of: anna, info: { 'additional-certificates': [base64Of(boris.certificate)] } });
		expect(checked(wire, signerWith(boris))).toEqual({ accepts: [anna.certificate.thumbprint, boris.certificate.thumbprint], warnings: [] });
	});

	test('that cannot be read is left to the service', () => {
		expect(checked(meta('7712345678', { sender: { certificate: { content: 'bm90IG9uZQ==' } } }), signerWith(anna)).accepts).toBeUndefined();
	});

	test('is asked of the signature that came, too', async () => {
		const signature = signed(boris, 'раз');
		expect(() => requireAccepted(signature, 'раз.xml', [boris.certificate.thumbprint])).not.toThrow();
		expect(() => requireAccepted(signature, 'раз.xml', undefined)).not.toThrow();
		expect(await failureOf(() => requireAccepted(signature, 'раз.xml', [anna.certificate.thumbprint]))).toMatchObject({ kind: 'stopped', message: expect.stringContaining('Петров Борис') });
	});
});

test('requisites that are not there are not judged', () => {
	for (const wire of [undefined, null]) {
		const extern = new Extern(serviceThat(() => ({})).port);
		expect(checkDraftSigner(extern, wire, signerWith(anna))).toBeUndefined();
	}
});
