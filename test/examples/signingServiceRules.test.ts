import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request as requestTls } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';

import { filesInWork, givenFolder, removeServices, startInVain, startService, type RunningService } from './signingService';

/** What the service of examples/signing-service owes to whoever runs it, with programs of the test instead of a signer. */

const TOKEN = 'token-of-the-test';
const THUMBPRINT = 'AB'.repeat(20);
const authorized = { authorization: `Bearer ${TOKEN}` };

afterEach(removeServices);

/** A service whose command is a script of the shell; `$1` is the file, `$2` what it has to write. */
async function givenScript(script: string, settings: Record<string, string> = {}): Promise<RunningService> {
	const folder = givenFolder();
	writeFileSync(join(folder, 'keys', 'sign.sh'), script);
	return await startService(folder, { TOOL: 'cryptopro', SIGN_DETACHED: 'sh {keys}/sign.sh {in} {out}', SIGN_ENCLOSED: '', DECRYPT: '', SIGNING_TOKEN: TOKEN, THUMBPRINT, ...settings });
}

async function post({ url }: RunningService, body: Buffer | string = 'file', more: RequestInit = {}, path = '/sign/detached') {
	const response = await fetch(url + path, { method: 'POST', headers: authorized, body, ...more });
	const text = await response.text();
	return { status: response.status, text, headers: response.headers };
}

const until = async (isSo: () => boolean) => {
	for (let tries = 0; !isSo(); tries += 1) {
		if (tries > 500) throw new Error('It did not come to that');
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
};

const COPY = 'cp "$1" "$2"';

describe('who may sign', () => {
	test('only who has the token', async () => {
		const service = await givenScript(COPY);
		expect((await post(service)).status).toBe(200);
		for (const authorization of ['', 'Bearer wrong', `Bearer ${TOKEN}x`, `Basic ${TOKEN}`]) {
			const { status, text } = await post(service, 'file', { headers: { authorization } });
			expect([status, JSON.parse(text)]).toEqual([401, { error: 'The token is wrong or missing', id: expect.any(String) }]);
		}
		expect(service.log()).not.toContain(TOKEN);
	});

	test('anybody on this computer, where there is no token', async () => {
		const service = await givenScript(COPY, { SIGNING_TOKEN: '' });
		expect((await post(service, 'file', { headers: {} })).status).toBe(200);
	});

	test('nobody at an address for others without a token', async () => {
		const { code, log } = await startInVain(givenFolder(), { HOST: '0.0.0.0', SIGN_DETACHED: 'true' });
		expect(code).toBe(1);
		expect(log).toContain('Set SIGNING_TOKEN');
	});

	test('the token may stand in a file', async () => {
		const folder = givenFolder();
		const file = join(folder, 'token');
		writeFileSync(file, `${TOKEN}\n`);
		const service = await startService(folder, { SIGN_DETACHED: 'cp {in} {out}', SIGNING_TOKEN_FILE: file, THUMBPRINT });
		expect((await post(service)).status).toBe(200);
		expect((await post(service, 'file', { headers: {} })).status).toBe(401);
	});
});

describe('it does not start', () => {
	const wrong: Record<string, { settings: Record<string, string>; says: string }> = {
		'without its program': { settings: { SIGN_DETACHED: 'no-such-program {in} {out}' }, says: 'no-such-program, the program of SIGN_DETACHED, is not installed' },
		'for an unknown tool': { settings: { TOOL: 'gpg' }, says: 'TOOL has to be one of' },
		'with half of TLS': { settings: { TLS_CERT_FILE: '/nowhere' }, says: 'TLS needs both' },
		'with a limit that is no number': { settings: { LARGEST_MB: 'many' }, says: 'LARGEST_MB has to be a number' },
	};

	test.each(Object.entries(wrong))('%s', async (_, { settings, says }) => {
		const { code, log } = await startInVain(givenFolder(), { SIGNING_TOKEN: TOKEN, ...settings });
		expect([code, log]).toEqual([1, expect.stringContaining(says)]);
	});
});

test('anybody may ask whether it is there; what it can do is told with the token only', async () => {
	const service = await givenScript(COPY);
	const get = async (path: string, headers = {}) => {
		const response = await fetch(service.url + path, { headers });
		return [response.status, await response.json()];
	};
	expect(await get('/health')).toEqual([200, { status: 'ok' }]);
	expect(await get('/ready')).toEqual([401, expect.anything()]);
	expect(await get('/ready', authorized)).toEqual([200, { status: 'ready', tasks: ['SIGN_DETACHED'] }]);
});

describe('what cannot be done is said:', () => {
	test.each([
		['another path', '/sign', 404, 'There is nothing at this path'],
		['a task without a command', '/sign/raw', 501, 'Set SIGN_RAW'],
		['a thumbprint that is none', '/sign/detached?thumbprint=../../etc/passwd', 400, 'thumbprint has to be'],
	])('%s', async (_, path, status, says) => {
		const answer = await post(await givenScript(COPY), 'file', {}, path);
		expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(says)]);
	});

	test('GET instead of POST, and an empty file', async () => {
		const service = await givenScript(COPY);
		expect((await fetch(`${service.url}/sign/detached`, { headers: authorized })).status).toBe(405);
		expect(await post(service, '')).toMatchObject({ status: 400, text: expect.stringContaining('The file is empty') });
	});

	test('a command that fails, that makes nothing, that takes too long', async () => {
		const failing = await givenScript('echo "Licence expired, see $1" >&2; exit 3');
		const { status, text } = await post(failing);
		expect([status, text]).toEqual([422, expect.stringContaining('The command failed: Licence expired, see …')]);
		expect(text).not.toContain(failing.workFolder);
		expect(await post(await givenScript('true'))).toMatchObject({ status: 422, text: expect.stringContaining('made no file') });
		const slow = await givenScript('sleep 60 & wait', { COMMAND_SECONDS: '1' });
		expect(await post(slow)).toMatchObject({ status: 500, text: expect.stringContaining('longer than 1 seconds') });
		expect(filesInWork(slow).filter((name) => name.endsWith('/in'))).toEqual([]);
	});
});

