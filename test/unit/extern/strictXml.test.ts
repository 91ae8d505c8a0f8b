import { XMLValidator } from 'fast-xml-parser';
import fc from 'fast-check';
import { readStrictly } from '../../../extern/report/strictXml';
import { makeReport } from '../../reports/fnsReport';
import { tree, type Tree, written } from './xmlTrees';

const mistake = (text: string) => readStrictly(text);
const report = () => {
	const { bytes } = makeReport({ inn: '7707083893', kpp: '770701001', organizationName: 'ООО "Ромашка & Ко" <тест>', taxOffice: '0087', signer: { surname: 'Иванова', name: 'Анна' } });
	return new TextDecoder('windows-1251').decode(bytes);
};

test('a report is well-formed, with declaration, comments, sections and instructions', () => {
	expect(mistake(report())).toBeUndefined();
	expect(mistake('<?xml version="1.0"?>\r\n<!-- про - это -->\n<?stylesheet x?><а б=\'1\' в="&lt;&#1071;&#x42F;"><![CDATA[ <&> ]]>слова &amp; <в/></а >\n<!-- конец -->')).toBeUndefined();
});

test('elements come with attributes and where their values stand, text with its path', () => {
	const seen: unknown[] = [];
	const text = '<а б="1 &amp; 2"><в>сло<г/>ва</в></а>';
	readStrictly(text, {
		element: ({ name, attributes, path }) => seen.push([name, attributes.map(({ name: key, value, from, to }) => [key, value, text.slice(from, to)]), path.join('/')]),
		words: (words, path) => seen.push([words, path.join('/')]),
	});
	expect(seen).toEqual([['а', [['б', '1 & 2', '1 &amp; 2']], 'а'], ['в', [], 'а/в'], ['сло', 'а/в'], ['г', [], 'а/в/г'], ['ва', 'а/в']]);
});

test.each([
	['an element that is not closed', '<а>\n <б>\n</а>', 3, 1, '</а> where б should be closed'],
	['a file that is cut off', '<а>\r\n<б/>\r\n', 3, 1, 'the element а is not closed; the file was probably cut off'],
	['a file that is cut off in a tag', '<а б="1"', 1, 1, 'the file ends inside of the element а'],
	['an attribute twice', '<а б="1" в="2" б="3"/>', 1, 16, 'the attribute б stands twice in the element а'],
	['an attribute without value', '<а б/>', 1, 5, 'the attribute б has no value'],
	['a value without quotes', '<а б=1/>', 1, 6, 'the value of the attribute б does not stand in quotes'],
	['a value without closing quote', '<а б="1/>', 1, 6, 'the value of the attribute б has no closing quote'],
	['a missing quote', '<а б="1>\n<в г="2"/></а>', 2, 1, '"<" in the value of the attribute б; it is written as &lt;, or a quote is missing before it'],
	['attributes without a blank', '<а б="1"в="2"/>', 1, 9, '"в" where the element а should go on or end'],
	['a bare ampersand', '<а б="Иванов & Ко"/>', 1, 14, '"&" that begins no reference; in a name such as "Иванов & Ко" it is written as &amp;'],
	['a reference that nobody knows', '<а>&nbsp;</а>', 1, 4, '"&" that begins no reference; in a name such as "Иванов & Ко" it is written as &amp;'],
	['a reference to no character', '<а>&#0;</а>', 1, 4, '"&" that begins no reference; in a name such as "Иванов & Ко" it is written as &amp;'],
	['a control character', '<а>\u0001</а>', 1, 4, 'the character U+0001, which XML does not allow'],
	['a sign of less in text', '<а>1 < 2</а>', 1, 6, 'a "<" that begins no element; inside text it is written as &lt;'],
	['a second document', '<а/><б/>', 1, 5, 'a second document begins with the element б'],
	['text behind the document', '<а/>\n хвост', 2, 2, 'text outside of all elements'],
	['a section outside', '<а/><![CDATA[x]]>', 1, 5, 'text outside of all elements'],
	['nothing', ' \n', 2, 1, 'there is no element in it'],
	['a comment without end', '<а/><!-- x', 1, 5, 'a comment without an end'],
	['two dashes in a comment', '<а/><!-- x -- y -->', 1, 12, '"--" inside of a comment'],
	['a section without end', '<а><![CDATA[x', 1, 4, 'a CDATA section without an end'],
	['an instruction without end', '<?xml', 1, 1, 'an instruction (<?) without an end'],
	['the end of a section in text', '<а>]]></а>', 1, 4, '"]]>", which XML does not allow in text'],
	['a blank before the declaration', ' <?xml version="1.0"?><а/>', 1, 2, 'the XML declaration does not stand at the very beginning of the file'],
	['a closing tag of nobody', '</а>', 1, 1, '</а> closes nothing'],
	['attributes in a closing tag', '<а></а б="1">', 1, 8, '"б" where the element а should go on or end'],
])('%s is told with line and column', (_, text, line, column, words) => {
	expect(mistake(text)).toEqual({ line, column, text: words });
});

