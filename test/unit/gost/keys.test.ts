import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import {
	digestBits,
	generatePrivateKey,
	publicKeyOf,
	readPrivateKey,
	signDigest,
	streebog,
	verifyDigest,
	writePrivateKey,
	type PrivateKey,
} from '../../../gost';
import { base64, der, hex } from './encoding';
import { curves } from './people';

// the example of TC 26's recommendations for X.509 and CMS (R 1323565.1.023): key, point, signature of "Test message"
const example = {
	key: { curve: 'CryptoPro-XchA', d: 0xbfcf1d623e5cdd3032a7c6eabb4a923c46e43d640ffeaaf2c3ed39a8fa399924n } satisfies PrivateKey,
	pointLittleEndian:
		'badfd0c35314abd28faa47470b6c401772bb4ee8077e8f67e76e43dace66159743e69c1ff74fe2e2f1749859abf677d1c0c60fe28d0f83598e9f9465697358ad',
	signature:
		'929b5bd9e9196c2f7815a18341e3fbd04c6f4e45ed398f73833ddc09ca3f8713e15d4568dde0b154dc0343c7a7148b4967c0c45f86e567c42dce2342325e476c',
};

describe.each(curves)('keys on %s', (curve) => {
	const key = generatePrivateKey(curve);
	const publicKey = publicKeyOf(key);
	const size = digestBits(key) / 8;
	const digests = fc.uint8Array({ minLength: size, maxLength: size });

	test('sign what the public key verifies', () => {
		fc.assert(
			fc.property(digests, (digest) => verifyDigest(publicKey, digest, signDigest(key, digest))),
			{ numRuns: 20 },
		);
	});

	test('sign the digests that are zero as a number', () => {
		const zero = new Uint8Array(size);
		expect(verifyDigest(publicKey, zero, signDigest(key, zero))).toBe(true);
	});

	test('never sign twice with the same nonce', () => {
		const digest = randomBytes(size);
		const halves = Array.from({ length: 20 }, () => Buffer.from(signDigest(key, digest)).subarray(size).toString('hex'));
		expect(new Set(halves).size).toBe(20);
	});

	test('do not verify anything else', () => {
		const digest = randomBytes(size);
		const signature = signDigest(key, digest);
		fc.assert(
			fc.property(fc.nat(2 * size - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
				const changed = Uint8Array.from(signature);
				changed[index] ^= change;
				return !verifyDigest(publicKey, digest, changed);
			}),
			{ numRuns: 20 },
		);
		expect(verifyDigest(publicKey, streebog(digestBits(key), digest), signature)).toBe(false);
		expect(verifyDigest(publicKeyOf(generatePrivateKey(curve)), digest, signature)).toBe(false);
	});

	test('answer false to malformed input', () => {
		const digest = randomBytes(size);
		const signature = signDigest(key, digest);
		const halfOff = { ...publicKey, y: publicKey.y + 1n };
		expect(verifyDigest(publicKey, digest, signature.subarray(1))).toBe(false);
		expect(verifyDigest(publicKey, digest, new Uint8Array(2 * size))).toBe(false);
		expect(verifyDigest(publicKey, digest, new Uint8Array(2 * size).fill(0xff))).toBe(false);
		expect(verifyDigest(publicKey, digest.subarray(1), signature)).toBe(false);
		expect(verifyDigest(halfOff, digest, signature)).toBe(false);
	});

	test('refuse to sign a digest of another size', () => {
		expect(() => signDigest(key, new Uint8Array(size + 1))).toThrow(RangeError);
	});

	test('survive being written and read', () => {
		expect(readPrivateKey(writePrivateKey(key))).toEqual(key);
	});
});

describe.each(curves)('a private key on %s', (curve) => {
	const key = generatePrivateKey(curve);

	test('is read from DER, base64 and PEM', () => {
		const pem = writePrivateKey(key);
		const bare = pem.replace(/-----.*-----/g, '');
		for (const source of [base64(bare), bare, pem, Buffer.from(pem), `Bag Attributes\r\n${pem.replace(/\n/g, '\r\n')}`]) {
			expect(readPrivateKey(source)).toEqual(key);
		}
	});
});

describe('a private key in another form', () => {
	const key = generatePrivateKey('CryptoPro-XchA');
	const { d } = key;
	const littleEndian = hex(d.toString(16).padStart(64, '0')).reverse();
	// GOST R 34.10-2012 of 256 bits, CryptoPro-XchA, Streebog of 256 bits
	const algorithm = hex('301f 06082a85030701010101 3013 06072a850302022400 06082a85030701010202');
	const pkcs8 = (octets: Uint8Array) => der(0x30, der(0x02, Buffer.of(0)), algorithm, der(0x04, octets));

	test('is written as OpenSSL writes it', () => {
		const written = base64(writePrivateKey(key).replace(/-----.*-----/g, ''));
		expect(written.equals(Buffer.concat([hex('3046 020100'), algorithm, hex('0420'), littleEndian]))).toBe(true);
	});

	test('is read from a nested octet string', () => {
		expect(readPrivateKey(pkcs8(der(0x04, littleEndian)))).toEqual(key);
	});

	test('is read from an integer', () => {
		const digits = d.toString(16);
		// a leading zero where the number would be negative without it
		const bytes = hex((digits.length % 2 === 0 ? digits : `0${digits}`).replace(/^[89a-f]/, '00$&'));
		expect(readPrivateKey(pkcs8(der(0x02, bytes)))).toEqual(key);
	});

	test('is read with masks', () => {
		const q = 0xffffffffffffffffffffffffffffffff6c611070995ad10045841b09b761b893n;
		const two = Buffer.alloc(32);
		two[0] = 2;
		const halved = d % 2n === 0n ? d / 2n : (d + q) / 2n;
		const masked = hex(halved.toString(16).padStart(64, '0')).reverse();
		expect(readPrivateKey(pkcs8(Buffer.concat([masked, two])))).toEqual(key);
	});

	test.each([
		['zero', new Uint8Array(32)],
		['above the order of the curve', new Uint8Array(32).fill(0xff)],
		['empty', new Uint8Array(0)],
		['of a wrong length', new Uint8Array(31).fill(1)],
		['negative', der(0x02, Buffer.of(0x80, 1))],
	])('is damaged when it is %s', (_, octets) => {
		expect(() => readPrivateKey(pkcs8(octets))).toThrow(expect.objectContaining({ name: 'GostFormatError', code: 'damaged' }));
	});

	test('is refused when it is of another algorithm', () => {
		const rsa = der(0x30, der(0x06, hex('2a864886f70d010101')), der(0x05));
		expect(() => readPrivateKey(der(0x30, der(0x02, Buffer.of(0)), rsa, der(0x04)))).toThrow(expect.objectContaining({ code: 'not-gost' }));
	});
});

describe('the example of TC 26', () => {
	const publicKey = publicKeyOf(example.key);

	test('gives the published point', () => {
		const point = hex(example.pointLittleEndian);
		const number = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
		expect(publicKey).toEqual({ curve: 'CryptoPro-XchA', x: number(point.subarray(0, 32)), y: number(point.subarray(32)) });
	});

	test('verifies the published signature', () => {
		const digest = streebog(256, Buffer.from('Test message'));
		expect(verifyDigest(publicKey, digest, hex(example.signature))).toBe(true);
	});
});
