import { requireProper } from './derRules';
import { damaged } from './errors';

/** Identifier octets of the universal types in use. */
export const tags = {
	boolean: 0x01,
	integer: 0x02,
	bitString: 0x03,
	octetString: 0x04,
	null: 0x05,
	objectIdentifier: 0x06,
	utf8String: 0x0c,
	numericString: 0x12,
	printableString: 0x13,
	teletexString: 0x14,
	ia5String: 0x16,
	utcTime: 0x17,
	generalizedTime: 0x18,
	universalString: 0x1c,
	bmpString: 0x1e,
	constructedOctetString: 0x24,
	sequence: 0x30,
	set: 0x31,
} as const;

/** The identifier octet of the context tag [number], primitive or constructed. */
export function contextTag(number: number, form: 'primitive' | 'constructed' = 'constructed'): number {
	return (form === 'constructed' ? 0xa0 : 0x80) | number;
}

/** One encoded value; both views share the memory of the input. */
export interface Element {
	readonly tag: number;
	/** What stands between the header and the end. */
	readonly content: Uint8Array;
	/** The encoding with header and, for indefinite lengths, end mark. */
	readonly encoding: Uint8Array;
}

// no structure here has more members; a hostile file would buy 60 bytes of memory with each two of its own
const maxMembers = 10_000;
// CryptoPro nests a streamed octet string once
const maxStringNesting = 4;
// a name in a certificate in a signature lies some fifteen levels deep
const maxNesting = 64;
const indefinite = -1;

interface Header {
	tag: number;
	contentStart: number;
	/** Bytes of content, or `indefinite`. */
	length: number;
}

/** Reads bytes that are exactly one BER or DER value, and looks through all that it is made of. Throws a GostFormatError `damaged`. */
export function parseDer(bytes: Uint8Array): Element {
	const element = elementAt(bytes, 0);
	if (element.encoding.length !== bytes.length) throw damaged('There are surplus bytes after the end of the structure');
	requireProperTree(element, maxNesting);
	return element;
}

function requireProperTree(element: Element, levels: number): void {
	requireProper(element.tag, element.content);
	if ((element.tag & 0x20) === 0) return;
	if (levels === 0) throw damaged('A structure is nested too deeply');
	for (const member of walk(element)) requireProperTree(member, levels - 1);
}

/** The members of a constructed value, in order. */
export function membersOf(element: Element): Element[] {
	const members: Element[] = [];
	for (const member of walk(element)) {
		if (members.length === maxMembers) throw damaged(`A structure has more than ${maxMembers} members`);
		members.push(member);
	}
	return members;
}

/** The member of a structure that has just one. */
export function soleMemberOf(element: Element, name: string): Element {
	const [member, ...surplus] = membersOf(element);
	if (!member || surplus.length > 0) throw damaged(`${name}: a part is missing or stands twice`);
	return member;
}

function* walk(element: Element): Generator<Element> {
	if ((element.tag & 0x20) === 0) throw damaged('A simple value stands where a structure is expected');
	for (let offset = 0; offset < element.content.length; ) {
		const member = elementAt(element.content, offset);
		yield member;
		offset += member.encoding.length;
	}
}

/** The bytes of an octet string, also of one that a streaming writer (CryptoPro) cut into pieces. */
export function octetsOf(element: Element): Uint8Array {
	if ((element.tag & 0x20) === 0) return element.content;
	// two passes instead of a list of pieces: a hostile file may have millions of empty ones
	let length = 0;
	for (const piece of piecesOf(element, maxStringNesting)) length += piece.length;
	const octets = new Uint8Array(length);
	let offset = 0;
	for (const piece of piecesOf(element, maxStringNesting)) {
		octets.set(piece, offset);
		offset += piece.length;
	}
	return octets;
}

/** The bytes of what must be an OCTET STRING, whole or in pieces. */
export function octetStringOf(element: Element): Uint8Array {
	if (element.tag !== tags.octetString && element.tag !== tags.constructedOctetString) throw damaged('Something stands where bytes are expected');
	return octetsOf(element);
}

function* piecesOf(element: Element, levels: number): Generator<Uint8Array> {
	for (const piece of walk(element)) {
		if (piece.tag === tags.octetString) yield piece.content;
		else if (piece.tag === tags.constructedOctetString && levels > 0) yield* piecesOf(piece, levels - 1);
		else throw damaged('An octet string holds something else');
	}
}

