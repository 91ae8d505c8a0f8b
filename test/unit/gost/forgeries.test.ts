import {
	decrypt,
	digestBits,
	encryptFor,
	generatePrivateKey,
	publicKeyOf,
	readCertificate,
	signDetached,
	signDigest,
	streebog,
	verifyDetached,
	verifyDigest,
	type CurveName,
	type EnvelopeCipherName,
} from '../../../gost';
import { curveOf } from '../../../gost/curves';
import { agree } from '../../../gost/keyAgreement';
import { isOnCurve, multiply, type Point } from '../../../gost/point';
import { children, der, hex, withMembers } from './encoding';
import { curves, givenPerson } from './people';

/* Numbers and points that somebody chose who has no key. */

const content = Buffer.from('Отчёт принят');
const ciphers: EnvelopeCipherName[] = ['gost89', 'kuznyechik-ctr-acpkm', 'magma-ctr-acpkm-omac'];
const damaged = expect.objectContaining({ name: 'GostFormatError', code: 'damaged' });

const bigEndian = (number: bigint, size: number) => hex(number.toString(16).padStart(2 * size, '0'));
const littleEndian = (number: bigint, size: number) => bigEndian(number, size).reverse();
const numberOf = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

describe.each(curves)('on %s', (curve) => {
	const { q, size, p } = curveOf(curve);
	const person = givenPerson(curve);
	const publicKey = publicKeyOf(person.key);
	const digest = streebog(digestBits(person.key), content);
	const signature = signDigest(person.key, digest);
	const [s, r] = [numberOf(signature.subarray(0, size)), numberOf(signature.subarray(size))];
	const top = (1n << BigInt(8 * size)) - 1n;

	test.each<[string, bigint, bigint]>([
		['r = 0', s, 0n],
		['s = 0', 0n, r],
		['r = 0 and s = 0', 0n, 0n],
		['r = q', s, q],
		['s = q', q, r],
		['r = q and s = q', q, q],
		['r = 1 and s = 1', 1n, 1n],
		['the largest numbers', top, top],
		['r and s in the other order', r, s],
		['−s', q - s, r],
		['−r', s, q - r],
		['−s and −r', q - s, q - r],
		// the same numbers mod q, where there is room for them
		['r + q', s, r + q <= top ? r + q : q],
		['s + q', s + q <= top ? s + q : q, r],
	])('a signature with %s does not hold', (_, changedS, changedR) => {
		const forged = Buffer.concat([bigEndian(changedS, size), bigEndian(changedR, size)]);
		expect(verifyDigest(publicKey, digest, forged)).toBe(false);
		const signed = Buffer.from(signDetached({ digest, ...person }));
		const file = withMembers(signed, [1, 0, -1, 0], (members) => [...members.slice(0, -1), der(0x04, forged)]);
		expect(verifyDetached(file, () => digest)).toMatchObject({ valid: false, reason: 'signature-wrong' });
	});

	test.each([0, 1, size, 2 * size - 1, 2 * size + 1, 1000])('a signature value of %i bytes does not hold', (length) => {
		expect(verifyDigest(publicKey, digest, new Uint8Array(length).fill(1))).toBe(false);
	});

	test.each<[string, Point]>([
		['0, 0', { x: 0n, y: 0n }],
		['beside the curve', { x: publicKey.x, y: (publicKey.y + 1n) % p }],
		['with x of the field’s size', { x: p, y: publicKey.y }],
		['with y of the field’s size', { x: publicKey.x, y: p }],
		['of the largest numbers', { x: top, y: top }],
	])('a point %s is no public key', (_, point) => {
		expect(isOnCurve(curveOf(curve), point)).toBe(false);
		expect(verifyDigest({ curve, ...point }, digest, signature)).toBe(false);
		expect(() => readCertificate(exchanged(Buffer.from(person.certificate.der), publicKey, point, size))).toThrow(damaged);
	});

	test.each(ciphers)('an envelope with %s whose sender has a point beside the curve does not open', (cipher) => {
		const envelope = Buffer.from(encryptFor([person.certificate], content, cipher));
		for (const at of [0, size, 2 * size - 1]) {
			const changed = Buffer.from(envelope);
			changed[senderPointIn(envelope, size) + at] ^= 1;
			expect(() => decrypt(changed, person.key, person.certificate)).toThrow(damaged);
		}
	});
});

