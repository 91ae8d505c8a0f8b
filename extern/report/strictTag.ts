import { asWritten, reference } from './reference';

/** Where a text breaks the rules of XML, and which one. */
export interface Flaw {
	/** Offset in the text. */
	readonly at: number;
	/** Continues "The file is no well-formed XML: …". */
	readonly text: string;
}

/** An attribute, and where its value stands between the quotes. */
export interface Attribute {
	readonly name: string;
	readonly value: string;
	readonly from: number;
	readonly to: number;
}

/** A start or end tag that follows the rules. */
export interface Tag {
	readonly kind: 'start' | 'empty' | 'end';
	readonly name: string;
	readonly attributes: readonly Attribute[];
	/** Where the text goes on. */
	readonly next: number;
}

/** Name of XML 1.0 (fifth edition, §2.3), without the few characters that no language writes names with. */
const NAME = /[:A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u2C00-\uD7FF\uF900-\uFFFD][-.:\w\u00B7\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u037D\u037F-\u1FFF\u203F\u2040\u2C00-\uD7FF\uF900-\uFFFD]*/y;
const BLANKS = /[ \t\r\n]*/y;

/**
 * Reads the tag that begins at a `<`.
 * @returns what breaks the rules, where it does
 */
export function strictTag(text: string, at: number): Tag | Flaw {
	const isEnd = text[at + 1] === '/';
	const nameAt = isEnd ? at + 2 : at + 1;
	const name = take(NAME, text, nameAt);
	if (!name) return { at, text: 'a "<" that begins no element; inside text it is written as &lt;' };
	const attributes: Attribute[] = [];
	const known = new Set<string>();
	for (let from = nameAt + name.length; ; ) {
		const start = from + take(BLANKS, text, from).length;
		const isEmpty = text.startsWith('/>', start);
		if (text[start] === '>' || (isEmpty && !isEnd)) return { kind: kindOf(isEnd, isEmpty), name, attributes, next: start + (isEmpty ? 2 : 1) };
		if (start >= text.length) return { at, text: `the file ends inside of the element ${name}` };
		const isOdd = isEnd || start === from;
		const attribute = isOdd ? { at: start, text: `${asWritten(text[start])} where the element ${name} should go on or end` } : attributeAt(text, start, name);
		if ('text' in attribute) return attribute;
		if (known.has(attribute.name)) return { at: start, text: `the attribute ${attribute.name} stands twice in the element ${name}` };
		known.add(attribute.name);
		attributes.push(attribute);
		from = attribute.to + 1;
	}
}

function attributeAt(text: string, at: number, element: string): Attribute | Flaw {
	const name = take(NAME, text, at);
	if (!name) return { at, text: `${asWritten(text[at])} where an attribute of the element ${element} should stand` };
	const equals = behindBlanks(text, at + name.length);
	if (text[equals] !== '=') return { at: equals, text: `the attribute ${name} has no value` };
	const quoteAt = behindBlanks(text, equals + 1);
	const quote = text[quoteAt];
	if (quote !== '"' && quote !== '\'') return { at: quoteAt, text: `the value of the attribute ${name} does not stand in quotes` };
	const to = text.indexOf(quote, quoteAt + 1);
	if (to === -1) return { at: quoteAt, text: `the value of the attribute ${name} has no closing quote` };
	const from = quoteAt + 1;
	const raw = text.slice(from, to);
	const less = raw.indexOf('<');
	if (less !== -1) return { at: from + less, text: `"<" in the value of the attribute ${name}; it is written as &lt;, or a quote is missing before it` };
	const value = resolved(raw, from);
	return typeof value === 'string' ? { name, value, from, to } : value;
}

/** Text with its references resolved; a character or reference that XML does not know is a flaw. */
export function resolved(raw: string, from: number): string | Flaw {
	const odd = raw.search(FORBIDDEN);
	if (odd !== -1) return { at: from + odd, text: `the character ${asWritten(raw[odd])}, which XML does not allow` };
	let whole = '';
	let rest = 0;
	for (let and = raw.indexOf('&'); and !== -1; and = raw.indexOf('&', rest)) {
		const found = reference(raw, and);
		if (!found) return { at: from + and, text: '"&" that begins no reference; in a name such as "Иванов & Ко" it is written as &amp;' };
		whole += raw.slice(rest, and) + found.character;
		rest = found.next;
	}
	return rest === 0 ? raw : whole + raw.slice(rest);
}

/** Control characters below the blank but for tab and line ends, and what is no character in Unicode. */
const FORBIDDEN = /[^\P{Cc}\t\n\r\u007F-\u009F]|[\uFFFE\uFFFF]/u;

function kindOf(isEnd: boolean, isEmpty: boolean): Tag['kind'] {
	if (isEnd) return 'end';
	return isEmpty ? 'empty' : 'start';
}

function behindBlanks(text: string, from: number): number {
	return from + take(BLANKS, text, from).length;
}

function take(pattern: RegExp, text: string, at: number): string {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0] ?? '';
}
