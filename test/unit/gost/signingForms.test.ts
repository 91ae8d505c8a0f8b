import {
	digestBits,
	readSignature,
	reversedSignature,
	signDetached,
	signDigest,
	signEnclosed,
	streebog,
	verifyDetached,
	verifyEnclosed,
	type SignedData,
	type SignatureForm,
} from '../../../gost';
import { base64, der, hex } from './encoding';
import { vectors } from './openSslVectors';
import { curves, givenPerson } from './people';
import { signedPlain, signedText, signedWithAttributes } from './publishedSignatures';

const content = new Uint8Array(Buffer.from('<?xml version="1.0"?><Файл/>'));
const signedAt = new Date('2026-11-26T05:06:07.890Z');
const toTheSecond = new Date('2026-11-26T05:06:07.000Z');
const forms: SignatureForm[] = ['plain', 'attributes', 'cades-bes'];
const verify = (signature: Uint8Array | SignedData, about = content) => verifyDetached(signature, (bits) => streebog(bits, about));

describe.each(curves)('signatures on %s', (curve) => {
	const { key, certificate } = givenPerson(curve);
	const digest = streebog(digestBits(key), content);

	test.each(forms)('in the form %s hold for their content alone', (form) => {
		const signature = signDetached({ digest, key, certificate, form, signedAt });
		const stated = form === 'plain' ? undefined : toTheSecond;
		expect(verify(signature)).toMatchObject({ valid: true, form, certificate, signers: [{ serialNumber: certificate.serialNumber }] });
		expect(verify(signature).signedAt).toEqual(stated);
		const reason = form === 'plain' ? 'signature-wrong' : 'digest-differs';
		expect(verify(signature, content.subarray(1))).toMatchObject({ valid: false, reason });
	});

	test.each(forms)('in the form %s enclose their content when asked', (form) => {
		const signature = signEnclosed({ content, key, certificate, form });
		expect(verifyEnclosed(signature)).toMatchObject({ valid: true, form, certificate, content });
		expect(verify(signature)).toMatchObject({ valid: false, reason: 'attached' });
		const changed = Buffer.from(signature);
		changed[changed.indexOf('<?xml')] ^= 1;
		expect(verifyEnclosed(changed)).toMatchObject({ valid: false, reason: form === 'plain' ? 'signature-wrong' : 'digest-differs' });
	});

	test('are refused with the certificate of somebody else in every form', () => {
		const stranger = givenPerson(curve).certificate;
		for (const form of forms) {
			expect(() => signDetached({ digest, key, certificate: stranger, form })).toThrow(expect.objectContaining({ name: 'GostKeyMismatchError' }));
			expect(() => signEnclosed({ content, key, certificate: stranger, form })).toThrow(expect.objectContaining({ name: 'GostKeyMismatchError' }));
		}
	});

	test('need a digest of the key’s size in every form', () => {
		for (const form of forms) {
			expect(() => signDetached({ digest: new Uint8Array(20), key, certificate, form })).toThrow(RangeError);
		}
	});
});

describe('CAdES-BES', () => {
	const { key, certificate } = givenPerson('TC26-256-A');
	const signature = Buffer.from(signDetached({ digest: streebog(256, content), key, certificate, form: 'cades-bes', signedAt }));

	test('states the present moment unless told otherwise', () => {
		const before = Math.floor(Date.now() / 1000) * 1000;
		const moment = verify(signDetached({ digest: streebog(256, content), key, certificate, form: 'cades-bes' })).signedAt?.getTime() ?? 0;
		expect(moment).toBeGreaterThanOrEqual(before);
		expect(moment).toBeLessThanOrEqual(Date.now());
	});

	test('has the four attributes in the order of DER, digested as they stand', () => {
		const positions = ['2a864886f70d010903', '2a864886f70d010905', '2a864886f70d010904', '2a864886f70d010910022f'].map((oid) =>
			signature.indexOf(der(0x06, hex(oid))),
		);
		expect(positions).not.toContain(-1);
		expect(positions).toEqual([...positions].sort((left, right) => left - right));
		const { encoding } = readSignature(signature).signers[0].signedAttributes ?? {};
		expect(encoding?.[0]).toBe(0x31);
		expect(signature.includes(Buffer.from(encoding?.subarray(1) ?? []))).toBe(true);
	});

	test('does not hold with another certificate of the same key and names', () => {
		const signed = readSignature(signature);
		const twin = { ...certificate, der: Uint8Array.from(certificate.der, (byte, index) => (index === certificate.der.length - 1 ? byte ^ 1 : byte)) };
		const exchanged = { ...signed, signers: signed.signers.map((signer) => ({ ...signer, certificate: twin })) };
		expect(verify(exchanged)).toMatchObject({ valid: false, reason: 'certificate-differs' });
		const otherSerial = { ...signed, signers: signed.signers.map((signer) => ({ ...signer, certificate: { ...certificate, serialNumber: '01' } })) };
		expect(verify(otherSerial)).toMatchObject({ valid: false, reason: 'certificate-differs' });
	});

	test('that names the certificate by a digest not known here does not hold', () => {
		const signed = readSignature(signature);
		const signers = signed.signers.map((signer) => ({
			...signer,
			signedAttributes: signer.signedAttributes && { ...signer.signedAttributes, signingCertificate: { digestOid: '1.2.643.2.2.9', digest: new Uint8Array(32) } },
		}));
		expect(verify({ ...signed, signers })).toMatchObject({ valid: false, reason: 'certificate-differs' });
	});
});

test('a detached signature is not one that encloses its content', () => {
	expect(verifyEnclosed(base64(vectors[0].plain))).toMatchObject({ valid: false, reason: 'detached', signers: [{ reason: 'detached' }] });
});

test('the byte order of CryptoAPI is the whole value in reverse', () => {
	const { key } = givenPerson('CryptoPro-A');
	const signature = signDigest(key, streebog(256, content));
	const [s, r] = [signature.slice(0, 32), signature.slice(32)];
	expect(reversedSignature(signature)).toEqual(Uint8Array.from([...r.reverse(), ...s.reverse()]));
	expect(reversedSignature(reversedSignature(signature))).toEqual(signature);
});

test.each([
	[512, 'attributes', signedWithAttributes],
	[256, 'plain', signedPlain],
] as const)('the example of the standard holds: %i bits, %s', (bits, form, signature) => {
	const verdict = verifyEnclosed(base64(signature));
	expect(verdict).toMatchObject({ valid: true, form, certificate: { subject: { commonName: `ORIGINATOR: GOST 34.10-12 ${bits}-bit` } } });
	expect(new TextDecoder('windows-1251').decode(verdict.content)).toBe(signedText);
	expect(verdict.signedAt).toEqual(form === 'plain' ? undefined : new Date('2019-03-20T19:55:22Z'));
});
