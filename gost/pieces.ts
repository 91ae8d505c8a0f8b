// decrypted in some 10 ms; a whole number of blocks of every cipher
const pieceBytes = 256 * 1024;

/** Views of at most 256 KiB on what is too long to be worked off at once. */
export function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
	for (let offset = 0; offset < bytes.length; offset += pieceBytes) yield bytes.subarray(offset, offset + pieceBytes);
}
