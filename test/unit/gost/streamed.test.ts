import {
	decrypt,
	digestBits,
	encryptFor,
	readCertificate,
	readEnvelope,
	readSignature,
	signDetached,
	signEnclosed,
	streebog,
	verifyDetached,
	verifyEnclosed,
	type EnvelopeCipherName,
} from '../../../gost';
import { base64, children, der, hex, indefinite, streamed } from './encoding';
import { vectors } from './openSslVectors';
import { curves, givenPerson } from './people';
import { agreedEphemeral, recipient512 } from './publishedEnvelopes';

/* BER as streaming writers make it: indefinite lengths and octet strings in pieces, wherever they may stand. */

const content = new Uint8Array(Buffer.from('Отчёт принят, извещение о получении прилагается'));
const verify = (signature: Uint8Array) => verifyDetached(signature, (bits) => streebog(bits, content));

describe.each(curves)('for a key on %s', (curve) => {
	const { key, certificate } = givenPerson(curve);
	const digest = streebog(digestBits(key), content);

	test.each(['plain', 'attributes', 'cades-bes'] as const)('a signature %s holds when streamed', (form) => {
		const detached = streamed(Buffer.from(signDetached({ digest, key, certificate, form })), [certificate.der]);
		expect(verify(detached)).toMatchObject({ valid: true, form, certificate });
		const enclosed = streamed(Buffer.from(signEnclosed({ content, key, certificate, form })), [certificate.der]);
		expect(verifyEnclosed(enclosed)).toMatchObject({ valid: true, form, certificate, content });
		const text = enclosed.toString('base64');
		expect(verifyEnclosed(readSignature(`-----BEGIN CMS-----\r\n${text}\r\n-----END CMS-----\r\n`))).toMatchObject({ valid: true, content });
	});

	test.each<EnvelopeCipherName>(['gost89', 'kuznyechik-ctr-acpkm', 'kuznyechik-ctr-acpkm-omac', 'magma-ctr-acpkm', 'magma-ctr-acpkm-omac'])(
		'an envelope with %s opens when streamed',
		(cipher) => {
			const envelope = streamed(Buffer.from(encryptFor([certificate], content, cipher)));
			expect(readEnvelope(envelope)).toMatchObject({ cipher, recipients: [{ serialNumber: certificate.serialNumber }] });
			expect(decrypt(envelope, key, certificate)).toEqual(content);
		},
	);
});

test('an envelope by key agreement opens when streamed', () => {
	const owner = readCertificate(recipient512.certificate);
	const key = { curve: 'TC26-512-A', d: recipient512.d } as const;
	expect(decrypt(streamed(base64(agreedEphemeral)), key, owner)).toEqual(decrypt(base64(agreedEphemeral), key, owner));
});

test('signed attributes in other lengths than they were signed in still hold, in another order they do not', () => {
	const { withAttributes, certificate } = vectors[0];
	const text = Buffer.from('Отчёт принят');
	const check = (signature: Buffer) => verifyDetached(signature, (bits) => streebog(bits, text));
	const rewritten = (change: (attributes: Buffer[]) => Buffer) => {
		const [identifier, wrapper] = children(base64(withAttributes));
		const members = children(children(wrapper)[0]);
		const signer = children(children(members[4])[0]);
		const attributes = change(children(signer[3]));
		const newSigner = der(0x30, ...signer.slice(0, 3), attributes, ...signer.slice(4));
		return der(0x30, identifier, der(0xa0, der(0x30, ...members.slice(0, 4), der(0x31, newSigner))));
	};
	expect(check(rewritten((attributes) => der(0xa0, ...attributes)))).toMatchObject({ valid: true, certificate: readCertificate(certificate) });
	expect(check(rewritten((attributes) => indefinite(0xa0, ...attributes.map((one) => streamed(one)))))).toMatchObject({ valid: true });
	expect(check(rewritten((attributes) => der(0xa0, ...[...attributes].reverse())))).toMatchObject({ valid: false, reason: 'signature-wrong' });
	const digestTwice = (one: Buffer) => {
		const [type, values] = children(one);
		return type.equals(der(0x06, hex('2a864886f70d010904'))) ? der(0x30, type, der(0x31, ...children(values), ...children(values))) : one;
	};
	expect(() => check(rewritten((attributes) => der(0xa0, ...attributes.map(digestTwice))))).toThrow(expect.objectContaining({ code: 'damaged' }));
});
