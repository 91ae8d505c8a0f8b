const POLYNOMIAL = 0xedb88320;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
	let remainder = byte;
	for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
	return remainder;
});

/**
 * The check sum that ZIP keeps of each file (APPNOTE 4.4.7), as an unsigned number.
 * @param before check sum of the bytes in front of these
 */
export function crc32(bytes: Uint8Array, before = 0): number {
	let remainder = before ^ 0xffffffff;
	for (const byte of bytes) remainder = table[(remainder ^ byte) & 0xff] ^ (remainder >>> 8);
	return (remainder ^ 0xffffffff) >>> 0;
}
