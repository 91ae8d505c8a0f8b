import { curveNames, generatePrivateKey, issueCertificate, publicKeyOf, readPrivateKey, writePrivateKey, type CurveName } from '../../../gost';
import { curveOf } from '../../../gost/curves';
import { agree } from '../../../gost/keyAgreement';
import { basePoint, inverse, isOnCurve, multiply } from '../../../gost/point';
import { base64, hex } from './encoding';

/** OBJECT IDENTIFIERs as RFC 4357, RFC 7836 and RFC 9215 assign them, encoded by hand. */
const encodedNames: Record<CurveName, string> = {
	'CryptoPro-A': '06072a850302022301',
	'CryptoPro-B': '06072a850302022302',
	'CryptoPro-C': '06072a850302022303',
	'CryptoPro-XchA': '06072a850302022400',
	'CryptoPro-XchB': '06072a850302022401',
	'TC26-256-A': '06092a8503070102010101',
	'TC26-256-B': '06092a8503070102010102',
	'TC26-256-C': '06092a8503070102010103',
	'TC26-256-D': '06092a8503070102010104',
	'TC26-512-A': '06092a8503070102010201',
	'TC26-512-B': '06092a8503070102010202',
	'TC26-512-C': '06092a8503070102010203',
};

describe.each([...curveNames])('the curve %s', (name) => {
	const curve = curveOf(name);
	const { p, a, b, q, cofactor, size } = curve;

	test('has its base point on it, of the order q', () => {
		expect(isOnCurve(curve, basePoint(curve))).toBe(true);
		expect(multiply(curve, q, basePoint(curve))).toBeUndefined();
		expect(multiply(curve, q + 1n, basePoint(curve))).toEqual(basePoint(curve));
		expect(multiply(curve, q - 1n, basePoint(curve))).toEqual({ x: curve.x, y: p - curve.y });
	});

	test('has numbers in range, without a singular point, and an order that Hasse allows', () => {
		for (const number of [a, b, curve.x, curve.y]) expect(number >= 0n && number < p).toBe(true);
		expect((4n * a ** 3n + 27n * b ** 2n) % p).not.toBe(0n);
		const trace = p + 1n - cofactor * q;
		expect(trace * trace <= 4n * p).toBe(true);
		expect(q < 1n << BigInt(8 * size)).toBe(true);
	});

	test('works modulo primes', () => {
		for (const number of [p, q]) expect([2n, 3n, 65_537n].map((base) => power(base, number - 1n, number))).toEqual([1n, 1n, 1n]);
		expect((3n * inverse(3n, q)) % q).toBe(1n);
	});

	test('keeps its name through keys and certificates', () => {
		const key = generatePrivateKey(name);
		const written = writePrivateKey(key);
		expect(readPrivateKey(written)).toEqual(key);
		expect(base64(written.replace(/-----.*-----/g, '')).includes(hex(encodedNames[name]))).toBe(true);
		const certificate = issueCertificate({
			subject: { commonName: 'X' },
			publicKey: publicKeyOf(key),
			issuer: { key },
			notBefore: new Date(),
			notAfter: new Date(),
		});
		expect(certificate.publicKey).toEqual(publicKeyOf(key));
	});

	test('lets two owners of keys agree', () => {
		const [ours, theirs] = [generatePrivateKey(name), generatePrivateKey(name)];
		const secret = agree(ours, publicKeyOf(theirs), 12_345n, 256);
		expect(agree(theirs, publicKeyOf(ours), 12_345n, 256)).toEqual(secret);
		expect(agree(theirs, publicKeyOf(ours), 12_346n, 256)).not.toEqual(secret);
	});

	test('has a first key and a last one', () => {
		const key = { curve: name, d: 1n };
		expect(readPrivateKey(writePrivateKey(key))).toEqual(key);
		expect(publicKeyOf(key)).toEqual({ curve: name, ...basePoint(curve) });
		const last = { curve: name, d: q - 1n };
		expect(readPrivateKey(writePrivateKey(last))).toEqual(last);
	});
});

test.each<[CurveName, CurveName[]]>([
	['CryptoPro-A', ['CryptoPro-XchA', 'TC26-256-B']],
	['CryptoPro-B', ['TC26-256-C']],
	['CryptoPro-C', ['CryptoPro-XchB', 'TC26-256-D']],
])('%s has other names with the same numbers: %p', (name, twins) => {
	const key = generatePrivateKey(name);
	for (const twin of twins) {
		const { x, y } = publicKeyOf({ ...key, curve: twin });
		expect({ curve: name, x, y }).toEqual(publicKeyOf(key));
		expect(agree({ ...key, curve: twin }, publicKeyOf(key), 1n, 256)).toEqual(agree(key, publicKeyOf(key), 1n, 256));
	}
});

// the curves of cofactor 4 have one point of order 2: the root of x³ + ax + b
test.each<[CurveName, bigint]>([
	['TC26-256-A', 0x100fe73f595ff158e974b44d478d9588744fe5c192ac47ea63075dce7a14aaan],
	[
		'TC26-512-C',
		0x9a628f975594ecefd89ba28a2539ffb79c8ab238aeed0851fa5c1abb02b80b44c6734501b83a011dd625cd0b5145091a6d9acd4b1f5c5b1e21b2b249ddfd1271n,
	],
])('a public key of small order on %s gives no secret', (name, x) => {
	const smallOrder = { curve: name, x, y: 0n };
	expect(isOnCurve(curveOf(name), smallOrder)).toBe(true);
	expect(() => agree(generatePrivateKey(name), smallOrder, 1n, 256)).toThrow(expect.objectContaining({ code: 'damaged' }));
});

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
	let result = 1n;
	for (const bit of exponent.toString(2)) result = bit === '1' ? (((result * result) % modulus) * base) % modulus : (result * result) % modulus;
	return result;
}
