import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = join(__dirname, '../../examples/signing-service/signing-service.mjs');

/** A key as the service finds it in its folder. */
export interface KeyFile {
	readonly thumbprint: string;
	/** DER in base64. */
	readonly certificate: string;
	/** PKCS#8, PEM. */
	readonly privateKey: string;
}

/** The service of examples/signing-service, running as a process of its own. */
export interface RunningService {
	readonly url: string;
	/** Where it keeps files in work. */
	readonly workFolder: string;
	/** Everything that it has written so far. */
	log(): string;
	/** Asks it to stop, as a service manager does; answers its exit code. */
	stop(): Promise<number | null>;
	/** Ends it as a power cut does. */
	kill(): Promise<void>;
}

/** What is left of a start that failed. */
export interface FailedStart {
	readonly code: number | null;
	readonly log: string;
}

/** A folder for keys and work, removed with {@link removeServices}. */
export function givenFolder(keys: readonly KeyFile[] = []): string {
	const folder = mkdtempSync(join(tmpdir(), 'signing-service-test-'));
	folders.push(folder);
	mkdirSync(join(folder, 'keys'));
	mkdirSync(join(folder, 'work'));
	for (const { thumbprint, certificate, privateKey } of keys) {
		writeFileSync(join(folder, 'keys', `${thumbprint}.key`), privateKey);
		writeFileSync(join(folder, 'keys', `${thumbprint}.crt`), `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`);
	}
	return folder;
}

const folders: string[] = [];
const services: Array<() => Promise<void>> = [];

/** Ends every service that a test left running, and removes the folders. */
export async function removeServices(): Promise<void> {
	await Promise.all(services.splice(0).map(async (kill) => await kill()));
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Starts the service and waits until it listens. */
export async function startService(folder: string, settings: Record<string, string> = {}): Promise<RunningService> {
	const started = await start(folder, settings);
	if ('url' in started) return started;
	throw new Error(`The service did not start: ${started.log}`);
}

/** Starts the service with settings that it must not accept. */
export async function startInVain(folder: string, settings: Record<string, string>): Promise<FailedStart> {
	const started = await start(folder, settings);
	if (!('url' in started)) return started;
	throw new Error('The service started');
}

async function start(folder: string, settings: Record<string, string>): Promise<RunningService | FailedStart> {
	const workFolder = join(folder, 'work');
	const child = spawn(process.execPath, [program], {
		env: { PATH: process.env.PATH, PORT: '0', TOOL: 'openssl', KEYS: join(folder, 'keys'), WORK_FOLDER: workFolder, ...settings },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let log = '';
	const ended = once(child, 'close').then(([code]: Array<number | null>) => ({ code, log }));
	const listening = new Promise<string>((resolve) => {
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', (chunk: Buffer) => {
				log += chunk.toString();
				const [, address] = /"event":"started","address":"([^"]+)"/.exec(log) ?? [];
				if (address) resolve(address);
			});
		}
	});
	const kill = async () => {
		child.kill('SIGKILL');
		await ended;
	};
	services.push(kill);
	const first = await Promise.race([listening, ended]);
	if (typeof first !== 'string') return first;
	const stop = async () => {
		child.kill('SIGTERM');
		return (await ended).code;
	};
	return { url: first, workFolder, log: () => log, stop, kill };
}

/** Files in work, at whatever depth. */
export function filesInWork({ workFolder }: RunningService): string[] {
	return readdirSync(workFolder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('/'));
}
