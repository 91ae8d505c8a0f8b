import { concatBytes, integerOfBigEndian } from './bytes';
import { curveOf } from './curves';
import { damaged } from './errors';
import { HmacStreebog } from './hmacStreebog';
import type { PrivateKey, PublicKey } from './keys';
import { multiply } from './point';
import { pointBytes } from './publicKeyInfo';
import { streebog } from './streebog';

/**
 * VKO (RFC 7836 §4.3): a secret that the owners of both keys arrive at.
 *
 * @param ukm the number that makes the secret unique, not zero.
 * @param bits size of the secret, whatever the size of the keys.
 * @throws GostFormatError when the keys are on different curves or the public one is of small order.
 */
export function agree(key: PrivateKey, peer: PublicKey, ukm: bigint, bits: 256 | 512): Uint8Array {
	const curve = curveOf(key.curve);
	const { p, a, q, x } = curveOf(peer.curve);
	if (p !== curve.p || a !== curve.a || q !== curve.q || x !== curve.x) throw damaged('The keys are on different curves');
	const point = multiply(curve, ((ukm * key.d) % q) * curve.cofactor, peer);
	if (!point) throw damaged('The sender key is of small order');
	return streebog(bits, pointBytes({ curve: key.curve, ...point }));
}

/**
 * KEG (RFC 9189 §8.3.1): from two keys and 32 random bytes the 32 bytes of a MAC key and the 32
 * of a cipher key.
 */
export function exportKeys(key: PrivateKey, peer: PublicKey, ukm: Uint8Array): { macKey: Uint8Array; cipherKey: Uint8Array } {
	const unique = integerOfBigEndian(ukm.subarray(0, 16)) || 1n;
	const keys =
		curveOf(key.curve).size === 64
			? agree(key, peer, unique, 512)
			: keyTree(agree(key, peer, unique, 256), 'kdf tree', ukm.subarray(16, 24));
	return { macKey: keys.subarray(0, 32), cipherKey: keys.subarray(32) };
}

/** KDF_TREE_GOSTR3411_2012_256 (RFC 7836 §4.5) with R = 1 for two keys: 64 bytes. */
export function keyTree(key: Uint8Array, label: string, seed: Uint8Array): Uint8Array {
	const bitLength = Uint8Array.of(0x02, 0x00);
	const hmac = new HmacStreebog(256, key);
	const part = (number: number) => hmac.mac(Uint8Array.of(number), Buffer.from(label, 'latin1'), Uint8Array.of(0), seed, bitLength);
	return concatBytes(part(1), part(2));
}
