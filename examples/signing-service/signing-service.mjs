/**
 * Signs and decrypts over HTTP with a command of the host: CryptoPro's cryptcp, or OpenSSL with gost-engine.
 * One file, nothing to install. README.md tells how to run it, and all settings.
 */
import { spawn } from 'node:child_process';
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { accessSync, constants, createReadStream, createWriteStream, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

/** What a request asks for, by its path. */
const TASKS = { '/sign/detached': 'SIGN_DETACHED', '/sign/enclosed': 'SIGN_ENCLOSED', '/sign/raw': 'SIGN_RAW', '/sign/digest': 'SIGN_DIGEST', '/decrypt': 'DECRYPT' };

/**
 * Commands by the tool that is installed. Words are separated by blanks, and what is in [brackets] is left out when a
 * value in it is missing. No shell reads them.
 */
const TOOLS = {
	openssl: {
		SIGN_DETACHED: 'openssl cms -sign -binary -noattr -nosmimecap -md {digest} -signer {keys}/{thumbprint}.crt -inkey {keys}/{thumbprint}.key -passin env:SIGNING_PIN -outform DER -in {in} -out {out}',
		SIGN_ENCLOSED: 'openssl cms -sign -binary -nodetach -noattr -nosmimecap -md {digest} -signer {keys}/{thumbprint}.crt -inkey {keys}/{thumbprint}.key -passin env:SIGNING_PIN -outform DER -in {in} -out {out}',
		SIGN_RAW: 'openssl dgst -{digest} -sign {keys}/{thumbprint}.key -passin env:SIGNING_PIN -out {out} {in}',
		SIGN_DIGEST: 'openssl pkeyutl -sign -inkey {keys}/{thumbprint}.key -passin env:SIGNING_PIN -in {in} -out {out}',
		DECRYPT: 'openssl cms -decrypt -binary -inform DER -recip {keys}/{thumbprint}.crt -inkey {keys}/{thumbprint}.key -passin env:SIGNING_PIN -in {in} -out {out}',
	},
	// cryptcp makes no raw signatures: SIGN_RAW and SIGN_DIGEST may name a program of yours. -signf writes {in}.sgn.
	cryptopro: {
		SIGN_DETACHED: 'cryptcp -signf -detached -der -cert -nochain -norev -thumbprint {thumbprint} [-pin {pin}] -dir {folder} {in}',
		SIGN_ENCLOSED: 'cryptcp -sign -attached -der -nochain -norev -thumbprint {thumbprint} [-pin {pin}] {in} {out}',
		DECRYPT: 'cryptcp -decr -nochain -thumbprint {thumbprint} [-pin {pin}] {in} {out}',
	},
};

const MEGABYTE = 1024 * 1024;
const LONGEST_COMPLAINT = 2000;
const LAST_WORDS_MS = 10_000;

/** Something that the caller, or whoever starts the service, has to put right. */
class Refusal extends Error {
	constructor(status, message, headers = {}) {
		super(message);
		this.status = status;
		this.headers = headers;
	}
}

const settings = readSettings(process.env);
const room = openRoom();
const slots = { free: settings.atOnce, waiting: [] };
const running = new Set();
let isStopping = false;

const server = settings.tls ? createTlsServer(settings.tls, answer) : createServer(answer);
server.headersTimeout = 10_000;
server.requestTimeout = 300_000;
server.on('error', (error) => end(`The service cannot listen at ${settings.host}:${settings.port}: ${error.code}`, 1));
server.listen(settings.port, settings.host, () => {
	const { port } = server.address();
	log({ event: 'started', address: `${settings.tls ? 'https' : 'http'}://${settings.host}:${port}`, tasks: Object.keys(settings.commands), token: settings.token !== '' });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stopGently);
process.on('exit', () => rmSync(room, { recursive: true, force: true }));

async function answer(request, response) {
	const began = Date.now();
	const id = randomUUID();
	const { pathname, searchParams } = new URL(request.url, 'http://service');
	const facts = { event: 'request', id, path: pathname in TASKS || ['/health', '/ready'].includes(pathname) ? pathname : 'other', from: request.socket.remoteAddress };
	try {
		if (pathname === '/health') send(response, 200, { status: isStopping ? 'stopping' : 'ok' });
		else {
			authenticate(request);
			if (pathname === '/ready') send(response, 200, { status: 'ready', tasks: Object.keys(settings.commands) });
			else Object.assign(facts, await work(request, response, pathname, searchParams));
		}
	} catch (error) {
		const refusal = error instanceof Refusal ? error : new Refusal(500, 'The service failed');
		if (!(error instanceof Refusal)) log({ event: 'failed', id, error: error.code ?? error.name });
		if (response.headersSent) response.destroy();
		else send(response, refusal.status, { error: refusal.message, id }, refusal.headers);
	}
	log({ ...facts, status: response.statusCode, ms: Date.now() - began });
}

async function work(request, response, pathname, query) {
	const name = TASKS[pathname];
	const command = settings.commands[name];
	if (!name) throw new Refusal(404, `There is nothing at this path. Paths are ${Object.keys(TASKS).join(', ')}`);
	if (request.method !== 'POST') throw new Refusal(405, 'Send the file with POST', { allow: 'POST' });
	if (!command) throw new Refusal(501, `This service has no command for it. Set ${name}`);
	const thumbprint = (query.get('thumbprint') ?? settings.thumbprint).toUpperCase();
	if (!/^[0-9A-F]{40}$/.test(thumbprint)) throw new Refusal(400, 'thumbprint has to be the SHA-1 of the certificate, 40 digits and letters from A to F');
	if (Number(request.headers['content-length'] ?? 0) > settings.largest) throw tooLarge();
	const pin = request.headers['x-pin'] ?? settings.pin;
	const gone = new AbortController();
	response.on('close', () => gone.abort());

	await takeSlot(gone.signal);
	const folder = join(room, randomUUID());
	try {
		mkdirSync(folder, { mode: 0o700 });
		const input = join(folder, 'in');
		const bytes = await receive(request, input);
		if (bytes === 0) throw new Refusal(400, 'The file is empty');
		const values = { in: input, out: join(folder, 'out'), folder, thumbprint, pin, keys: settings.keys, digest: settings.digest };
		await run(wordsOf(command, values), values, gone.signal);
		const result = resultOf(values);
		response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': statSync(result).size, 'cache-control': 'no-store' });
		// Who has the whole answer may hang up before the stream has noticed.
		await pipeline(createReadStream(result), response).catch(() => response.destroy());
		return { thumbprint, bytes };
	} finally {
		await rm(folder, { recursive: true, force: true });
		freeSlot();
	}
}

/** Both are digested first, so that neither content nor length can be told from the time it takes. */
function authenticate({ headers }) {
	if (settings.token === '') return;
	const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
	const digest = (text) => createHash('sha256').update(text).digest();
	if (!timingSafeEqual(digest(given), digest(settings.token))) throw new Refusal(401, 'The token is wrong or missing', { 'www-authenticate': 'Bearer' });
}

/** Waits for its turn; whoever finds too many before him is sent away at once. */
async function takeSlot(gone) {
	if (isStopping) throw new Refusal(503, 'The service is stopping', { 'retry-after': '5' });
	if (slots.free > 0) {
		slots.free -= 1;
		return;
	}
	if (slots.waiting.length >= settings.waiting) throw new Refusal(503, 'Too many files are waiting to be signed', { 'retry-after': '2' });
	await new Promise((resolve, reject) => {
		slots.waiting.push(resolve);
		gone.addEventListener('abort', () => {
			const place = slots.waiting.indexOf(resolve);
			if (place === -1) return;
			slots.waiting.splice(place, 1);
			reject(new Refusal(499, 'The caller went away'));
		});
	});
}

function freeSlot() {
	const next = slots.waiting.shift();
	if (next) next();
	else slots.free += 1;
}

/** The file goes to the disk as it comes, so that memory does not grow with it. What is too much is read and forgotten: who still sends would not read the answer. */
async function receive(request, path) {
	const file = createWriteStream(path, { mode: 0o600 });
	let bytes = 0;
	try {
		await new Promise((resolve, reject) => {
			request.on('data', (chunk) => {
				bytes += chunk.length;
				if (bytes > settings.largest) return reject(tooLarge());
				if (file.write(chunk)) return;
				request.pause();
				file.once('drain', () => request.resume());
			});
			request.on('end', () => file.end(resolve));
			request.on('error', () => reject(new Refusal(400, 'The file did not arrive whole')));
			file.on('error', reject);
		});
		return bytes;
	} finally {
		file.destroy();
		request.resume();
	}
}

function tooLarge() {
	return new Refusal(413, `The file is larger than ${settings.largest / MEGABYTE} MB`);
}

function wordsOf(command, values) {
	const isMissing = (text) => [...text.matchAll(/\{(\w+)\}/g)].some(([, name]) => !values[name]);
	const shortened = command.replace(/\[([^\]]*)\]/g, (_, group) => (isMissing(group) ? '' : group));
	const words = shortened.match(/"[^"]*"|\S+/g) ?? [];
	return words.map((word) => word.replaceAll('"', '').replace(/\{(\w+)\}/g, (_, name) => values[name] ?? ''));
}

/** Runs a command to its end. Its complaints are handed on without what is secret or private. */
async function run([program, ...words], values, gone) {
	const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SIGNING_')));
	const child = spawn(program, words, {
		cwd: values.folder,
		// A group of its own, so that nothing is left of it when it is stopped.
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...environment, ...(settings.opensslConf && { OPENSSL_CONF: settings.opensslConf }), SIGNING_PIN: values.pin },
	});
	const kill = () => child.pid !== undefined && child.exitCode === null && killGroup(child.pid);
	running.add(kill);
	let complaint = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (complaint = (complaint + chunk).slice(-LONGEST_COMPLAINT)));
	let isLate = false;
	const timer = setTimeout(() => ((isLate = true), kill()), settings.commandMs);
	gone.addEventListener('abort', kill);
	try {
		const code = await new Promise((resolve, reject) => {
			child.on('error', reject);
			child.on('close', resolve);
		});
		if (isLate) throw new Refusal(500, `The command took longer than ${settings.commandMs / 1000} seconds`);
		if (code !== 0) throw new Refusal(422, `The command failed: ${withoutPrivates(complaint, values)}`);
	} finally {
		clearTimeout(timer);
		running.delete(kill);
		gone.removeEventListener('abort', kill);
	}
}

