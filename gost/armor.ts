import { damaged } from './errors';

const beginMark = '-----BEGIN ';
const lineLength = 64;
// longer ones do not fit into a string of V8
const maxTextBytes = 256 * 1024 * 1024;

interface PemBlock {
	readonly label: string;
	readonly content: Uint8Array;
}

/**
 * The binary form of something that came as DER, PEM or bare base64, as text or as the bytes of a
 * text file. Of several PEM blocks the first with one of the labels counts.
 */
export function binaryOf(source: string | Uint8Array, labels: RegExp): Uint8Array {
	// a Buffer would hand its own kind on to everything that is cut out of it
	if (isDer(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
	const text = textOf(source);
	if (!text.includes(beginMark)) return base64(text);
	const block = pemBlocks(text).find(({ label }) => labels.test(label));
	if (!block) throw damaged('The PEM file has no block of the expected kind');
	return block.content;
}

/** The labels of the PEM blocks of a source, none when it is binary or bare base64. */
export function pemLabels(source: string | Uint8Array): string[] {
	return isDer(source) ? [] : pemBlocks(textOf(source)).map(({ label }) => label);
}

/** A PEM block as OpenSSL writes it. */
export function pem(label: string, content: Uint8Array): string {
	const lines = Buffer.from(content).toString('base64').match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
	return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** DER starts with 0x30, which neither PEM nor base64 of DER starts with. */
function isDer(source: string | Uint8Array): source is Uint8Array {
	return typeof source !== 'string' && source[0] === 0x30;
}

function textOf(source: string | Uint8Array): string {
	if (typeof source === 'string') return source;
	if (source.length > maxTextBytes) throw damaged('The file is too large for a text');
	const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
	// PowerShell redirects text into files of this encoding
	return bytes.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8');
}

function pemBlocks(text: string): PemBlock[] {
	const blocks: PemBlock[] = [];
	for (let begin = text.indexOf(beginMark); begin !== -1; begin = text.indexOf(beginMark, begin + 1)) {
		const labelEnd = text.indexOf('-----', begin + beginMark.length);
		const label = text.slice(begin + beginMark.length, labelEnd);
		const end = labelEnd === -1 || label.length > 64 ? -1 : text.indexOf(`-----END ${label}-----`, labelEnd);
		if (end === -1) throw damaged('The PEM file is cut off');
		blocks.push({ label, content: base64(text.slice(labelEnd + 5, end)) });
		begin = end;
	}
	return blocks;
}

function base64(text: string): Uint8Array {
	const digits = text.replace(/^\ufeff/, '').replace(/\s+/g, '');
	// searched for what must not be there: a pattern of the whole would overflow the regexp stack on large files
	if (digits.length === 0 || /[^A-Za-z0-9+/=]|=[^=]/.test(digits)) throw damaged('This is neither DER nor PEM nor base64');
	return new Uint8Array(Buffer.from(digits, 'base64'));
}
