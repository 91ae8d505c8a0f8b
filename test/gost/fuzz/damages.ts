import { encoded, streamed, valuesOf, type Tree } from '../derTree';
import type { Dice } from './dice';

/** Changes one to three of the bytes at the offsets; everything else keeps its place. */
export function changeBytes(bytes: Buffer, offsets: number[], dice: Dice): Buffer {
	const changed = Buffer.from(bytes);
	for (let change = 1 + dice.below(3); change > 0; change--) {
		const offset = dice.oneOf(offsets);
		const byte = changed[offset];
		changed[offset] = dice.oneOf([byte ^ (1 << dice.below(8)), byte + 1, byte - 1, 0, 0xff, 0x80, dice.below(256)]);
	}
	return changed;
}

/** Cuts the file, adds to it, or moves a piece of it. */
export function changeFile(bytes: Buffer, dice: Dice): Buffer {
	const [from, to] = [dice.below(bytes.length), dice.below(bytes.length)].sort((left, right) => left - right);
	const piece = bytes.subarray(from, to);
	return dice.oneOf<() => Buffer>([
		() => bytes.subarray(0, from),
		() => bytes.subarray(from),
		() => Buffer.concat([bytes, dice.bytes(1 + dice.below(40))]),
		() => Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]),
		() => Buffer.concat([bytes.subarray(0, to), piece, bytes.subarray(to)]),
		() => Buffer.concat([bytes.subarray(0, from), dice.bytes(piece.length), bytes.subarray(to)]),
	])();
}

const tagsInUse = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x12, 0x13, 0x17, 0x18, 0x1e, 0x30, 0x31, 0x80, 0xa0, 0xa1, 0xa3, 0x24, 0x00];

/** Ways to spoil one value of a structure whose lengths stay right. `siblings[place]` is the value. */
const structuralDamages: Record<string, (siblings: Tree[], place: number, dice: Dice, all: Tree[]) => void> = {
	removed: (siblings, place) => siblings.splice(place, 1),
	doubled: (siblings, place) => siblings.splice(place, 0, copyOf(siblings[place])),
	'in another place': (siblings, place, dice) => siblings.splice(dice.below(siblings.length), 0, ...siblings.splice(place, 1)),
	'replaced by another value': (siblings, place, dice, all) => (siblings[place] = copyOf(dice.oneOf(all))),
	'followed by another value': (siblings, place, dice, all) => siblings.splice(place, 0, copyOf(dice.oneOf(all))),
	'of another type': (siblings, place, dice) => (siblings[place] = raw(withTag(siblings[place], dice.oneOf(tagsInUse)))),
	emptied: (siblings, place) => (siblings[place] = { ...siblings[place], content: Buffer.alloc(0), members: siblings[place].members && [] }),
	wrapped: (siblings, place, dice) => (siblings[place] = { ...siblings[place], tag: dice.oneOf([0x30, 0x31, 0xa0]), members: [siblings[place]] }),
	'longer at its beginning': (siblings, place, dice) => (siblings[place] = raw(withContent(siblings[place], dice.oneOf([0x00, 0xff, 0x80])))),
	'in BER of indefinite length': (siblings, place, dice) => (siblings[place] = raw(streamed(siblings[place], 1 + dice.below(3)))),
	'in BER with a long length': (siblings, place, dice) => (siblings[place] = raw(withLongLength(siblings[place], 1 + dice.below(5)))),
	'in BER pieces': (siblings, place, dice) => (siblings[place] = raw(inPieces(siblings[place], dice))),
};

/** Spoils one value inside of the values at the paths' beginning; the rest of the file follows with its lengths. */
export function changeStructure(root: Tree, part: Tree, dice: Dice): string {
	const all = [...valuesOf(root)].map(({ value }) => value);
	const parents = [...valuesOf(part)].map(({ value }) => value).filter(({ members = [] }) => members.length > 0);
	const siblings = dice.oneOf(parents).members ?? [];
	const damage = dice.oneOf(Object.keys(structuralDamages));
	structuralDamages[damage](siblings, dice.below(siblings.length), dice, all);
	return damage;
}

function raw(bytes: Buffer): Tree {
	return { tag: bytes[0], content: bytes, isRaw: true, at: { start: 0, contentStart: 0, end: 0 } };
}

/** A value may become a part of itself. */
function copyOf(tree: Tree): Tree {
	return raw(encoded(tree));
}

function withTag(tree: Tree, tag: number): Buffer {
	const bytes = Buffer.from(encoded(tree));
	bytes[0] = tag;
	return bytes;
}

function withContent(tree: Tree, first: number): Buffer {
	return encoded({ ...tree, members: undefined, content: Buffer.concat([Buffer.of(first), contentOf(tree)]) });
}

function withLongLength(tree: Tree, lengthBytes: number): Buffer {
	const content = contentOf(tree);
	const length = Buffer.from(content.length.toString(16).padStart(2 * Math.max(2, lengthBytes), '0'), 'hex');
	return Buffer.concat([Buffer.of(tree.tag, 0x80 | length.length), length, content]);
}

/** A string as streaming writers cut it; the type of the pieces is that of an octet string. */
function inPieces(tree: Tree, dice: Dice): Buffer {
	const content = contentOf(tree);
	const cut = dice.below(content.length + 1);
	const pieces = [content.subarray(0, cut), content.subarray(cut)].map((piece) => encoded({ ...tree, tag: 0x04, members: undefined, content: piece }));
	return Buffer.concat([Buffer.of(tree.tag | 0x20, 0x80), ...pieces, Buffer.of(0, 0)]);
}

function contentOf(tree: Tree): Buffer {
	return tree.members ? Buffer.concat(tree.members.map(encoded)) : tree.content;
}
