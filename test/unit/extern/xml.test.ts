import fc from 'fast-check';
import { elementsOf } from '../../../extern/report/xml';
import { tree, type Tree, written } from './xmlTrees';

interface Read {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly path: string;
}

const read = (text: string): Read[] => Array.from(elementsOf(text), ({ name, attributes, path }) => ({ name, attributes, path: path.join('/') }));

test('elements come with their attributes and their place', () => {
	expect(read('<а я="1"><б/><в\n x = \'2\'\ty="3" >text</в></а><г/>')).toEqual([
		{ name: 'а', attributes: { я: '1' }, path: 'а' },
		{ name: 'б', attributes: {}, path: 'а/б' },
		{ name: 'в', attributes: { x: '2', y: '3' }, path: 'а/в' },
		{ name: 'г', attributes: {}, path: 'г' },
	]);
});

test('values may hold the other quote and signs of tags', () => {
	expect(read(`<a x="it's > / = fine" y='say "я"'/>`)[0].attributes).toEqual({ x: "it's > / = fine", y: 'say "я"' });
});

test('references are resolved, those of a document type are not', () => {
	const [{ attributes }] = read('<!DOCTYPE a [<!ENTITY e "boom">]><a x="&lt;&amp;&quot;&apos;&gt;&#1071;&#x42f;&#X42F;" y="&e;&constructor;&toString;&#x110000;&#99999999999;&;&amp"/>').slice(-1);
	expect(attributes.x).toBe('<&"\'>ЯЯЯ');
	expect(attributes.y).toBe('&e;&constructor;&toString;&#x110000;&#99999999999;&;&amp');
});

test.each([
	['a comment', '<!-- <b/> --><a/>'],
	['a CDATA section', '<a><![CDATA[<b/>]]></a>'],
	['an instruction', '<?xml <b/> ?><a/>'],
])('%s hides what looks like an element', (_, text) => {
	expect(read(text).map(({ name }) => name)).toEqual(['a']);
});

test.each([
	['an element that is cut off', '<a><b x="1"', ['a']],
	['a value without end', '<a><b x="1><c/>', ['a', 'c']],
	['an attribute without value', '<a><b x/><c/>', ['a', 'c']],
	['a value without quotes', '<a><b x=1/><c/>', ['a', 'c']],
	['a closing tag of nobody', '</x><a/>', ['a']],
	['a sign that is no tag', 'a < b <a/> > <', ['a']],
	['an empty tag', '<><a/>', ['a']],
	['a comment without end', '<a/><!-- <b/>', ['a']],
	['a CDATA section without end', '<a/><![CDATA[ <b/>', ['a']],
])('%s is passed over', (_, text, names) => {
	expect(read(text).map(({ name }) => name)).toEqual(names);
});

test('inherited names are attributes like any other', () => {
	const [{ attributes }] = read('<a __proto__="1" constructor="2"/>');
	expect(Object.entries(attributes)).toEqual([['__proto__', '1'], ['constructor', '2']]);
	expect(read('<a/>')[0].attributes.ИдФайл).toBeUndefined();
});

const listed = ({ name, attributes, children }: Tree, above: string): Read[] => {
	const path = above === '' ? name : `${above}/${name}`;
	return [{ name, attributes: { ...attributes }, path }, ...children.flatMap((child) => listed(child, path))];
};

test('what was written is read again', () => {
	fc.assert(
		fc.property(tree, (root) => {
			expect(read(written(root))).toEqual(listed(root, ''));
		}),
	);
});

test('any text is read', () => {
	fc.assert(
		fc.property(fc.string({ unit: fc.constantFrom('<', '>', '/', '!', '-', '[', ']', '?', '"', '\'', '=', ' ', 'a', 'Я', '&', ';', 'CDATA') }), (text) => {
			expect(read(text).every(({ name }) => name !== '')).toBe(true);
		}),
		{ numRuns: 1_000 },
	);
});

describe('hostile text of a megabyte takes four times the time of a quarter of it', () => {
	const QUARTER = 250_000;
	const filled = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length));
	/** Of the processor, in milliseconds: other programs may run as well. */
	const timeOf = (text: string) => {
		const times = [1, 2, 3].map(() => {
			const before = process.cpuUsage();
			let elements = 0;
			for (const { path } of elementsOf(text)) elements += path.length > 0 ? 1 : 0;
			expect(elements).toBeGreaterThanOrEqual(0);
			const { user, system } = process.cpuUsage(before);
			return (user + system) / 1_000;
		});
		return Math.min(...times);
	};

	test.each([
		['open tags', '<a>', ''],
		['open tags with attributes', '<a b="1">', ''],
		['tags that are cut off', '<a b="1" ', ''],
		['signs of tags', '<', ''],
		['beginnings of comments', '<!--', ''],
		['beginnings of CDATA sections', '<![CDATA[', ''],
		['beginnings of instructions', '<?', ''],
		['beginnings of document types', '<!DOCTYPE ', ''],
		['quotes of both kinds', '<a b="\' c=\'" ', ''],
		['values without end', '<a b="', ''],
		['values without end of both kinds', '<a b="<a c=\'', ''],
		['attributes of one element', ' b="1"', '<a'],
		['blanks', ' ', '<a'],
		['blanks and an equals sign', ' ', '<a b ='],
		['a name without end', 'a', '<'],
		['an attribute without end', 'b', '<a '],
		['equals signs', '=', '<a b'],
		['references', '&', '<a b="'],
		['a reference without end', 'a', '<a b="&'],
		['digits of a reference', '1', '<a b="&#'],
		['slashes', '/', '<a '],
	])('%s', (_, unit, head) => {
		const tail = head.includes('"') ? '">' : '';
		const once = timeOf(head + filled(unit, QUARTER) + tail);
		const fourfold = timeOf(head + filled(unit, 4 * QUARTER) + tail);
		// Quadratic time would be sixteen times as much; short times are mostly noise.
		expect(fourfold).toBeLessThan(Math.max(once * 9, once + 300));
	});
});
