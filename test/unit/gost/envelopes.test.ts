import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { decrypt, decryptInPieces, encryptFor, readEnvelope, type EnvelopeCipherName } from '../../../gost';
import { curves, givenPerson } from './people';

const ciphers: EnvelopeCipherName[] = ['gost89', 'kuznyechik-ctr-acpkm', 'kuznyechik-ctr-acpkm-omac', 'magma-ctr-acpkm', 'magma-ctr-acpkm-omac'];

describe.each(curves)('our envelopes for a key on %s', (curve) => {
	const { key, certificate } = givenPerson(curve);

	test.each(ciphers)('open again with %s', (cipher) => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 100 }), (content) => {
				const envelope = encryptFor([certificate], content, cipher);
				expect(readEnvelope(envelope)).toMatchObject({ cipher, recipients: [{ serialNumber: certificate.serialNumber }] });
				expect(decrypt(envelope, key, certificate)).toEqual(content);
			}),
			{ numRuns: 5 },
		);
	});

	test('are not for others', () => {
		const stranger = givenPerson(curve);
		const envelope = encryptFor([certificate], randomBytes(10));
		expect(() => decrypt(envelope, stranger.key, stranger.certificate)).toThrow(expect.objectContaining({ code: 'other-recipient' }));
		expect(() => decrypt(envelope, stranger.key, certificate)).toThrow(expect.objectContaining({ code: 'wrong-key' }));
	});
});

test('an envelope for several opens for each of them', () => {
	const people = curves.map((curve) => givenPerson(curve));
	const content = new Uint8Array(randomBytes(1000));
	const envelope = encryptFor(people.map(({ certificate }) => certificate), content);
	for (const { key, certificate } of people) expect(decrypt(envelope, key, certificate)).toEqual(content);
});

test('the same content never looks the same', () => {
	const { certificate } = givenPerson('CryptoPro-A');
	const tails = Array.from({ length: 10 }, () => Buffer.from(encryptFor([certificate], new Uint8Array(64))).subarray(-64).toString('hex'));
	expect(new Set(tails).size).toBe(10);
});

test.each(ciphers)('content longer than several sections opens again with %s', (cipher) => {
	const { key, certificate } = givenPerson('TC26-256-A');
	const content = new Uint8Array(randomBytes(600_001));
	expect(Buffer.from(decrypt(encryptFor([certificate], content, cipher), key, certificate)).equals(content)).toBe(true);
});

test.each(ciphers)('a change of the content is %s’s to notice when it has a check value', (cipher) => {
	const { key, certificate } = givenPerson('CryptoPro-A');
	const content = new Uint8Array(100).fill(7);
	const envelope = Buffer.from(encryptFor([certificate], content, cipher));
	envelope[envelope.length - 60] ^= 1;
	if (cipher.endsWith('-omac')) {
		expect(() => decrypt(envelope, key, certificate)).toThrow(expect.objectContaining({ code: 'content-damaged' }));
	} else {
		expect(decrypt(envelope, key, certificate)).not.toEqual(content);
	}
});

test('an envelope needs a recipient', () => {
	expect(() => encryptFor([], new Uint8Array(1))).toThrow(RangeError);
});

describe('decrypting in pieces', () => {
	const { key, certificate } = givenPerson('CryptoPro-A');

	test.each(ciphers)('gives the same content as at once, in pieces that are not large, with %s', (cipher) => {
		const content = new Uint8Array(randomBytes(700_001));
		const pieces = [...decryptInPieces(encryptFor([certificate], content, cipher), key, certificate)];
		expect(pieces.length).toBeGreaterThan(2);
		for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(256 * 1024);
		expect(Buffer.concat(pieces).equals(content)).toBe(true);
		expect([...decryptInPieces(encryptFor([certificate], new Uint8Array(0), cipher), key, certificate)]).toEqual([]);
	});

	test('tells at the end that the content was changed', () => {
		const envelope = Buffer.from(encryptFor([certificate], new Uint8Array(300_000), 'magma-ctr-acpkm-omac'));
		envelope[envelope.length - 60] ^= 1;
		const pieces = decryptInPieces(envelope, key, certificate);
		expect(pieces.next().done).toBe(false);
		expect(pieces.next().done).toBe(false);
		expect(() => pieces.next()).toThrow(expect.objectContaining({ code: 'content-damaged' }));
	});

	test('tells at once that the envelope is for somebody else', () => {
		const stranger = givenPerson('CryptoPro-A');
		const envelope = encryptFor([certificate], new Uint8Array(10));
		expect(() => decryptInPieces(envelope, stranger.key, stranger.certificate)).toThrow(expect.objectContaining({ code: 'other-recipient' }));
		expect(() => decryptInPieces(envelope, stranger.key, certificate)).toThrow(expect.objectContaining({ code: 'wrong-key' }));
	});
});
