import { linearRows, substitution } from './streebogConstants';

/*
 * S, P and L of RFC 6986 merged into lookup tables: for each byte of the input word that stands
 * at position 0…7 of the state, the low and the high half of what it adds to an output word.
 * Sixteen small constant tables and code without loops, because that is what V8 turns into plain
 * loads: with one table and inner loops the hash runs at half the speed.
 */
function halfOfImages(position: number, half: 'low' | 'high'): Int32Array {
	const rows = linearRows
		.slice(position * 8, position * 8 + 8)
		.map((row) => parseInt(half === 'low' ? row.slice(8) : row.slice(0, 8), 16));
	return Int32Array.from({ length: 256 }, (_, value) =>
		rows.reduce((image, row, bit) => ((substitution[value] >> bit) & 1 ? image ^ row : image), 0),
	);
}

const low0 = halfOfImages(0, 'low');
const low1 = halfOfImages(1, 'low');
const low2 = halfOfImages(2, 'low');
const low3 = halfOfImages(3, 'low');
const low4 = halfOfImages(4, 'low');
const low5 = halfOfImages(5, 'low');
const low6 = halfOfImages(6, 'low');
const low7 = halfOfImages(7, 'low');
const high0 = halfOfImages(0, 'high');
const high1 = halfOfImages(1, 'high');
const high2 = halfOfImages(2, 'high');
const high3 = halfOfImages(3, 'high');
const high4 = halfOfImages(4, 'high');
const high5 = halfOfImages(5, 'high');
const high6 = halfOfImages(6, 'high');
const high7 = halfOfImages(7, 'high');

/**
 * result = LPS(left ⊕ right). A state is sixteen 32-bit words, lowest first, so that words 2i and
 * 2i+1 are the halves of the i-th 64-bit word of the standard. The result may be an argument.
 */
