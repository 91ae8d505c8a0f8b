import { jsonIn } from '../json';
import { inWindows1251 } from './windows1251';

/** An answer that is either a file or JSON of some other kind. */
export type FileOrJson = { readonly file: Uint8Array } | { readonly json: unknown };

/**
 * The report file in an answer of the test tools. They answer XML as bytes or, in older versions, as a JSON string,
 * whose text is put back into the encoding that it declares.
 */
export function fileIn(answer: Uint8Array): FileOrJson {
	const json = jsonIn(Buffer.from(answer).toString('utf8'));
	if (typeof json === 'string') return { file: xmlBytes(json) };
	return json === undefined && answer.length > 0 ? { file: answer } : { json: json ?? null };
}

/** The bytes of XML text, in the encoding that it declares. */
export function xmlBytes(text: string): Uint8Array {
	const [, declared = 'utf-8'] = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']/i.exec(text) ?? [];
	return /^(windows-?1251|cp1251)$/i.test(declared) ? inWindows1251(text, asNumber) : Buffer.from(text, 'utf8');
}

/** A character that windows-1251 does not have is written as its number, which XML reads as the same. */
function asNumber(character: string): string {
	return `&#${character.codePointAt(0)};`;
}
