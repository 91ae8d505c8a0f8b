import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { builtSandbox } from './build.mjs';
import { spawnLeashed } from './command.mjs';
import { logs } from './places.mjs';
import { Stop } from './progress.mjs';

const startLimitMs = 60_000;

/** The simulator of Kontur.Extern in a process of its own, and what people and tests may ask it below /_sandbox. */
export class Sandbox {
	#process;

	/**
	 * @param {{ name: string, arguments?: string[] }} options
	 * @throws {Stop} when it does not start
	 */
	static async start({ name, arguments: more = [] }) {
		const main = await builtSandbox();
		mkdirSync(logs, { recursive: true });
		const log = join(logs, `sandbox-${name}.log`);
		const child = spawnLeashed(process.execPath, [main, '--port', '0', '--json', ...more], {
			stderr: openSync(log, 'w'),
		});
		return new Sandbox(child, await firstLine(child, log));
	}

	/** Use `start`. */
	constructor(child, { api, identity, control, dss }) {
		this.#process = child;
		this.api = api;
		this.identity = identity;
		this.control = control;
		this.dss = dss;
	}

	/** What Kontur's letter would hold: keys, passwords, accounts. */
	seed() {
		return this.get('/seed');
	}

	docflows() {
		return this.get('/docflows').then(({ docflows }) => docflows);
	}

	/** @param {number} [after] number of the last request seen */
	requests(after = 0) {
		return this.get(`/requests?after=${after}`).then(({ requests }) => requests);
	}

	messages() {
		return this.get('/telegram/messages');
	}

	/** @param {object} fault see docs/architecture.md */
	addFault(fault) {
		return this.post('/faults', fault);
	}

	removeFaults() {
		return this.#send('DELETE', '/faults');
	}

	/** @param {{ now?: string, speed?: number }} clock */
	setClock(clock) {
		return this.post('/clock', clock);
	}

	/** @param {string} path below /_sandbox */
	get(path) {
		return this.#send('GET', path);
	}

	/**
	 * @param {string} path below /_sandbox
	 * @param {object} [body]
	 */
	post(path, body = {}) {
		return this.#send('POST', path, body);
	}

	async stop() {
		if (this.#process.exitCode !== null) return;
		const ended = new Promise((resolve) => this.#process.once('exit', resolve));
		this.#process.stdin.end();
		await ended;
	}

	async #send(method, path, body) {
		const answer = await fetch(this.control + path, {
			method,
			headers: body && { 'content-type': 'application/json' },
			body: body && JSON.stringify(body),
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`The sandbox answered ${answer.status} to ${method} ${path}: ${text}`);
		return text === '' ? undefined : JSON.parse(text);
	}
}

async function firstLine(child, log) {
	const lines = createInterface({ input: child.stdout });
	const line = await Promise.race([
		new Promise((resolve) => lines.once('line', resolve)),
		new Promise((resolve) => child.once('exit', () => resolve(undefined))),
		new Promise((resolve) => setTimeout(resolve, startLimitMs, undefined).unref()),
	]);
	if (line === undefined) throw new Stop(`The sandbox did not start; its messages are in ${log}`);
	return JSON.parse(line);
}
