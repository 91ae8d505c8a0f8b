import { randomBytes } from 'node:crypto';
import { integerOfBigEndian } from './bytes';
import { curveOf, type Curve, type CurveName } from './curves';
import { basePoint, multiply } from './point';

/** A GOST R 34.10-2012 private key: the number d, 0 < d < q of its curve. */
export interface PrivateKey {
	readonly curve: CurveName;
	readonly d: bigint;
}

/** A GOST R 34.10-2012 public key: a point of its curve. */
export interface PublicKey {
	readonly curve: CurveName;
	readonly x: bigint;
	readonly y: bigint;
}

/** A new private key from the system's random source. For test stands and sandboxes: numbers here are not protected against timing or memory inspection. */
export function generatePrivateKey(curve: CurveName): PrivateKey {
	return { curve, d: randomScalar(curveOf(curve)) };
}

/** The public key d·P that belongs to a private one. */
export function publicKeyOf(key: PrivateKey): PublicKey {
	const curve = curveOf(key.curve);
	const point = multiply(curve, key.d, basePoint(curve));
	if (!point) throw new RangeError('A private key is not a multiple of the order of its curve');
	return { curve: key.curve, ...point };
}

/** Size in bits of the Streebog digest that a key signs: that of the key itself. */
export function digestBits(key: PrivateKey | PublicKey): 256 | 512 {
	return curveOf(key.curve).size === 32 ? 256 : 512;
}

/** A number between 1 and q − 1; 64 surplus bits make the bias of the remainder too small to notice. */
export function randomScalar({ q, size }: Curve): bigint {
	return (integerOfBigEndian(randomBytes(size + 8)) % (q - 1n)) + 1n;
}
