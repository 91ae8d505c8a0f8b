import { bigEndianBytes, concatBytes, integerOfBigEndian, integerOfLittleEndian } from './bytes';
import { curveOf } from './curves';
import { randomScalar, type PrivateKey, type PublicKey } from './keys';
import { basePoint, combine, inverse, isOnCurve, multiply } from './point';

/**
 * Signs a digest by GOST R 34.10-2012 (RFC 7091 §6.1).
 *
 * @param digest Streebog of the content, 32 or 64 bytes as the key asks (`digestBits`); a RangeError otherwise.
 * @returns s‖r, both highest byte first, 64 or 128 bytes: the order of CMS and X.509 (RFC 4491 §3.3.2).
 */
export function signDigest(key: PrivateKey, digest: Uint8Array): Uint8Array {
	const curve = curveOf(key.curve);
	if (digest.length !== curve.size) throw new RangeError(`A key of ${curve.size} bytes signs a digest of ${curve.size} bytes`);
	const { q, size } = curve;
	const e = digestScalar(digest, q);
	for (;;) {
		// a nonce used twice gives the key away: always fresh
		const nonce = randomScalar(curve);
		const r = (multiply(curve, nonce, basePoint(curve))?.x ?? 0n) % q;
		const s = (r * key.d + nonce * e) % q;
		if (r !== 0n && s !== 0n) return concatBytes(bigEndianBytes(s, size), bigEndianBytes(r, size));
	}
}

/**
 * Checks a signature by GOST R 34.10-2012 (RFC 7091 §6.2).
 *
 * @param digest Streebog of the content, of the size that the key asks.
 * @param signature s‖r, both highest byte first.
 * @returns false for everything that is not a right signature, wrong lengths and a key off its curve included; never throws.
 */
export function verifyDigest(key: PublicKey, digest: Uint8Array, signature: Uint8Array): boolean {
	const curve = curveOf(key.curve);
	const { q, size } = curve;
	if (digest.length !== size || signature.length !== 2 * size || !isOnCurve(curve, key)) return false;
	const s = integerOfBigEndian(signature.subarray(0, size));
	const r = integerOfBigEndian(signature.subarray(size));
	if (s === 0n || s >= q || r === 0n || r >= q) return false;
	const v = inverse(digestScalar(digest, q), q);
	const point = combine(curve, (s * v) % q, ((q - r) * v) % q, key);
	return point !== undefined && point.x % q === r;
}

/**
 * A signature in the other of the two byte orders in use. CryptoAPI and CryptoPro write r and s
 * lowest byte first, r before s, which is s‖r read backwards; CMS, X.509 and OpenSSL write s‖r,
 * highest byte first. Each is the other one's bytes in reverse, so the same call goes both ways.
 *
 * @returns new memory of the same length.
 */
export function reversedSignature(signature: Uint8Array): Uint8Array {
	return Uint8Array.from(signature).reverse();
}

/** RFC 7091 §6.1 step 2: the digest, lowest byte first, as a number mod q, and 1 for 0. */
function digestScalar(digest: Uint8Array, q: bigint): bigint {
	const e = integerOfLittleEndian(digest) % q;
	return e === 0n ? 1n : e;
}
