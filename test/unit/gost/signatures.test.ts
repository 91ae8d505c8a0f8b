import fc from 'fast-check';
import {
	digestBits,
	readCertificate,
	readSignature,
	signDetached,
	streebog,
	verifyDetached,
	verifyDigest,
	verifyEnclosed,
	type SignatureVerdict,
} from '../../../gost';
import { base64, children, der, hex, indefinite } from './encoding';
import { rsa, text, vectors } from './openSslVectors';
import { curves, givenPerson } from './people';
import { tc26Certificate, tc26Signature } from './publishedExamples';

const content = Buffer.from(text);
const verify = (signature: Uint8Array, about: Uint8Array = content): SignatureVerdict =>
	verifyDetached(signature, (bits) => streebog(bits, about));

describe.each(vectors)('OpenSSL signatures on $curve', ({ certificate, plain, withAttributes, byKeyIdentifier }) => {
	const signer = readCertificate(certificate);

	test('hold when plain', () => {
		const about = { valid: true, form: 'plain', certificate: signer };
		expect(verify(base64(plain))).toEqual({ ...about, signers: [{ ...about, serialNumber: signer.serialNumber }] });
	});

	test('hold with signed attributes and tell when they were made', () => {
		const verdict = verify(base64(withAttributes));
		expect(verdict).toMatchObject({ valid: true, form: 'cades-bes', certificate: signer });
		expect(verdict.signedAt?.getTime()).toBeGreaterThanOrEqual(signer.notBefore.getTime());
	});

	test('hold when the signer is named by key identifier', () => {
		expect(verify(base64(byKeyIdentifier))).toMatchObject({ valid: true, certificate: signer });
	});

	test('do not hold for other content', () => {
		const other = Buffer.from('другое');
		expect(verify(base64(plain), other)).toMatchObject({ valid: false, reason: 'signature-wrong' });
		expect(verify(base64(withAttributes), other)).toMatchObject({ valid: false, reason: 'digest-differs' });
	});

	test('do not hold when a signed attribute was changed', () => {
		const changed = base64(withAttributes);
		// the signing time, in its last digit before the Z
		const time = changed.lastIndexOf(hex('2a864886f70d010905')) + 9;
		const digit = changed.indexOf('Z', time) - 1;
		changed[digit] = changed[digit] === 0x30 ? 0x31 : 0x30;
		expect(verify(changed)).toMatchObject({ valid: false, reason: 'signature-wrong' });
	});
});

describe.each(curves)('our signatures on %s', (curve) => {
	const { key, certificate } = givenPerson(curve);
	const sign = (about: Uint8Array) => signDetached({ digest: streebog(digestBits(key), about), key, certificate });

	test('hold for their content and no other', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (signed, other) => {
				const signature = sign(signed);
				expect(verify(signature, signed)).toMatchObject({ valid: true, certificate });
				expect(verify(signature, other).valid).toBe(Buffer.from(signed).equals(other));
			}),
			{ numRuns: 10 },
		);
	});

	test('have the plain shape', () => {
		const signed = readSignature(sign(content));
		expect(signed).toMatchObject({ detached: true, digestBits: digestBits(key), certificates: [certificate] });
		expect(signed.signers).toEqual([
			expect.objectContaining({ serialNumber: certificate.serialNumber, issuerDer: certificate.issuerDer, signedAttributes: undefined }),
		]);
	});

	test('are refused with the certificate of somebody else', () => {
		const stranger = givenPerson(curve);
		expect(() => signDetached({ digest: streebog(digestBits(key), content), key, certificate: stranger.certificate })).toThrow(
			expect.objectContaining({ name: 'GostKeyMismatchError' }),
		);
	});

	test('do not hold when the signature was changed', () => {
		const signature = Buffer.from(sign(content));
		signature[signature.length - 1] ^= 1;
		expect(verify(signature)).toMatchObject({ valid: false, reason: 'signature-wrong', certificate });
	});
});

test('a signature is read from every wrapping', () => {
	const { plain } = vectors[0];
	const signature = readSignature(base64(plain));
	const lines = plain.replace(/(.{76})/g, '$1\r\n');
	for (const label of ['CMS', 'PKCS7', 'SIGNATURE']) {
		expect(readSignature(`-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`)).toEqual(signature);
	}
	expect(readSignature(plain)).toEqual(signature);
	expect(readSignature(Buffer.from(lines))).toEqual(signature);
	expect(readSignature(Buffer.from(`\ufeff\r\n\r\n${lines}\r\n\r\n`))).toEqual(signature);
	expect(readSignature(Buffer.from(`\ufeff${lines}\r\n`, 'utf16le'))).toEqual(signature);
	const others = `-----BEGIN CERTIFICATE-----\r\n${vectors[0].certificate}\r\n-----END CERTIFICATE-----\r\n`;
	expect(readSignature(`\ufeffПодпись:\r\n${others}\r\n\r\n-----BEGIN CMS-----\r\n\r\n${lines}\r\n\r\n-----END CMS-----\r\n${others}`)).toEqual(signature);
});

