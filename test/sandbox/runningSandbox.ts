/** Starts the built sandbox as a process of its own and speaks to it. */

import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import axios, { type AxiosInstance, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { judgeAnswer, operationOf } from '../reference/judge';
import type { Answered } from './answers';

export interface SeedCertificate {
	note: string;
	content: string;
	thumbprint: string;
	serialNumber: string;
	privateKey: string;
	inn: string;
}

export interface SeedOrganization {
	id: string;
	inn: string;
	kpp?: string;
	name: string;
	isMain: boolean;
	fnsMchdId?: string;
}

export interface SeedAccount {
	id: string;
	inn: string;
	kpp?: string;
	name: string;
	organizations: SeedOrganization[];
	certificates: SeedCertificate[];
}

/** What the administrator of CryptoPro DSS hands over. */
export interface DssLetter {
	sts: string;
	signServer: string;
	login: string;
	password: string;
	clientId: string;
	secretClient: { clientId: string; clientSecret: string };
	certificates: Array<{ id: number; thumbprint: string; accountId: string; note: string; isDefault: boolean; pin?: string }>;
}

export interface Seed {
	clientId: string;
	apiKey: string;
	login: string;
	password: string;
	sid: string;
	clerk: { login: string; password: string; sid: string };
	neighbour: { clientId: string; apiKey: string };
	foreignAccountId: string;
	accounts: SeedAccount[];
	dss: DssLetter;
}

export interface RunningSandbox {
	api: string;
	identity: string;
	dss: string;
	control: AxiosInstance;
	seed: Seed;
	/** Calls the API as the operator; every answer is judged by the reference. */
	call: Caller;
	/** Calls the API with other headers. */
	callAs(headers: Record<string, string>): Caller;
	/** Moves simulated time. */
	pass(seconds: number): Promise<void>;
	reset(): Promise<void>;
	stop(): Promise<void>;
}

export type Caller = <T = Answered>(
	method: string,
	path: string,
	data?: unknown,
	config?: AxiosRequestConfig,
) => Promise<AxiosResponse<T>>;

const MAIN = process.env.SANDBOX_MAIN ?? join(__dirname, '../../build/sandbox/main.js');

export async function runSandbox(options: string[] = []): Promise<RunningSandbox> {
	const child = spawn(process.execPath, [MAIN, '--port', '0', '--json', ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
	const addresses: { api: string; identity: string; control: string; dss: string } = JSON.parse(await firstLine(child));
	const control = axios.create({ baseURL: addresses.control, validateStatus: () => true });
	const { data: seed } = await control.get<Seed>('/seed');
	const callAs = (headers: Record<string, string>) => judgedCaller(addresses.api, headers);
	return {
		...addresses,
		control,
		seed,
		callAs,
		call: callAs({ authorization: `auth.sid ${seed.sid}`, 'x-kontur-apikey': seed.apiKey }),
		pass: async (seconds) => {
			await control.post('/clock', { advanceMs: seconds * 1000 });
		},
		reset: async () => {
			await control.post('/reset');
		},
		stop: () =>
			new Promise((resolve) => {
				child.once('exit', () => resolve());
				child.kill('SIGTERM');
			}),
	};
}

function judgedCaller(baseURL: string, headers: Record<string, string>): Caller {
	const client = axios.create({
		baseURL,
		headers,
		validateStatus: () => true,
		maxRedirects: 0,
		maxBodyLength: Infinity,
		maxContentLength: Infinity,
	});
	return async (method, path, data, config = {}) => {
		const response = await client.request({ method, url: path, data, ...config });
		const operation = operationOf(method.toUpperCase(), path);
		if (!operation) throw new Error(`the reference has no ${method} ${path}`);
		const complaints =
			response.config.responseType !== undefined || response.data === '' ? [] : complaintsAbout(operation, response);
		if (complaints.length > 0)
			throw new Error(
				`${operation} answered ${response.status} against the reference: ${complaints.join('; ')}\n${JSON.stringify(response.data).slice(0, 2000)}`,
			);
		if (!response.headers['x-kontur-trace-id']) throw new Error(`${operation} answered without a trace id`);
		return response;
	};
}

function complaintsAbout(operation: string, { status, data }: AxiosResponse): string[] {
	const complaints = judgeAnswer(operation, status, data);
	const docflow = operation === 'draft-task-get' && data['task-result']?.documents ? data['task-result'] : undefined;
	if (!docflow) return complaints;
	// The task schema only outlines the docflow, so that its names look misspelt: the docflow's own schema judges it.
	return [...complaints.filter((complaint) => !complaint.includes('is spelt')), ...judgeAnswer('docflow-get', 200, docflow)];
}

function firstLine({ stdout }: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		if (!stdout) throw new Error('the sandbox has no output');
		const lines = createInterface(stdout);
		lines.once('line', resolve);
		lines.once('close', () => reject(new Error('the sandbox ended before it told its addresses')));
	});
}
