import { hexOf } from './bytes';
import { membersOf, objectIdentifierOf, sequenceOf, tags, type Element } from './der';
import { ascii, encode, objectIdentifier, sequence, setOf } from './derWriter';
import { damaged } from './errors';

/**
 * The parts of an X.500 name that certificates of Russian authorities carry. `inn` is the number
 * of the person or of the taxpayer as a whole (12 digits, or 00 and 10), `innLegal` the 10 digits
 * of the legal entity (since 2021), `snils` has 11 digits without hyphens.
 */
export interface DistinguishedName {
	commonName?: string;
	surname?: string;
	givenName?: string;
	organization?: string;
	title?: string;
	email?: string;
	inn?: string;
	innLegal?: string;
	ogrn?: string;
	snils?: string;
	country?: string;
	locality?: string;
	street?: string;
	region?: string;
}

type NamePart = keyof DistinguishedName;

/** In the order in which a name is written, with the string type that the order of the FSB No. 795 asks for. */
const parts: { part: NamePart; oid: string; tag: number }[] = [
	{ part: 'country', oid: '2.5.4.6', tag: tags.printableString },
	{ part: 'region', oid: '2.5.4.8', tag: tags.utf8String },
	{ part: 'locality', oid: '2.5.4.7', tag: tags.utf8String },
	{ part: 'street', oid: '2.5.4.9', tag: tags.utf8String },
	{ part: 'organization', oid: '2.5.4.10', tag: tags.utf8String },
	{ part: 'title', oid: '2.5.4.12', tag: tags.utf8String },
	{ part: 'commonName', oid: '2.5.4.3', tag: tags.utf8String },
	{ part: 'surname', oid: '2.5.4.4', tag: tags.utf8String },
	{ part: 'givenName', oid: '2.5.4.42', tag: tags.utf8String },
	{ part: 'ogrn', oid: '1.2.643.100.1', tag: tags.numericString },
	{ part: 'snils', oid: '1.2.643.100.3', tag: tags.numericString },
	{ part: 'innLegal', oid: '1.2.643.100.4', tag: tags.numericString },
	{ part: 'inn', oid: '1.2.643.3.131.1.1', tag: tags.numericString },
	{ part: 'email', oid: '1.2.840.113549.1.9.1', tag: tags.ia5String },
];
const partByOid = new Map(parts.map(({ part, oid }) => [oid, part]));

/** Reads a Name; of a part that occurs twice the first counts, parts not listed above are passed over. */
export function readName(element: Element): DistinguishedName {
	if (element.tag !== tags.sequence) throw damaged('A name is not a sequence');
	const name: DistinguishedName = {};
	for (const relativeName of membersOf(element)) {
		if (relativeName.tag !== tags.set) throw damaged('A name is malformed');
		for (const attribute of membersOf(relativeName)) {
			const members = sequenceOf(attribute, 'Part of a name');
			const part = partByOid.get(objectIdentifierOf(members.take(tags.objectIdentifier)));
			const [value, ...surplus] = members.rest();
			if (!value || surplus.length > 0) throw damaged('A name is malformed');
			requireText(value);
			if (part && name[part] === undefined) name[part] = textOf(value);
		}
	}
	return name;
}

/**
 * Whether two Names say the same in every part, whatever types of text they are written in. Case
 * and the number of blanks do not count (RFC 5280 §7.1). Throws a GostFormatError `damaged`.
 */
export function isSameName(left: Element, right: Element): boolean {
	const [ours, theirs] = [left, right].map(comparable);
	return ours.length === theirs.length && ours.every((part, index) => part === theirs[index]);
}

/** A text for each relative name, the same for names that are the same. */
function comparable(name: Element): string[] {
	return membersOf(name).map((relativeName) => membersOf(relativeName).map(comparablePart).sort().join('\n'));
}

function comparablePart(attribute: Element): string {
	const members = sequenceOf(attribute, 'Part of a name');
	const oid = objectIdentifierOf(members.take(tags.objectIdentifier));
	const [value] = members.rest();
	if (!value) throw damaged('A name is malformed');
	if (!textTags.includes(value.tag)) return `${oid} ${hexOf(value.encoding)}`;
	return `${oid} ${JSON.stringify(textOf(value).trim().replace(/ +/g, ' ').toLowerCase())}`;
}

/** Writes a Name with one part per relative name. */
export function writeName(name: DistinguishedName): Uint8Array {
	return sequence(
		...parts.flatMap(({ part, oid, tag }) => {
			const text = name[part];
			return text === undefined ? [] : [setOf(sequence(objectIdentifier(oid), encode(tag, textBytes(tag, text))))];
		}),
	);
}

function textBytes(tag: number, text: string): Uint8Array {
	if (tag === tags.utf8String) return new Uint8Array(Buffer.from(text, 'utf8'));
	if (!(tag === tags.numericString ? /^[0-9 ]*$/ : /^[\x20-\x7e]*$/).test(text)) {
		throw new RangeError(`"${text}" has characters that this part of a name cannot hold`);
	}
	return ascii(text);
}

const textTags: readonly number[] = [tags.utf8String, tags.numericString, tags.printableString, tags.teletexString, tags.ia5String, tags.bmpString];
/** Types of the values that parts of names have, those that are not listed above included. */
const valueTags: readonly number[] = [...textTags, tags.universalString, tags.bitString, tags.sequence];

function requireText({ tag, content }: Element): void {
	if (!valueTags.includes(tag)) throw damaged('A text is of an unknown type');
	if (tag !== tags.utf8String) return;
	// Buffer reads other bytes as question marks: two different names would look alike
	const text = Buffer.from(content).toString('utf8');
	if (!Buffer.from(text, 'utf8').equals(content)) throw damaged('A text is not in UTF-8');
}

function textOf({ tag, content }: Element): string {
	const buffer = Buffer.from(content);
	switch (tag) {
		case tags.utf8String:
			return buffer.toString('utf8');
		case tags.numericString:
		case tags.printableString:
		case tags.ia5String:
		case tags.teletexString:
			return buffer.toString('latin1');
		case tags.bmpString:
			if (buffer.length % 2 !== 0) throw damaged('A text is cut off');
			return buffer.swap16().toString('utf16le');
		default:
			throw damaged('A text is of an unknown type');
	}
}
