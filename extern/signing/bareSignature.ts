import { verifyDigest, type PublicKey } from '../../gost';

/**
 * A bare signature in the order in which Extern is told it: s‖r, highest byte first. CryptoPro's own
 * calls give it lowest byte first, libraries of other systems put r before s (signing.md §0.4), and a
 * service rarely says which. The key tells: a signature fits in one order only.
 * @param digest Streebog of what was signed
 * @returns undefined when it fits in no order, so it is of something else or of another key
 */
export function asInCms(value: Uint8Array, key: PublicKey, digest: Uint8Array): Uint8Array | undefined {
	const half = value.length / 2;
	const [first, second] = [value.slice(0, half), value.slice(half)];
	const lowestFirst = [Uint8Array.from(first).reverse(), Uint8Array.from(second).reverse()];
	const orders = [[first, second], [lowestFirst[1], lowestFirst[0]], [second, first], lowestFirst];
	return orders.map((parts) => new Uint8Array(Buffer.concat(parts))).find((order) => verifyDigest(key, digest, order));
}
