/** The parts in one piece of memory of its own. */
export function concatBytes(...parts: Uint8Array[]): Uint8Array {
	const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
	let offset = 0;
	for (const part of parts) {
		joined.set(part, offset);
		offset += part.length;
	}
	return joined;
}

/** Whether two byte strings are the same; takes equally long wherever they differ. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
	if (left.length !== right.length) return false;
	// no early exit: the same code compares check values
	let difference = 0;
	for (let index = 0; index < left.length; index++) difference |= left[index] ^ right[index];
	return difference === 0;
}

/** Order of byte strings as for sorting: bytewise, a beginning before what it begins. */
export function compareBytes(left: Uint8Array, right: Uint8Array): number {
	const shared = Math.min(left.length, right.length);
	for (let index = 0; index < shared; index++) {
		if (left[index] !== right[index]) return left[index] - right[index];
	}
	return left.length - right.length;
}

/** Lower-case hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
	let hex = '';
	for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
	return hex;
}

/** The bytes of hexadecimal of an even number of digits, which must be valid. */
export function bytesOfHex(hex: string): Uint8Array {
	const bytes = new Uint8Array(hex.length / 2);
	for (let index = 0; index < bytes.length; index++) bytes[index] = parseInt(hex.slice(2 * index, 2 * index + 2), 16);
	return bytes;
}

/** The number whose bytes these are, highest first; 0 for none. */
export function integerOfBigEndian(bytes: Uint8Array): bigint {
	return bytes.length === 0 ? 0n : BigInt(`0x${hexOf(bytes)}`);
}

/** The number whose bytes these are, lowest first; 0 for none. */
export function integerOfLittleEndian(bytes: Uint8Array): bigint {
	return integerOfBigEndian(Uint8Array.from(bytes).reverse());
}

/** The number, which must fit, in exactly `length` bytes. */
export function bigEndianBytes(value: bigint, length: number): Uint8Array {
	return bytesOfHex(value.toString(16).padStart(2 * length, '0'));
}

/** The number, which must fit, in exactly `length` bytes, lowest first. */
export function littleEndianBytes(value: bigint, length: number): Uint8Array {
	return bigEndianBytes(value, length).reverse();
}
