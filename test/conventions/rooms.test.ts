import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { importsOf, isRelative, targetOf } from './imports';
import { filesBelow, root } from './places';

interface Room {
	name: string;
	/** Index files of other rooms that may be entered; a folder stands for all rooms in it. */
	mayEnter: RegExp | null;
	/** Modules from outside the repository. */
	modules: RegExp | null;
}

/** The arrows of docs/architecture.md. */
const ROOMS: Room[] = [
	{ name: 'nodes', mayEnter: /^extern\/(.+\/)?index\.ts$/, modules: /^(n8n-workflow|node:crypto)$/ },
	{ name: 'credentials', mayEnter: /^extern\/signin\/index\.ts$/, modules: /^(n8n-workflow|node:crypto)$/ },
	{ name: 'extern', mayEnter: /^gost\/index\.ts$/, modules: /^node:crypto$/ },
	{ name: 'gost', mayEnter: null, modules: /^node:crypto$/ },
	{
		name: 'sandbox',
		mayEnter: /^(gost\/index\.ts|test\/reference\/.*\.json)$/,
		modules: /^(?!n8n-|@n8n\/)/,
	},
];

const VAGUE_NAMES = /(^|\/)(utils?|helpers?|common|misc)(\.|\/|$)/i;

const roomsThatExist = ROOMS.filter(({ name }) => existsSync(join(root, name)));

describe.each(roomsThatExist)('the room $name', ({ name, mayEnter, modules }) => {
	const files = filesBelow(join(root, name), /\.ts$/);

	test('has something in it', () => {
		expect(files).not.toEqual([]);
	});

	test('looks only where it may', () => {
		const trespasses = files.flatMap((file) =>
			importsOf(join(root, file))
				.map((module) => ({ module, complaint: complaint(file, module) }))
				.filter(({ complaint: found }) => found !== undefined)
				.map(({ module, complaint: found }) => `${file}: '${module}' ${found}`),
		);
		expect(trespasses).toEqual([]);
	});

	function complaint(file: string, module: string): string | undefined {
		if (!isRelative(module)) return modules?.test(module) ? undefined : 'is not for this room';
		const target = targetOf(root, file, module);
		if (target === undefined) return 'leads nowhere';
		if (target.startsWith(`${name}/`) || mayEnter?.test(target)) return undefined;
		return `leads to ${target}, past the arrows of docs/architecture.md or an index.ts`;
	}
});

test('every room of the house is there', () => {
	expect(roomsThatExist.map(({ name }) => name)).toEqual(ROOMS.map(({ name }) => name));
});

test('no file or folder has a name that says nothing', () => {
	const rooms = [...roomsThatExist.map(({ name }) => name), 'test', 'scripts'];
	const vague = rooms.flatMap((room) => filesBelow(join(root, room), VAGUE_NAMES));
	expect(vague).toEqual([]);
});

test('nothing leads into another process: the sandbox and the client share no code', () => {
	const shared = ['extern', 'nodes', 'credentials', 'gost'].flatMap((room) =>
		filesBelow(join(root, room), /\.ts$/).flatMap((file) =>
			importsOf(join(root, file)).filter((module) => /(^|\/)(sandbox|test|scripts)(\/|$)/.test(module)),
		),
	);
	expect(shared).toEqual([]);
});