describe('a file that is too large is refused', () => {
	const large = Buffer.alloc(3 * 1024 * 1024, 1);

	test('by its announced size', async () => {
		const service = await givenScript(COPY, { LARGEST_MB: '1' });
		expect(await post(service, large)).toMatchObject({ status: 413, text: expect.stringContaining('larger than 1 MB') });
		expect(await post(service)).toMatchObject({ status: 200 });
	});

	test('also when nobody announced it', async () => {
		const service = await givenScript(COPY, { LARGEST_MB: '1' });
		const body = new Blob([large]).stream();
		const answer = await fetch(`${service.url}/sign/detached`, { method: 'POST', headers: authorized, body, duplex: 'half' } as RequestInit);
		expect([answer.status, await answer.text()]).toEqual([413, expect.stringContaining('larger than 1 MB')]);
		await until(() => filesInWork(service).length === 0);
	});
});

describe('files in work', () => {
	const CONTENT = 'salary of everybody';
	const SLOW = 'cp "$1" "$2"; while [ ! -e "$(dirname "$0")/go" ]; do sleep 0.05; done';

	test('are readable for nobody else, and gone after the answer', async () => {
		const service = await givenScript(SLOW);
		const answer = post(service, CONTENT);
		await until(() => filesInWork(service).some((name) => name.endsWith('/in')));
		for (const name of filesInWork(service).filter((one) => one.endsWith('/in'))) {
			expect(statSync(join(service.workFolder, name)).mode & 0o077).toBe(0);
			expect(statSync(join(service.workFolder, name, '..')).mode & 0o077).toBe(0);
		}
		writeFileSync(join(service.workFolder, '../keys/go'), '');
		expect(await answer).toMatchObject({ status: 200, text: CONTENT });
		await until(() => filesInWork(service).length === 0);
		expect(service.log()).not.toContain(CONTENT);
	});

	test('are gone after a failure, and when the caller has gone', async () => {
		const failing = await givenScript('exit 1');
		await post(failing);
		await until(() => filesInWork(failing).length === 0);
		const service = await givenScript(SLOW);
		const leaving = new AbortController();
		const answer = post(service, CONTENT, { signal: leaving.signal }).catch(() => undefined);
		await until(() => filesInWork(service).some((name) => name.endsWith('/out')));
		leaving.abort();
		await answer;
		await until(() => filesInWork(service).length === 0);
	});

	test('that a killed service left behind are removed by the next one', async () => {
		const service = await givenScript(SLOW);
		const answer = post(service, CONTENT).catch(() => undefined);
		await until(() => filesInWork(service).some((name) => name.endsWith('/out')));
		await service.kill();
		await answer;
		expect(readdirSync(service.workFolder)).not.toEqual([]);
		writeFileSync(join(service.workFolder, '../keys/go'), '');
		const next = await startService(join(service.workFolder, '..'), { SIGN_DETACHED: 'cp {in} {out}', SIGNING_TOKEN: TOKEN, THUMBPRINT });
		expect(filesInWork(next)).toEqual([]);
		expect(readdirSync(next.workFolder)).toHaveLength(1);
		expect(await next.stop()).toBe(0);
		expect(readdirSync(service.workFolder)).toEqual([]);
	});
});