test.each([
	['nothing', ''],
	['blank lines', '\r\n\r\n'],
	['other blocks only', `-----BEGIN CERTIFICATE-----\n${vectors[0].certificate}\n-----END CERTIFICATE-----`],
	['a block without its end', `-----BEGIN CMS-----\n${vectors[0].plain}`],
	['half of the base64', vectors[0].plain.slice(0, 1000)],
])('%s is no signature', (_, given) => {
	expect(() => readSignature(Buffer.from(given))).toThrow(expect.objectContaining({ name: 'GostFormatError', code: 'damaged' }));
});

test('digests are asked for once and only in the size in use', () => {
	const asked: number[] = [];
	const signed = readSignature(base64(vectors[0].plain));
	verifyDetached({ ...signed, signers: [...signed.signers, ...signed.signers] }, (bits) => {
		asked.push(bits);
		return streebog(bits, content);
	});
	expect(asked).toEqual([256]);
});

describe('a signature made of parts', () => {
	const whole = split(base64(vectors[0].plain));
	const outsider = split(base64(vectors[1].plain));

	test('holds only when every signer’s does', () => {
		const certificates = [...whole.certificates, ...outsider.certificates];
		const both = assemble({ ...whole, certificates, signers: [...whole.signers, ...outsider.signers] });
		const all = verify(both);
		expect(all).toMatchObject({ valid: true, certificate: readCertificate(vectors[0].certificate) });
		expect(all.signers).toEqual([
			expect.objectContaining({ valid: true, certificate: readCertificate(vectors[0].certificate) }),
			expect.objectContaining({ valid: true, certificate: readCertificate(vectors[1].certificate) }),
		]);
		const spoilt = Buffer.from(outsider.signers[0]);
		spoilt[spoilt.length - 1] ^= 1;
		const one = assemble({ ...whole, certificates, signers: [...whole.signers, spoilt] });
		const signer = readCertificate(vectors[1].certificate);
		const mixed = verify(one);
		expect(mixed).toMatchObject({ valid: false, reason: 'signature-wrong', certificate: signer });
		expect(mixed.signers.map(({ valid }) => valid)).toEqual([true, false]);
	});

	test('without certificates misses one', () => {
		expect(verify(assemble({ ...whole, certificates: [] }))).toEqual(expect.objectContaining({ valid: false, reason: 'certificate-missing' }));
	});

	test('without signers has none', () => {
		expect(verify(assemble({ ...whole, signers: [] }))).toEqual({ valid: false, reason: 'no-signer', signers: [] });
	});

	test('with an RSA certificate beside the signer’s still holds', () => {
		const mixed = assemble({ ...whole, certificates: [base64(rsa.certificate), ...whole.certificates] });
		expect(verify(mixed)).toMatchObject({ valid: true });
		expect(readSignature(mixed).certificates).toHaveLength(1);
	});

	test('is read in the indefinite lengths of streaming writers', () => {
		const data = indefinite(0x30, der(0x06, hex('2a864886f70d010701')));
		const certificates = indefinite(0xa0, ...whole.certificates);
		const signers = indefinite(0x31, ...whole.signers);
		const signedData = indefinite(0x30, whole.version, whole.digests, data, certificates, signers);
		const streamed = indefinite(0x30, der(0x06, hex('2a864886f70d010702')), indefinite(0xa0, signedData));
		expect(verify(streamed)).toMatchObject({ valid: true });
	});

	test('with more signers than any real file is refused', () => {
		const crowd = assemble({ ...whole, signers: Array.from({ length: 33 }, () => whole.signers[0]) });
		expect(() => readSignature(crowd)).toThrow(expect.objectContaining({ code: 'unsupported' }));
	});
});

test('an enclosed content is reported', () => {
	const signed = readSignature(tc26Signature);
	expect(signed).toMatchObject({ detached: false, digestBits: 256, certificates: [] });
	expect(verifyDetached(signed, (bits) => streebog(bits, content))).toMatchObject({ valid: false, reason: 'attached', signers: [{ reason: 'attached' }] });
	expect(verifyEnclosed(signed)).toMatchObject({ valid: false, reason: 'certificate-missing', signers: [{ serialNumber: '01' }] });
	expect(Buffer.from(verifyEnclosed(signed).content ?? []).toString()).toBe('Test message');
	const { publicKey } = readCertificate(tc26Certificate);
	expect(verifyDigest(publicKey, streebog(256, Buffer.from('Test message')), signed.signers[0].signature)).toBe(true);
});

test('an RSA signature is reported', () => {
	expect(verify(base64(rsa.signature))).toMatchObject({ valid: false, reason: 'not-gost' });
});

interface Parts {
	version: Buffer;
	digests: Buffer;
	certificates: Buffer[];
	signers: Buffer[];
}

function assemble({ version, digests, certificates, signers }: Parts): Buffer {
	const data = der(0x30, der(0x06, hex('2a864886f70d010701')));
	const enclosed = certificates.length > 0 ? [der(0xa0, ...certificates)] : [];
	return der(0x30, der(0x06, hex('2a864886f70d010702')), der(0xa0, der(0x30, version, digests, data, ...enclosed, der(0x31, ...signers))));
}

function split(signature: Buffer): Parts {
	const [version, digests, , certificates, signers] = children(children(children(signature)[1])[0]);
	return { version, digests, certificates: children(certificates), signers: children(signers) };
}
