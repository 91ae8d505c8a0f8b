/** One value of a DER file, found by the tests' own reader: nothing of the code under test. */
export interface Tree {
	tag: number;
	/** Of a simple value. */
	content: Buffer;
	/** Of a constructed value. */
	members?: Tree[];
	/** Whether the content is the whole encoding, whatever it looks like. */
	isRaw?: boolean;
	/** Where the value stood in the file that was read. */
	at: { start: number; contentStart: number; end: number };
}

const isConstructed = (tag: number) => (tag & 0x20) !== 0;

/** Reads a file that is known to be DER. */
export function treeOf(der: Buffer, start = 0): Tree {
	const first = der[start + 1];
	const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
	const contentStart = start + 2 + lengthBytes;
	const length = lengthBytes === 0 ? first : der.readUIntBE(start + 2, lengthBytes);
	const end = contentStart + length;
	const tree: Tree = { tag: der[start], content: der.subarray(contentStart, end), at: { start, contentStart, end } };
	if (!isConstructed(tree.tag)) return tree;
	tree.members = [];
	for (let offset = contentStart; offset < end; offset = tree.members[tree.members.length - 1].at.end) tree.members.push(treeOf(der, offset));
	return tree;
}

/** Writes a tree, with lengths as DER wants them. */
export function encoded({ tag, content, members, isRaw }: Tree): Buffer {
	if (isRaw) return content;
	const body = members ? Buffer.concat(members.map(encoded)) : content;
	return Buffer.concat([Buffer.of(tag), lengthOf(body.length), body]);
}

function lengthOf(length: number): Buffer {
	if (length < 0x80) return Buffer.of(length);
	const digits = length.toString(16);
	const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
	return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes]);
}

/** All values of a tree with the way to each: the places in the lists of members. */
export function* valuesOf(tree: Tree, path: number[] = []): Generator<{ value: Tree; path: number[] }> {
	yield { value: tree, path };
	for (const [index, member] of (tree.members ?? []).entries()) yield* valuesOf(member, [...path, index]);
}

/**
 * The same structure as streaming writers have it: every constructed value of indefinite length
 * in so many levels, and DER below them.
 */
export function streamed(tree: Tree, levels: number): Buffer {
	if (!tree.members || levels === 0) return encoded(tree);
	return Buffer.concat([Buffer.of(tree.tag, 0x80), ...tree.members.map((member) => streamed(member, levels - 1)), Buffer.of(0, 0)]);
}