// the curves of cofactor 4 have two points of order 4 and one of order 2
describe.each<CurveName>(['TC26-256-A', 'TC26-512-C'])('on %s, of cofactor 4,', (curve) => {
	const parameters = curveOf(curve);
	const { size } = parameters;
	const person = givenPerson(curve);
	const ofOrder4 = pointOfOrder4(curve);
	const ofOrder2 = multiply(parameters, 2n, ofOrder4) ?? ofOrder4;
	const small: [string, Point][] = [
		['2', ofOrder2],
		['4', ofOrder4],
		['4, the other one', multiply(parameters, 3n, ofOrder4) ?? ofOrder4],
	];

	test('the points tried here are of the orders named', () => {
		expect([2n, 4n].map((factor) => multiply(parameters, factor, ofOrder4))).toEqual([{ ...ofOrder2, y: 0n }, undefined]);
		for (const [, point] of small) expect(isOnCurve(parameters, point)).toBe(true);
	});

	test.each(small)('a sender key of order %s gives no secret', (_, point) => {
		for (let attempt = 1n; attempt <= 8n; attempt++) {
			expect(() => agree(person.key, { curve, ...point }, attempt, 256)).toThrow(damaged);
		}
	});

	test.each(ciphers.flatMap((cipher) => small.map(([order, point]) => [cipher, order, point] as const)))(
		'an envelope with %s whose sender key is of order %s does not open',
		(cipher, _, point) => {
			const envelope = Buffer.from(encryptFor([person.certificate], content, cipher));
			const changed = Buffer.from(envelope);
			pointBytes(point, size).copy(changed, senderPointIn(envelope, size));
			expect(() => decrypt(changed, person.key, person.certificate)).toThrow(damaged);
		},
	);

	test('a point of small order added to a sender key tells nothing about the other key', () => {
		const sender = publicKeyOf(generatePrivateKey(curve));
		const secret = agree(person.key, sender, 5n, 256);
		for (const [, point] of small) {
			expect(agree(person.key, { curve, ...sumOf(curve, sender, point) }, 5n, 256)).toEqual(secret);
		}
	});

	test.each(small)('a signature by a key of order %s does not hold', (_, point) => {
		const digest = streebog(digestBits(person.key), content);
		const signature = signDigest(person.key, digest);
		expect(verifyDigest({ curve, ...point }, digest, signature)).toBe(false);
	});
});

const pointBytes = ({ x, y }: Point, size: number) => Buffer.concat([littleEndian(x, size), littleEndian(y, size)]);

/** The file with another point in the place of the one that it has. */
function exchanged(file: Buffer, from: Point, to: Point, size: number): Buffer {
	const at = file.indexOf(pointBytes(from, size));
	expect(at).toBeGreaterThan(0);
	const changed = Buffer.from(file);
	pointBytes(to, size).copy(changed, at);
	return changed;
}

/** Where the coordinates of the sender's key stand in an envelope: in the one BIT STRING of the key that travels. */
function senderPointIn(envelope: Buffer, size: number): number {
	const [recipient] = children(children(children(children(envelope)[1])[0])[1]);
	const bits = size === 32 ? hex('0343000440') : hex('03818400048180');
	const at = envelope.indexOf(bits, envelope.indexOf(recipient));
	expect(at).toBeGreaterThan(0);
	return at + bits.length;
}

/** q times any point is of order 1, 2 or 4. */
function pointOfOrder4(curve: CurveName): Point {
	const parameters = curveOf(curve);
	const { p, a, b, q } = parameters;
	for (let x = 1n; ; x++) {
		// p = 3 mod 4 on both curves
		const y = power(x ** 3n + a * x + b, (p + 1n) / 4n, p);
		const point = isOnCurve(parameters, { x, y }) ? multiply(parameters, q, { x, y }) : undefined;
		if (point && multiply(parameters, 2n, point)) return point;
	}
}

/** The sum of two different points by the textbook. */
function sumOf(curve: CurveName, left: Point, right: Point): Point {
	const { p } = curveOf(curve);
	const residue = (value: bigint) => ((value % p) + p) % p;
	const slope = residue((right.y - left.y) * power(residue(right.x - left.x), p - 2n, p));
	const x = residue(slope * slope - left.x - right.x);
	return { x, y: residue(slope * (left.x - x) - left.y) };
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
	let result = 1n;
	for (const bit of exponent.toString(2)) result = bit === '1' ? (((result * result) % modulus) * base) % modulus : (result * result) % modulus;
	return result;
}
