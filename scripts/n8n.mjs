import { mkdirSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { run, spawnLeashed } from './command.mjs';
import { n8nEnvironment } from './n8nEnvironment.mjs';
import { N8nClient } from './n8nClient.mjs';
import { logs } from './places.mjs';
import { freePort } from './ports.mjs';
import { Stop } from './progress.mjs';

/** A cold first boot with migrations on a slow disk was seen to take a minute. */
const bootLimitMs = 180_000;
const stopLimitMs = 15_000;
const probeEveryMs = 200;

// Below node_modules no linter and no test runner looks at the code that n8n unpacks there.
const userFolderOf = ({ name, lane }) => join(lane.folder, 'node_modules/.cache', name);
const logOf = (name) => join(logs, `n8n-${name}.log`);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * @typedef {object} Instance
 * @property {string} name
 * @property {import('./lanes.mjs').Lane} lane
 * @property {number} [port] without it a free one
 * @property {Record<string, string>} [settings] further environment
 */

/**
 * One n8n with a user folder of its own.
 *
 * ```js
 * const n8n = await N8n.prepare({ name: 'demo', lane: lanes.small });
 * await n8n.installPackage(tarball);
 * await n8n.start();
 * await n8n.client.setUpOwner();
 * const credential = await n8n.client.addCredential({ name: 'Mail', type: 'smtp', data: { … } });
 * const workflowId = await n8n.client.addWorkflow(workflow, { smtp: credential });
 * const execution = await n8n.client.runToEnd(workflowId, 'Start');
 * await n8n.stop();
 * ```
 */
export class N8n {
	/** @type {import('node:child_process').ChildProcess | undefined} */
	#process;
	#environment;

	/**
	 * Makes an empty user folder, in the place of the last one of that name.
	 * @param {Instance} instance
	 */
	static async prepare(instance) {
		const userFolder = userFolderOf(instance);
		rmSync(userFolder, { recursive: true, force: true });
		rmSync(logOf(instance.name), { force: true });
		mkdirSync(join(userFolder, '.n8n-files'), { recursive: true });
		return N8n.reopen(instance);
	}

	/**
	 * With all that an earlier n8n of that name has left.
	 * @param {Instance} instance
	 */
	static async reopen({ name, lane, port, settings }) {
		mkdirSync(logs, { recursive: true });
		return new N8n({
			name,
			lane,
			// n8n compares real paths with the folder that workflows may read.
			userFolder: realpathSync(userFolderOf({ name, lane })),
			port: port ?? (await freePort()),
			brokerPort: await freePort(),
			settings,
		});
	}

	/** Use `prepare` or `reopen`. */
	constructor({ name, lane, userFolder, port, brokerPort, settings }) {
		this.name = name;
		this.lane = lane;
		this.userFolder = userFolder;
		this.address = `http://127.0.0.1:${port}`;
		this.client = new N8nClient(this.address);
		this.#environment = n8nEnvironment(
			{ userFolder, port, brokerPort, settings: { ...lane.settings, ...settings } },
			dirname(lane.node),
		);
	}

	/** The folder that workflows may read and write files in. */
	get files() {
		return join(this.userFolder, '.n8n-files');
	}

	get log() {
		return logOf(this.name);
	}

	/**
	 * Installs a packed node package the way n8n's own installer lays it down.
	 * @param {string} tarball
	 */
	async installPackage(tarball) {
		const folder = join(this.userFolder, '.n8n/nodes');
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'package.json'), '{ "name": "installed-nodes", "private": true }\n');
		// n8n itself is the peer; npm would bring a second one.
		await run('npm', ['install', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', tarball], {
			title: 'Installing the package into n8n',
			log: `n8n-${this.name}-package`,
			cwd: folder,
		});
	}

	/**
	 * @throws {Stop} when n8n ends or is not ready in time
	 */
	async start() {
		const log = openSync(this.log, 'a');
		this.#process = spawnLeashed(this.lane.node, [this.#program, 'start'], {
			cwd: this.userFolder,
			env: this.#environment,
			stdout: log,
			stderr: log,
		});
		const { exitCode } = this.#watch();
		const deadline = Date.now() + bootLimitMs;
		while (!(await this.client.ready())) {
			if (exitCode.value !== undefined) throw this.#failure(`ended with code ${exitCode.value}`);
			if (Date.now() > deadline) throw this.#failure('did not get ready in 3 minutes');
			await pause(probeEveryMs);
		}
	}

	/**
	 * Runs a workflow in a second process, which shares nothing with this n8n but user folder and database.
	 * @param {string} workflowId
	 * @throws {import('./command.mjs').CommandFailed} when the execution does not end in success
	 */
	async execute(workflowId) {
		await this.#command(['execute', `--id=${workflowId}`], 'The execution in a process of its own');
	}

	/**
	 * All credentials with what n8n keeps encrypted in them.
	 * @returns {Promise<Array<{ id: string, name: string, type: string, data: object }>>}
	 */
	decryptedCredentials() {
		return this.#exported('credentials', '--decrypted');
	}

	/**
	 * All workflows as n8n exports them for the operator.
	 * @returns {Promise<object[]>}
	 */
	exportedWorkflows() {
		return this.#exported('workflow');
	}

	/** Ends n8n in order and waits for it. `start` may be called again. */
	async stop() {
		await this.#end((child) => child.stdin.end());
	}

	/** What a power cut does to it. */
	async kill() {
		await this.#end((child) => process.kill(-child.pid, 'SIGKILL'));
	}

	/** @param {'credentials' | 'workflow'} what */
	async #exported(what, ...more) {
		const folder = mkdtempSync(join(tmpdir(), `${what}-`));
		try {
			const file = join(folder, 'all.json');
			await this.#command([`export:${what}`, '--all', ...more, `--output=${file}`], `Exporting: ${what}`);
			return JSON.parse(readFileSync(file, 'utf8'));
		} finally {
			rmSync(folder, { recursive: true });
		}
	}

	async #command(commandArguments, title) {
		await run(this.lane.node, [this.#program, ...commandArguments], {
			title,
			log: `n8n-${this.name}-${commandArguments[0].replace(':', '-')}`,
			cwd: this.userFolder,
			env: { ...this.#environment, N8N_RUNNERS_BROKER_PORT: String(await freePort()) },
		});
	}

	get #program() {
		return join(this.lane.folder, 'node_modules/n8n/bin/n8n');
	}

	#watch() {
		const exitCode = { value: undefined };
		this.#process.on('exit', (code) => {
			exitCode.value = code ?? 1;
			this.#process = undefined;
		});
		return { exitCode };
	}

	async #end(how) {
		const child = this.#process;
		if (!child) return;
		const ended = new Promise((resolve) => child.once('exit', resolve));
		how(child);
		const late = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), stopLimitMs);
		await ended;
		clearTimeout(late);
	}

	#failure(what) {
		const lines = readFileSync(this.log, 'utf8').trim().split('\n').slice(-10).join('\n');
		return new Stop(`n8n ${this.lane.version} ${what}. The end of ${this.log}:\n${lines}`);
	}
}
