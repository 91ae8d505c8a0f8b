/** A number and how many bytes it takes. */
export type SizedField = readonly [value: number, width: 2 | 4 | 8];

/** Numbers one after the other, lowest byte first, as ZIP writes them (APPNOTE 4.4). */
export function fieldsOf(...fields: readonly SizedField[]): Uint8Array {
	const bytes = Buffer.alloc(fields.reduce((sum, [, width]) => sum + width, 0));
	let position = 0;
	for (const [value, width] of fields) {
		if (width === 8) bytes.writeBigUInt64LE(BigInt(value), position);
		else bytes.writeUIntLE(value, position, width);
		position += width;
	}
	return bytes;
}
