import { type Attribute, type Flaw, resolved, strictTag } from './strictTag';

/** Where and why a text is no well-formed XML. Line and column count from 1, as editors do. */
export interface XmlMistake {
	readonly line: number;
	readonly column: number;
	/** What breaks the rules, in a clause. */
	readonly text: string;
}

/** An element as it begins. */
export interface StartTag {
	readonly name: string;
	readonly attributes: readonly Attribute[];
	/** Names from the root to this element; changes as reading goes on. */
	readonly path: readonly string[];
}

/** Who looks on while a document is read. */
export interface Onlooker {
	element?(tag: StartTag): void;
	/** Text between tags, resolved, where it is not blank. `path` leads to the element that it stands in. */
	words?(text: string, path: readonly string[]): void;
}

/** No report is nested nearly as deep; a file that is wants to exhaust whoever reads it. */
const DEEPEST = 200;
const BLANK = /^[ \t\r\n]*$/;

interface Place {
	readonly path: string[];
	hasRoot: boolean;
}

/**
 * Reads a document to its end or to the first place that breaks the rules of XML 1.0. A document type is refused as a
 * whole: reports have none, and entities are how small files become huge ones. Time and memory grow with the
 * length of the text only.
 * @param text without a byte order mark
 * @returns the mistake, or undefined when the document is well-formed
 */
export function readStrictly(text: string, onlooker: Onlooker = {}): XmlMistake | undefined {
	const place: Place = { path: [], hasRoot: false };
	for (let at = 0; at < text.length; ) {
		const next = text[at] === '<' ? markupAt(text, at, place, onlooker) : wordsAt(text, at, place, onlooker);
		if (typeof next !== 'number') return located(text, next);
		at = next;
	}
	if (place.path.length > 0) return located(text, { at: text.length, text: `the element ${place.path[place.path.length - 1]} is not closed; the file was probably cut off` });
	return place.hasRoot ? undefined : located(text, { at: text.length, text: 'there is no element in it' });
}

function markupAt(text: string, at: number, place: Place, onlooker: Onlooker): number | Flaw {
	if (text.startsWith('<!--', at)) return behindComment(text, at);
	if (text.startsWith('<?', at)) return behindInstruction(text, at);
	if (text.startsWith('<![CDATA[', at)) return behindSection(text, at, place, onlooker);
	if (text.startsWith('<!', at)) return { at, text: 'a document type (DOCTYPE), which a report must not have' };
	const tag = strictTag(text, at);
	if ('text' in tag) return tag;
	const { path } = place;
	if (tag.kind === 'end') {
		const opened = path.pop();
		return opened === tag.name ? tag.next : { at, text: opened ? `</${tag.name}> where ${opened} should be closed` : `</${tag.name}> closes nothing` };
	}
	if (path.length === 0 && place.hasRoot) return { at, text: `a second document begins with the element ${tag.name}` };
	if (path.length >= DEEPEST) return { at, text: `elements are nested more than ${DEEPEST} deep` };
	place.hasRoot = true;
	path.push(tag.name);
	onlooker.element?.({ name: tag.name, attributes: tag.attributes, path });
	if (tag.kind === 'empty') path.pop();
	return tag.next;
}

function wordsAt(text: string, at: number, { path }: Place, onlooker: Onlooker): number | Flaw {
	const less = text.indexOf('<', at);
	const next = less === -1 ? text.length : less;
	const raw = text.slice(at, next);
	if (BLANK.test(raw)) return next;
	if (path.length === 0) return { at: at + raw.search(/\S/), text: 'text outside of all elements' };
	const end = raw.indexOf(']]>');
	if (end !== -1) return { at: at + end, text: '"]]>", which XML does not allow in text' };
	const words = resolved(raw, at);
	if (typeof words !== 'string') return words;
	onlooker.words?.(words, path);
	return next;
}

function behindComment(text: string, at: number): number | Flaw {
	const end = text.indexOf('--', at + 4);
	if (end === -1) return { at, text: 'a comment without an end' };
	return text[end + 2] === '>' ? end + 3 : { at: end, text: '"--" inside of a comment' };
}

function behindInstruction(text: string, at: number): number | Flaw {
	const end = text.indexOf('?>', at + 2);
	if (end === -1) return { at, text: 'an instruction (<?) without an end' };
	const isDeclaration = /^<\?xml[ \t\r\n?]/i.test(text.slice(at, at + 6));
	return isDeclaration && at > 0 ? { at, text: 'the XML declaration does not stand at the very beginning of the file' } : end + 2;
}

function behindSection(text: string, at: number, { path }: Place, onlooker: Onlooker): number | Flaw {
	const end = text.indexOf(']]>', at);
	if (end === -1) return { at, text: 'a CDATA section without an end' };
	if (path.length === 0) return { at, text: 'text outside of all elements' };
	onlooker.words?.(text.slice(at + '<![CDATA['.length, end), path);
	return end + 3;
}

function located(text: string, { at, text: what }: Flaw): XmlMistake {
	const before = text.slice(0, at);
	const start = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
	return { line: 1 + (before.match(/\r\n?|\n/g)?.length ?? 0), column: at - start + 1, text: what };
}
