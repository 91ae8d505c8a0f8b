import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The container file of examples/signing-service fits the service beside it; nothing builds it here. */

const folder = join(__dirname, '../../examples/signing-service');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const service = read('signing-service.mjs');

/** Instructions of a container file: comments left out, lines that go on joined. */
function instructionsOf(text: string): Array<{ readonly name: string; readonly rest: string }> {
	const lines = text.replace(/^\s*#.*\n/gm, '').replace(/\\\n\s*/g, ' ').split('\n').filter((line) => line.trim() !== '');
	return lines.map((line) => {
		const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line.trim()) ?? [];
		return { name: name.toUpperCase(), rest };
	});
}

/** Whether the service reads a variable: by its name, by way of its readers of numbers and secrets, or as a command of a task. */
function isRead(name: string): boolean {
	return new RegExp(`\\benv\\.${name}\\b|\\b(?:numberOf|secretOf)\\(env, '${name.replace(/_FILE$/, '')}'`).test(service) || new RegExp(`': '${name}'`).test(service);
}

/** What in a container file does not fit the service. */
function faultsIn(text: string): string[] {
	const instructions = instructionsOf(text);
	const of = (...names: string[]) => instructions.filter(({ name }) => names.includes(name)).map(({ rest }) => rest);
	const copied = of('COPY', 'ADD').flatMap((rest) => rest.split(/\s+/).filter((word) => !word.startsWith('--')).slice(0, -1));
	const [command = '[]'] = of('CMD', 'ENTRYPOINT').slice(-1);
	const words: string[] = JSON.parse(command);
	const program = words[1] ?? '';
	const besideIt = [...service.matchAll(/import\.meta\.url\)\), '([^']+)'\)/g)].map(([, file]) => file);
	const variables = of('ENV', 'ARG').flatMap((rest) => [...rest.matchAll(/(?:^|\s)(\w+)(?==|$)/g)].map(([, name]) => name));
	return [
		...copied.filter((file) => !existsSync(join(folder, file))).map((file) => `COPY: ${file}`),
		...(copied.includes(program) && existsSync(join(folder, program)) ? [] : [`CMD: ${program}`]),
		...besideIt.filter((file) => !copied.includes(file)).map((file) => `read by the service: ${file}`),
		...variables.filter((name) => !isRead(name)).map((name) => `ENV: ${name}`),
	];
}

test('it copies files that there are, starts one of them, and sets what the service reads', () => {
	const text = read('Containerfile');
	expect(instructionsOf(text).map(({ name }) => name)).toEqual(expect.arrayContaining(['FROM', 'COPY', 'ENV', 'CMD']));
	expect(faultsIn(text)).toEqual([]);
});

test('the port that it opens is the one that the service listens at', () => {
	const instructions = instructionsOf(read('Containerfile'));
	const [opened] = instructions.filter(({ name }) => name === 'EXPOSE').map(({ rest }) => rest);
	expect(instructions.filter(({ name }) => name === 'ENV').map(({ rest }) => rest).join(' ')).toContain(`PORT=${opened}`);
});

test('what does not fit is noticed', () => {
	const text = ['FROM x', 'COPY signing-service.mjs gone.cnf ./', 'ARG SPEED=1', 'ENV TOOL=openssl \\', '\tHOSTS=0.0.0.0 SIGNING_TOKEN_FILE=/token SIGN_RAW=x', 'CMD ["node", "signing.mjs"]'].join('\n');
	expect(faultsIn(text)).toEqual(['COPY: gone.cnf', 'CMD: signing.mjs', 'read by the service: gost.cnf', 'ENV: SPEED', 'ENV: HOSTS']);
});
