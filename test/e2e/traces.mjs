import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';

/** Too short a text is found by chance. */
const shortest = 10;

/** What n8n leaves behind; `message` is what it told in answers and kept nowhere. */
export const kinds = ['database file', 'table', 'binary data', 'event log', 'log', 'other file', 'message'];

/**
 * Everything that a stopped n8n has left behind: the files of its user folder, its log, and each cell of its database,
 * since a file of SQLite breaks long texts into pages.
 * @param {import('../../scripts/n8n.mjs').N8n} n8n
 * @returns {Promise<Array<{ place: string, kind: string, bytes: Buffer }>>}
 */
export async function whatIsLeft({ userFolder, log, lane }) {
	const files = readdirSync(userFolder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath ?? entry.path, entry.name))
		// The package itself holds no secrets, and its name lies on the way.
		.filter((path) => !path.includes('/.n8n/nodes/'))
		.map((path) => ({ place: relative(userFolder, path), kind: kindOf(relative(userFolder, path)), bytes: readFileSync(path) }));
	const cells = await cellsOf(lane, join(userFolder, '.n8n/database.sqlite'));
	return [...files, { place: 'standard output', kind: 'log', bytes: readFileSync(log) }, ...cells];
}

function kindOf(path) {
	if (/database\.sqlite/.test(path)) return 'database file';
	if (/n8nEventLog/.test(path)) return 'event log';
	if (/\.log$/.test(path)) return 'log';
	if (/binary_?data/i.test(path)) return 'binary data';
	return 'other file';
}

async function cellsOf({ folder }, file) {
	const { Database, OPEN_READONLY } = createRequire(join(folder, 'package.json'))('sqlite3');
	const database = await new Promise((resolve, reject) => {
		const opened = new Database(file, OPEN_READONLY, (error) => (error ? reject(error) : resolve(opened)));
	});
	const all = (query) => new Promise((resolve, reject) => database.all(query, (error, rows) => (error ? reject(error) : resolve(rows))));
	const cells = [];
	for (const { name } of await all("SELECT name FROM sqlite_master WHERE type = 'table'")) {
		for (const row of await all(`SELECT * FROM "${name}"`)) {
			for (const [column, value] of Object.entries(row)) {
				if (typeof value === 'string' || Buffer.isBuffer(value)) cells.push({ place: `${name}.${column}`, kind: 'table', bytes: Buffer.from(value) });
			}
		}
	}
	await new Promise((resolve) => database.close(resolve));
	return cells;
}

/**
 * Every way in which a secret may stand somewhere.
 * @param {string} secret
 * @returns {Map<string, string>} the way by what is looked for
 */
export function spellingsOf(secret) {
	const bytes = Buffer.from(secret);
	const once = JSON.stringify(secret).slice(1, -1);
	const spellings = [
		['as it is', secret],
		['in JSON', once],
		['in JSON within JSON', JSON.stringify(once).slice(1, -1)],
		['in a form', new URLSearchParams({ secret }).toString().slice('secret='.length)],
		['in an address', encodeURIComponent(secret)],
		['in hex', bytes.toString('hex')],
		...[0, 1, 2].flatMap((offset) => ['base64', 'base64url'].map((encoding) => [`in ${encoding}`, insideBase64(bytes, offset, encoding)])),
		// A key is laid out in lines, and one of them is enough.
		...secret.split('\n').filter((line) => secret.includes('\n') && !line.startsWith('-----')).map((line) => ['by a line of it', line.trim()]),
	];
	return new Map(spellings.filter(([, text]) => text.length >= shortest).map(([way, text]) => [text, way]));
}

/** What is always the same in the base64 of a text that has the secret in it, so many bytes behind a multiple of three. */
function insideBase64(bytes, offset, encoding) {
	const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString(encoding).replace(/=+$/, '');
	const ownFrom = Math.ceil((offset * 8) / 6);
	const ownTo = Math.floor(((offset + bytes.length) * 8) / 6);
	return encoded.slice(ownFrom, ownTo);
}

/**
 * Where secrets stand.
 * @param {ReadonlyArray<readonly [string, string]>} secrets by their names
 * @param {Awaited<ReturnType<typeof whatIsLeft>>} left
 * @returns {string[]} "name spelling: place", each once
 */
export function tracesOf(secrets, left) {
	const wanted = secrets.flatMap(([name, secret]) => [...spellingsOf(secret)].map(([text, way]) => ({ told: `${name} ${way}`, text: Buffer.from(text) })));
	const found = left.flatMap(({ place, bytes }) => wanted.filter(({ text }) => bytes.includes(text)).map(({ told }) => `${told}: ${place}`));
	return [...new Set(found)];
}