function killGroup(pid) {
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// It ended in this very moment.
	}
}

function withoutPrivates(text, { folder, pin, keys }) {
	const names = [pin, folder, keys].filter(Boolean);
	const plain = names.reduce((rest, name) => rest.replaceAll(name, '…'), text);
	return plain.replace(/\s+/g, ' ').trim().slice(-300) || 'it said nothing';
}

/** cryptcp names its files itself. */
function resultOf(values) {
	const found = [values.out, `${values.in}.sgn`, `${values.in}.sig`].find((path) => statSync(path, { throwIfNoEntry: false })?.size > 0);
	if (!found) throw new Refusal(422, 'The command ended well, but made no file');
	return found;
}

function send(response, status, json, headers = {}) {
	const ending = isStopping ? { connection: 'close' } : {};
	response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...ending, ...headers });
	response.end(JSON.stringify(json));
}

/** A private folder for files in work. What a killed service left behind is removed. */
function openRoom() {
	const parent = process.env.WORK_FOLDER || tmpdir();
	const prefix = 'signing-service-';
	for (const name of readdirSync(parent).filter((one) => one.startsWith(prefix))) {
		const owner = Number(name.slice(prefix.length).split('-')[0]);
		// In a container every service has the same number.
		if (owner === process.pid || !isAlive(owner)) removeOld(join(parent, name));
	}
	return mkdtempSync(join(parent, `${prefix}${process.pid}-`));
}

