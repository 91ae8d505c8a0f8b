import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';

import { builtCredentials, choicesOf } from './builtNodes';
import { packageJson, root } from './places';

/** What an operator may choose or be asked is explained under the very words that stand in the form. */

const credentials = builtCredentials();
const fieldsOf = (name: string) => credentials.find(({ type }) => type.name === name)?.type.properties ?? [];

const fields = fieldsOf('konturExternApi');
const ways = choicesOf(fields.find(({ name }) => name === 'signIn') ?? fields[0]);
/** The choices of another question are fields of the way that asks it. */
const labelsAskedBy = (way: unknown) => fields.filter(({ displayOptions }) => displayOptions?.show?.signIn?.includes(String(way))).map(({ displayName }) => displayName);
const isSeen = ({ type }: INodeProperties) => type !== 'hidden';

const PAGES = ['docs/sign-in.md', 'docs/ru/sign-in.md'];
const textOf = (page: string) => readFileSync(join(root, page), 'utf8');

test('the form offers ways and asks questions', () => {
	expect(ways.length).toBeGreaterThan(10);
	expect(ways.filter(({ value }) => labelsAskedBy(value).length === 0)).toEqual([]);
});

describe.each(PAGES)('%s', (page) => {
	const text = textOf(page);

	test.each(ways.map(({ name, value }) => [name, value] as const))('explains %s and each of its questions', (name, value) => {
		const section = sectionsOf(text, name);
		expect(section).toHaveLength(1);
		expect(section[0]).toContain(`**Sign In With${page.includes('/ru/') ? ' →' : ':'} ${name}**`);
		expect(labelsAskedBy(value).filter((label) => !section[0].includes(`**${label}**`))).toEqual([]);
	});

	const signIns = credentials.filter(({ type }) => type.properties.some(({ name }) => name === 'environment'));
	test.each(signIns.map(({ type }) => type.displayName))('has a section about %s', (name) => {
		expect(sectionsOf(text, name)).toHaveLength(1);
	});

	test('mentions what is asked before the way, and by OAuth2', () => {
		const asked = [...fields.filter((field) => isSeen(field) && !field.displayOptions?.show?.signIn), ...fieldsOf('konturExternOAuth2Api').filter(isSeen)];
		expect(asked.map(({ displayName }) => displayName).filter((label) => !text.includes(`**${label}`))).toEqual([]);
	});

	test('says of every way how it is renewed', () => {
		const renewal = /\n## (?:How access is renewed|Как обновляется доступ)\n([^]*?)\n## /.exec(text)?.[1] ?? '';
		const named = tableOf(renewal).map(([cell]) => cell).join(', ');
		expect([...ways.map(({ name }) => name), 'Kontur Extern OAuth2 API'].filter((name) => !named.includes(name))).toEqual([]);
	});

	test('its tables are whole', () => {
		const tables = text.split(/\n(?!\|)/).map((block) => tableOf(block).map((cells) => cells.length));
		expect(tables.filter((widths) => new Set(widths).size > 1)).toEqual([]);
	});
});

test('both pages have the same sections of ways in the same order, and as many rows in each table', () => {
	const [english, russian] = PAGES.map((page) => sectionsOf(textOf(page)).map((section) => tableOf(section).length));
	expect(russian).toEqual(english);
});

describe.each([...PAGES, 'README.md', 'docs/ru/README.md'])('%s', (page) => {
	test('leads only to headings that exist', () => {
		const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)].map(([, file, anchor]) => ({ file: file ? join(dirname(page), file) : page, anchor }));
		expect(links.filter(({ file, anchor }) => !anchorsOf(textOf(file)).includes(anchor))).toEqual([]);
	});
});

test.each(credentials.map(({ type }) => [type.name, type.documentationUrl ?? ''] as const))('%s links to a page of the repository', (_, url) => {
	const home = packageJson.homepage.replace(/#.*$/, '');
	expect(url.startsWith(home)).toBe(true);
	const [path, anchor] = url.slice(home.length).split('#');
	const file = path === '' ? 'README.md' : path.replace(/^\/blob\/main\//, '');
	expect(existsSync(join(root, file))).toBe(true);
	expect(anchor === undefined || anchorsOf(textOf(file)).includes(anchor)).toBe(true);
});

/** The text below headings of the second and third level, up to the next heading. */
function sectionsOf(text: string, heading?: string): string[] {
	const parts = text.split(/^(?=#{2,3} )/m).slice(1);
	return heading === undefined ? parts : parts.filter((part) => part.split('\n', 1)[0].replace(/^#+ /, '') === heading);
}

/** The rows of the tables in a text, as cells, without the lines below their heads. */
function tableOf(text: string): string[][] {
	return text.split('\n').filter((line) => line.startsWith('|') && !line.startsWith('| ---')).map(cellsOf);
}

function cellsOf(line: string): string[] {
	return line.split('|').slice(1, -1).map((cell) => cell.trim());
}

/** As GitHub makes them of headings. */
function anchorsOf(text: string): string[] {
	return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-'));
}