test('so many at once and no more: the rest waits, and who finds too many waiting is sent away', async () => {
	const service = await givenScript('cp "$1" "$2"; while [ ! -e "$(dirname "$0")/go" ]; do sleep 0.05; done', { AT_ONCE: '1', WAITING: '1' });
	const first = post(service);
	await until(() => filesInWork(service).some((name) => name.endsWith('/out')));
	const second = post(service);
	await new Promise((resolve) => setTimeout(resolve, 200));
	const third = await post(service);
	expect([third.status, third.headers.get('retry-after')]).toEqual([503, '2']);
	writeFileSync(join(service.workFolder, '../keys/go'), '');
	expect([(await first).status, (await second).status]).toEqual([200, 200]);
});

test('asked to stop, it ends what it has begun', async () => {
	const service = await givenScript('cp "$1" "$2"; while [ ! -e "$(dirname "$0")/go" ]; do sleep 0.05; done');
	const answer = post(service);
	await until(() => filesInWork(service).some((name) => name.endsWith('/out')));
	const stopped = service.stop();
	await until(() => service.log().includes('"stopping"'));
	writeFileSync(join(service.workFolder, '../keys/go'), '');
	expect((await answer).status).toBe(200);
	expect(await stopped).toBe(0);
	expect(readdirSync(service.workFolder)).toEqual([]);
});

test('a caller who sends half a file harms nobody', async () => {
	const service = await givenScript(COPY);
	const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
	await once(socket, 'connect');
	socket.write(`POST /sign/detached HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${TOKEN}\r\ncontent-length: 100\r\n\r\nhalf`);
	await until(() => filesInWork(service).some((name) => name.endsWith('/in')));
	socket.destroy();
	await until(() => filesInWork(service).length === 0);
	expect((await post(service)).status).toBe(200);
});

describe('cryptcp', () => {
	/** Notes how it was called, and writes as cryptcp does: beside the file for -signf, else into the file that is named last. */
	const CRYPTCP = '#!/bin/sh\nprintf \'%s\\n\' "$@" >"$NOTES"\nfor word; do in=$last; last=$word; done\ncase $1 in -signf) cp "$last" "$last.sgn";; *) cp "$in" "$last";; esac\n';

	async function called(headers: Record<string, string>, path = '/sign/detached') {
		const folder = givenFolder();
		const bin = join(folder, 'bin');
		mkdirSync(bin);
		writeFileSync(join(bin, 'cryptcp'), CRYPTCP);
		chmodSync(join(bin, 'cryptcp'), 0o755);
		const NOTES = join(folder, 'notes');
		const service = await startService(folder, { TOOL: 'cryptopro', PATH: `${bin}:${process.env.PATH ?? ''}`, NOTES, SIGNING_TOKEN: TOKEN, THUMBPRINT });
		const answer = await post(service, 'file', { headers: { ...authorized, ...headers } }, path);
		expect(answer).toMatchObject({ status: 200, text: 'file' });
		expect(existsSync(NOTES)).toBe(true);
		return readFileSync(NOTES, 'utf8').trim().split('\n');
	}

	test('is called with thumbprint and PIN, which no shell reads', async () => {
		const words = await called({ 'x-pin': '1;$(id)' });
		expect(words.slice(0, 9)).toEqual(['-signf', '-detached', '-der', '-cert', '-nochain', '-norev', '-thumbprint', THUMBPRINT, '-pin']);
		expect(words[9]).toBe('1;$(id)');
	});

	test.each([
		['/sign/enclosed', ['-sign', '-attached', '-der', '-nochain', '-norev']],
		['/decrypt', ['-decr', '-nochain']],
	])('is called for %s with the file it reads and the file it writes', async (path, options) => {
		const words = await called({ 'x-pin': '1;$(id)' }, path);
		expect(words).toEqual([...options, '-thumbprint', THUMBPRINT, '-pin', '1;$(id)', expect.stringMatching(/\/in$/), expect.stringMatching(/\/out$/)]);
	});

	test('is called without -pin when there is none', async () => {
		expect(await called({})).not.toContain('-pin');
	});
});

test('it speaks TLS', async () => {
	const folder = givenFolder();
	const [key, cert] = ['tls.key', 'tls.crt'].map((name) => join(folder, name));
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, '-days', '1', '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'pipe' });
	const { url } = await startService(folder, { SIGN_DETACHED: 'cp {in} {out}', SIGNING_TOKEN: TOKEN, THUMBPRINT, TLS_CERT_FILE: cert, TLS_KEY_FILE: key });
	expect(url).toMatch(/^https:/);
	const asked = requestTls(`${url}/health`, { ca: readFileSync(cert) }).end();
	const [{ statusCode }] = await once(asked, 'response');
	expect(statusCode).toBe(200);
});