function removeOld(folder) {
	try {
		rmSync(folder, { recursive: true, force: true });
	} catch (error) {
		log({ event: 'left behind', folder, error: error.code });
	}
}

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

/** Takes nothing new, lets what runs come to its end, and stops what does not. */
function stopGently() {
	if (isStopping) return;
	isStopping = true;
	log({ event: 'stopping' });
	server.close(() => end('', 0));
	server.closeIdleConnections();
	setTimeout(() => {
		for (const kill of running) kill();
		server.closeAllConnections();
	}, LAST_WORDS_MS).unref();
}

function end(message, code) {
	if (message) process.stderr.write(`${message}\n`);
	process.exit(code);
}

/** One line of JSON for each event. Neither content nor PIN nor token is ever part of it. */
function log(facts) {
	process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...facts })}\n`);
}

function readSettings(env) {
	try {
		return settingsOf(env);
	} catch (error) {
		return end(error.message, 1);
	}
}

function settingsOf(env) {
	const host = env.HOST || '127.0.0.1';
	const token = secretOf(env, 'SIGNING_TOKEN');
	if (token === '' && !/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)) throw new Error(`Set SIGNING_TOKEN: at ${host} others could sign as well`);
	const preset = TOOLS[env.TOOL || 'cryptopro'];
	if (!preset) throw new Error(`TOOL has to be one of ${Object.keys(TOOLS).join(', ')}`);
	const commands = Object.fromEntries(Object.values(TASKS).map((name) => [name, env[name] ?? preset[name] ?? '']).filter(([, command]) => command !== ''));
	for (const [name, command] of Object.entries(commands)) if (!isInstalled(command.split(' ')[0])) throw new Error(`${command.split(' ')[0]}, the program of ${name}, is not installed or not in PATH`);
	if (Boolean(env.TLS_CERT_FILE) !== Boolean(env.TLS_KEY_FILE)) throw new Error('TLS needs both TLS_CERT_FILE and TLS_KEY_FILE');
	return {
		host,
		port: numberOf(env, 'PORT', 8095, 0),
		token,
		pin: secretOf(env, 'SIGNING_PIN'),
		tls: env.TLS_CERT_FILE ? { cert: readFileSync(env.TLS_CERT_FILE), key: readFileSync(env.TLS_KEY_FILE), minVersion: 'TLSv1.2' } : undefined,
		commands,
		thumbprint: env.THUMBPRINT ?? '',
		keys: env.KEYS ?? '/keys',
		digest: env.DIGEST ?? 'md_gost12_256',
		opensslConf: env.TOOL === 'openssl' && !env.OPENSSL_CONF ? join(dirname(fileURLToPath(import.meta.url)), 'gost.cnf') : undefined,
		largest: numberOf(env, 'LARGEST_MB', 100, 1) * MEGABYTE,
		commandMs: numberOf(env, 'COMMAND_SECONDS', 60, 1) * 1000,
		atOnce: numberOf(env, 'AT_ONCE', 2, 1),
		waiting: numberOf(env, 'WAITING', 20, 0),
	};
}

/** A secret stands in a variable, or in a file that a variable names. */
function secretOf(env, name) {
	const file = env[`${name}_FILE`];
	return file ? readFileSync(file, 'utf8').trim() : (env[name] ?? '');
}

function numberOf(env, name, usual, least) {
	const value = Number(env[name] || usual);
	if (!Number.isFinite(value) || value < least) throw new Error(`${name} has to be a number from ${least} on`);
	return value;
}

function isInstalled(program) {
	const places = program.includes('/') ? [program] : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
	return places.some((path) => {
		try {
			accessSync(path, constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}