export function mix(left: Int32Array, right: Int32Array, result: Int32Array): void {
	const lower0 = left[0] ^ right[0];
	const lower1 = left[2] ^ right[2];
	const lower2 = left[4] ^ right[4];
	const lower3 = left[6] ^ right[6];
	const lower4 = left[8] ^ right[8];
	const lower5 = left[10] ^ right[10];
	const lower6 = left[12] ^ right[12];
	const lower7 = left[14] ^ right[14];
	const upper0 = left[1] ^ right[1];
	const upper1 = left[3] ^ right[3];
	const upper2 = left[5] ^ right[5];
	const upper3 = left[7] ^ right[7];
	const upper4 = left[9] ^ right[9];
	const upper5 = left[11] ^ right[11];
	const upper6 = left[13] ^ right[13];
	const upper7 = left[15] ^ right[15];

	result[0] =
		low0[lower0 & 255] ^ low1[lower1 & 255] ^ low2[lower2 & 255] ^ low3[lower3 & 255] ^
		low4[lower4 & 255] ^ low5[lower5 & 255] ^ low6[lower6 & 255] ^ low7[lower7 & 255];
	result[1] =
		high0[lower0 & 255] ^ high1[lower1 & 255] ^ high2[lower2 & 255] ^ high3[lower3 & 255] ^
		high4[lower4 & 255] ^ high5[lower5 & 255] ^ high6[lower6 & 255] ^ high7[lower7 & 255];

	result[2] =
		low0[(lower0 >>> 8) & 255] ^ low1[(lower1 >>> 8) & 255] ^ low2[(lower2 >>> 8) & 255] ^ low3[(lower3 >>> 8) & 255] ^
		low4[(lower4 >>> 8) & 255] ^ low5[(lower5 >>> 8) & 255] ^ low6[(lower6 >>> 8) & 255] ^ low7[(lower7 >>> 8) & 255];
	result[3] =
		high0[(lower0 >>> 8) & 255] ^ high1[(lower1 >>> 8) & 255] ^ high2[(lower2 >>> 8) & 255] ^ high3[(lower3 >>> 8) & 255] ^
		high4[(lower4 >>> 8) & 255] ^ high5[(lower5 >>> 8) & 255] ^ high6[(lower6 >>> 8) & 255] ^ high7[(lower7 >>> 8) & 255];

	result[4] =
		low0[(lower0 >>> 16) & 255] ^ low1[(lower1 >>> 16) & 255] ^ low2[(lower2 >>> 16) & 255] ^ low3[(lower3 >>> 16) & 255] ^
		low4[(lower4 >>> 16) & 255] ^ low5[(lower5 >>> 16) & 255] ^ low6[(lower6 >>> 16) & 255] ^ low7[(lower7 >>> 16) & 255];
	result[5] =
		high0[(lower0 >>> 16) & 255] ^ high1[(lower1 >>> 16) & 255] ^ high2[(lower2 >>> 16) & 255] ^ high3[(lower3 >>> 16) & 255] ^
		high4[(lower4 >>> 16) & 255] ^ high5[(lower5 >>> 16) & 255] ^ high6[(lower6 >>> 16) & 255] ^ high7[(lower7 >>> 16) & 255];

	result[6] =
		low0[(lower0 >>> 24) & 255] ^ low1[(lower1 >>> 24) & 255] ^ low2[(lower2 >>> 24) & 255] ^ low3[(lower3 >>> 24) & 255] ^
		low4[(lower4 >>> 24) & 255] ^ low5[(lower5 >>> 24) & 255] ^ low6[(lower6 >>> 24) & 255] ^ low7[(lower7 >>> 24) & 255];
	result[7] =
		high0[(lower0 >>> 24) & 255] ^ high1[(lower1 >>> 24) & 255] ^ high2[(lower2 >>> 24) & 255] ^ high3[(lower3 >>> 24) & 255] ^
		high4[(lower4 >>> 24) & 255] ^ high5[(lower5 >>> 24) & 255] ^ high6[(lower6 >>> 24) & 255] ^ high7[(lower7 >>> 24) & 255];

	result[8] =
		low0[upper0 & 255] ^ low1[upper1 & 255] ^ low2[upper2 & 255] ^ low3[upper3 & 255] ^
		low4[upper4 & 255] ^ low5[upper5 & 255] ^ low6[upper6 & 255] ^ low7[upper7 & 255];
	result[9] =
		high0[upper0 & 255] ^ high1[upper1 & 255] ^ high2[upper2 & 255] ^ high3[upper3 & 255] ^
		high4[upper4 & 255] ^ high5[upper5 & 255] ^ high6[upper6 & 255] ^ high7[upper7 & 255];

	result[10] =
		low0[(upper0 >>> 8) & 255] ^ low1[(upper1 >>> 8) & 255] ^ low2[(upper2 >>> 8) & 255] ^ low3[(upper3 >>> 8) & 255] ^
		low4[(upper4 >>> 8) & 255] ^ low5[(upper5 >>> 8) & 255] ^ low6[(upper6 >>> 8) & 255] ^ low7[(upper7 >>> 8) & 255];
	result[11] =
		high0[(upper0 >>> 8) & 255] ^ high1[(upper1 >>> 8) & 255] ^ high2[(upper2 >>> 8) & 255] ^ high3[(upper3 >>> 8) & 255] ^
		high4[(upper4 >>> 8) & 255] ^ high5[(upper5 >>> 8) & 255] ^ high6[(upper6 >>> 8) & 255] ^ high7[(upper7 >>> 8) & 255];

	result[12] =
		low0[(upper0 >>> 16) & 255] ^ low1[(upper1 >>> 16) & 255] ^ low2[(upper2 >>> 16) & 255] ^ low3[(upper3 >>> 16) & 255] ^
		low4[(upper4 >>> 16) & 255] ^ low5[(upper5 >>> 16) & 255] ^ low6[(upper6 >>> 16) & 255] ^ low7[(upper7 >>> 16) & 255];
	result[13] =
		high0[(upper0 >>> 16) & 255] ^ high1[(upper1 >>> 16) & 255] ^ high2[(upper2 >>> 16) & 255] ^ high3[(upper3 >>> 16) & 255] ^
		high4[(upper4 >>> 16) & 255] ^ high5[(upper5 >>> 16) & 255] ^ high6[(upper6 >>> 16) & 255] ^ high7[(upper7 >>> 16) & 255];

	result[14] =
		low0[(upper0 >>> 24) & 255] ^ low1[(upper1 >>> 24) & 255] ^ low2[(upper2 >>> 24) & 255] ^ low3[(upper3 >>> 24) & 255] ^
		low4[(upper4 >>> 24) & 255] ^ low5[(upper5 >>> 24) & 255] ^ low6[(upper6 >>> 24) & 255] ^ low7[(upper7 >>> 24) & 255];
	result[15] =
		high0[(upper0 >>> 24) & 255] ^ high1[(upper1 >>> 24) & 255] ^ high2[(upper2 >>> 24) & 255] ^ high3[(upper3 >>> 24) & 255] ^
		high4[(upper4 >>> 24) & 255] ^ high5[(upper5 >>> 24) & 255] ^ high6[(upper6 >>> 24) & 255] ^ high7[(upper7 >>> 24) & 255];
}