test('a document type is refused before any of its entities is read', () => {
	const bomb = '<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><lolz>&lol2;</lolz>';
	expect(mistake(bomb)).toEqual({ line: 2, column: 1, text: 'a document type (DOCTYPE), which a report must not have' });
});

test('elements nested without end are refused, and nothing grows', () => {
	expect(mistake('<а>'.repeat(1_000_000))?.text).toBe('elements are nested more than 200 deep');
});

test('whatever is written by the rules is read, every value as it was', () => {
	fc.assert(
		fc.property(tree, (root) => {
			const values: string[] = [];
			const all = ({ attributes, children }: Tree): string[] => [...Object.values(attributes), ...children.flatMap(all)];
			expect(readStrictly(written(root), { element: ({ attributes }) => values.push(...attributes.map(({ value }) => value)) })).toBeUndefined();
			expect(values).toEqual(all(root));
		}),
	);
});

test('of documents with one character taken out or put in, all that a validating parser refuses are refused', () => {
	const places = fc.record({ root: tree, at: fc.nat(), insert: fc.constantFrom('', '<', '>', '&', '"', '/', '=', ' ', '\u0001') });
	fc.assert(
		fc.property(places, ({ root, at, insert }) => {
			const text = written(root);
			const offset = at % text.length;
			const broken = text.slice(0, offset) + insert + text.slice(offset + (insert === '' ? 1 : 0));
			if (XMLValidator.validate(broken) !== true) expect(mistake(broken)).toBeDefined();
		}),
		{ numRuns: 2_000 },
	);
});

test('any text is read to an end', () => {
	fc.assert(
		fc.property(fc.string({ unit: fc.constantFrom('<', '>', '/', '!', '-', '[', ']', '?', '"', '\'', '=', ' ', 'a', 'Я', '&', ';', 'CDATA[', '\n') }), (text) => {
			const found = mistake(text);
			expect(found === undefined || (found.line >= 1 && found.column >= 1)).toBe(true);
		}),
		{ numRuns: 1_000 },
	);
});

test.each([
	['references', '&amp;', '<a>', '</a>'],
	['attributes', (index: number) => ` b${index}="1"`, '<a', '/>'],
	['elements', '<b x="1"/>', '<a>', '</a>'],
	['bare signs', '<', '<a>', ''],
	['references of a value', '&#1071;', '<a b="', '"/>'],
])('a megabyte of %s is read within seconds', (_, unit, head, tail) => {
	const body = Array.from({ length: 150_000 }, (__, index) => (typeof unit === 'string' ? unit : unit(index))).join('');
	const before = process.cpuUsage();
	readStrictly(head + body + tail);
	const { user, system } = process.cpuUsage(before);
	expect((user + system) / 1_000).toBeLessThan(3_000);
});