function elementAt(bytes: Uint8Array, offset: number): Element {
	const { tag, contentStart, length } = headerAt(bytes, offset);
	if (length !== indefinite) {
		const end = contentStart + length;
		return { tag, content: bytes.subarray(contentStart, end), encoding: bytes.subarray(offset, end) };
	}
	const contentEnd = endOfIndefinite(bytes, contentStart);
	return { tag, content: bytes.subarray(contentStart, contentEnd), encoding: bytes.subarray(offset, contentEnd + 2) };
}

function headerAt(bytes: Uint8Array, offset: number): Header {
	if (offset + 2 > bytes.length) throw damaged('The structure is cut off');
	const tag = bytes[offset];
	if ((tag & 0x1f) === 0x1f) throw damaged('A tag number above 30 occurs in none of these structures');
	const first = bytes[offset + 1];
	if (first === 0x80) {
		if ((tag & 0x20) === 0) throw damaged('A simple value has no length');
		return { tag, contentStart: offset + 2, length: indefinite };
	}
	const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
	const contentStart = offset + 2 + lengthBytes;
	if (lengthBytes > 6 || contentStart > bytes.length) throw damaged('A length is cut off or absurd');
	let length = lengthBytes === 0 ? first : 0;
	for (let at = offset + 2; at < contentStart; at++) length = length * 256 + bytes[at];
	if (contentStart + length > bytes.length) throw damaged('The structure is cut off');
	return { tag, contentStart, length };
}

/** Where the end mark of a value of indefinite length stands. Counts the open values instead of calling itself: depth costs nothing. */
function endOfIndefinite(bytes: Uint8Array, contentStart: number): number {
	let open = 1;
	let offset = contentStart;
	for (;;) {
		const { tag, contentStart: start, length } = headerAt(bytes, offset);
		if (tag === 0 && length === 0) {
			open--;
			if (open === 0) return offset;
		}
		if (length === indefinite) open++;
		offset = length === indefinite ? start : start + length;
	}
}

/** Steps through the members of a structure by the tags that its definition expects. */
export class Members {
	private readonly members: Element[];
	private position = 0;

	/** @param name what the structure is called in messages. */
	constructor(
		element: Element,
		private readonly name: string,
	) {
		this.members = membersOf(element);
	}

	/** The next member, which must have one of the tags. */
	take(...expected: number[]): Element {
		const member = this.optional(...expected);
		if (!member) throw damaged(`${this.name}: a part is missing or out of place`);
		return member;
	}

	/** The bytes of the next member, which must be an octet string, whole or in pieces. */
	takeOctets(): Uint8Array {
		return octetsOf(this.take(tags.octetString, tags.constructedOctetString));
	}

	/** The next member when it has one of the tags. */
	optional(...expected: number[]): Element | undefined {
		const member = this.members[this.position];
		if (!member || !expected.includes(member.tag)) return undefined;
		this.position++;
		return member;
	}

	/** Makes sure that all members have been taken. */
	end(): void {
		if (this.position < this.members.length) throw damaged(`${this.name}: something stands after the end`);
	}

	/** All members from here on. */
	rest(): Element[] {
		const rest = this.members.slice(this.position);
		this.position = this.members.length;
		return rest;
	}
}

/** Opens an element as a SEQUENCE. */
export function sequenceOf(element: Element, name: string): Members {
	if (element.tag !== tags.sequence) throw damaged(`${name} is not a sequence`);
	return new Members(element, name);
}

/** Reads an OBJECT IDENTIFIER in dotted notation. */
export function objectIdentifierOf(element: Element): string {
	const { tag, content } = element;
	// the longest identifier in these structures has 11 bytes
	if (tag !== tags.objectIdentifier || content.length === 0 || content.length > 64) throw damaged('An object identifier is malformed');
	const arcs: number[] = [];
	let arc = 0;
	for (const byte of content) {
		arc = arc * 128 + (byte & 0x7f);
		if (arc > Number.MAX_SAFE_INTEGER / 128) throw damaged('An object identifier is malformed');
		if (byte & 0x80) continue;
		if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
		else arcs.push(arc);
		arc = 0;
	}
	if (content[content.length - 1] & 0x80) throw damaged('An object identifier is cut off');
	return arcs.join('.');
}

/** Reads an INTEGER that is a count: from 0 to 2^47. */
export function countOf({ tag, content }: Element): number {
	const maxBytes = 6;
	if (tag !== tags.integer || content.length === 0 || content.length > maxBytes || content[0] & 0x80) {
		throw damaged('A count is malformed or absurdly large');
	}
	return content.reduce((count, byte) => count * 256 + byte, 0);
}

/** The bytes of a BIT STRING of whole bytes. */
export function bitStringOf(element: Element): Uint8Array {
	if (element.tag !== tags.bitString || element.content[0] !== 0) throw damaged('A bit string is malformed');
	return element.content.subarray(1);
}
