/** A start tag of an XML document. */
export interface Element {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	/** Names from the root to this element; changes when the next element is asked for. */
	readonly path: readonly string[];
}

const HIDDEN = [
	{ begin: '<!--', end: '-->' },
	{ begin: '<![CDATA[', end: ']]>' },
	{ begin: '<?', end: '?>' },
];
const BLANKS = ' \t\r\n';
const NAME_ENDS = `${BLANKS}<>/=!?"'`;
const REFERENCE = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'' };

/**
 * The elements of a report as far as they can be read. Reading is tolerant: whether the file is
 * well formed is for the service's check to say, in words the authority uses. Document types are
 * not followed, so entities cannot be used against us; and the text is walked through once without
 * patterns, whose time and stack grow out of bounds on hostile or large files.
 * @param text the decoded document
 */
export function* elementsOf(text: string): Generator<Element> {
	const path: string[] = [];
	for (let at = text.indexOf('<'); at !== -1; ) {
		const hidden = HIDDEN.find(({ begin }) => text.startsWith(begin, at));
		const tag = hidden ? undefined : tagAt(text, at);
		if (tag?.kind === 'end' && path[path.length - 1] === tag.name) path.pop();
		if (tag && tag.kind !== 'end') {
			path.push(tag.name);
			yield { name: tag.name, attributes: tag.attributes, path };
			if (tag.kind === 'empty') path.pop();
		}
		const next = hidden ? behind(text, hidden.end, at + hidden.begin.length) : (tag?.next ?? at + 1);
		at = text.indexOf('<', next);
	}
}

/** Where text goes on behind a mark, or its end when the mark is missing. */
function behind(text: string, mark: string, from: number): number {
	const found = text.indexOf(mark, from);
	return found === -1 ? text.length : found + mark.length;
}

interface Tag {
	readonly kind: 'start' | 'empty' | 'end';
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	/** Where the text goes on. */
	readonly next: number;
}

/** The tag that begins at a `<`, or undefined when it is no whole one. */
function tagAt(text: string, at: number): Tag | undefined {
	const isEnd = text[at + 1] === '/';
	const nameAt = isEnd ? at + 2 : at + 1;
	const nameEnd = endOfName(text, nameAt);
	if (nameEnd === nameAt) return undefined;
	const name = text.slice(nameAt, nameEnd);
	const attributes: Array<[string, string]> = [];
	for (let from = nameEnd; ; ) {
		const start = endOfBlanks(text, from);
		const isEmpty = text.startsWith('/>', start);
		if (isEmpty || text[start] === '>') {
			return { kind: kindOf(isEnd, isEmpty), name, attributes: Object.fromEntries(attributes), next: start + (isEmpty ? 2 : 1) };
		}
		const attribute = start > from ? attributeAt(text, start) : undefined;
		if (!attribute) return undefined;
		attributes.push([attribute.name, attribute.value]);
		from = attribute.next;
	}
}

function kindOf(isEnd: boolean, isEmpty: boolean): Tag['kind'] {
	if (isEnd) return 'end';
	return isEmpty ? 'empty' : 'start';
}

function attributeAt(text: string, at: number): { name: string; value: string; next: number } | undefined {
	const nameEnd = endOfName(text, at);
	const equals = endOfBlanks(text, nameEnd);
	if (nameEnd === at || text[equals] !== '=') return undefined;
	const quoteAt = endOfBlanks(text, equals + 1);
	const quote = text[quoteAt];
	if (quote !== '"' && quote !== '\'') return undefined;
	const end = text.indexOf(quote, quoteAt + 1);
	const raw = text.slice(quoteAt + 1, end);
	return end === -1 || raw.includes('<') ? undefined : { name: text.slice(at, nameEnd), value: decode(raw), next: end + 1 };
}

function endOfName(text: string, from: number): number {
	let at = from;
	while (at < text.length && !NAME_ENDS.includes(text[at])) at += 1;
	return at;
}

function endOfBlanks(text: string, from: number): number {
	let at = from;
	while (at < text.length && BLANKS.includes(text[at])) at += 1;
	return at;
}

function decode(text: string): string {
	return text.replace(REFERENCE, (whole, decimal: string, hex: string, name: string) => {
		if (name) return ENTITIES[name.toLowerCase()];
		const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
		return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
}
