import fc from 'fast-check';
import { fileIn, xmlBytes } from '../../../extern/report';

const xml = (encoding: string, text: string) => `<?xml version="1.0" encoding="${encoding}"?>\n<a>${text}</a>`;
const inAnswer = (json: unknown) => fileIn(Buffer.from(JSON.stringify(json), 'utf8'));

test('text is put into the encoding that it declares', () => {
	const text = 'Ёлка № 5 «ель» — ёж';
	expect(new TextDecoder('windows-1251').decode(xmlBytes(xml('windows-1251', text)))).toBe(xml('windows-1251', text));
	expect(Buffer.from(xmlBytes(xml('utf-8', text))).toString('utf8')).toBe(xml('utf-8', text));
	expect(Buffer.from(xmlBytes(`<a>${text}</a>`)).toString('utf8')).toBe(`<a>${text}</a>`);
});

test('a character that windows-1251 does not have is written as its number', () => {
	expect(Buffer.from(xmlBytes(xml('windows-1251', '中😀'))).toString('latin1')).toBe(xml('windows-1251', '&#20013;&#128512;'));
});

test('bytes that are no JSON are the file as it is', () => {
	fc.assert(
		fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
			const answer = Uint8Array.of(0x3c, ...bytes);
			expect(fileIn(answer)).toEqual({ file: answer });
		}),
	);
});

test('a JSON string is the text of a file, any other JSON is not', () => {
	expect(inAnswer('<a>я</a>')).toEqual({ file: Buffer.from('<a>я</a>', 'utf8') });
	expect(inAnswer({ taskId: 'x' })).toEqual({ json: { taskId: 'x' } });
	expect(inAnswer([])).toEqual({ json: [] });
	expect(fileIn(new Uint8Array())).toEqual({ json: null });
});
