import { randomUUID } from 'node:crypto';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { runSandbox, type RunningSandbox, type Seed } from '../runningSandbox';
import { Browser } from './browser';

export type Fields = Record<string, string>;

export const CALLBACK = 'http://127.0.0.1:45678/rest/oauth2-credential/callback';
export const SCOPE = 'openid extern.api';

/** An integrator's application that signs in at the sandbox's provider. */
export class Application {
	private sandbox: RunningSandbox | undefined;

	async start(): Promise<void> {
		this.sandbox = await runSandbox();
	}

	async stop(): Promise<void> {
		await this.sandbox?.stop();
	}

	get identity(): string {
		return this.running.identity;
	}

	get seed(): Seed {
		return this.running.seed;
	}

	/** What is below /_sandbox of the API. */
	get control(): AxiosInstance {
		return this.running.control;
	}

	private get running(): RunningSandbox {
		if (!this.sandbox) throw new Error('the sandbox runs only while tests run');
		return this.sandbox;
	}

	get credentials(): Fields {
		const { clientId, apiKey } = this.seed;
		return { client_id: clientId, client_secret: apiKey };
	}

	/** A field given as an empty string is left out. */
	token(fields: Fields): Promise<AxiosResponse> {
		return this.post('/connect/token', { ...this.credentials, ...fields });
	}

	post(path: string, fields: Fields, headers: Fields = {}): Promise<AxiosResponse> {
		const given = Object.entries(fields).filter(([, value]) => value !== '');
		return axios.post(this.identity + path, new URLSearchParams(given).toString(), { headers, validateStatus: () => true });
	}

	/** Calls the older service with our key in the query; a field given as an empty string is sent empty. */
	older(method: 'POST' | 'PUT', path: string, query: Fields, body?: string | Buffer): Promise<AxiosResponse> {
		return axios.request({
			method,
			url: this.identity + path,
			params: query,
			data: body,
			headers: { 'content-type': 'application/octet-stream' },
			validateStatus: () => true,
		});
	}

	authorizeUrl(more: Fields = {}): string {
		const query = { response_type: 'code', client_id: this.seed.clientId, scope: SCOPE, redirect_uri: CALLBACK, state: randomUUID(), ...more };
		return `${this.identity}/connect/authorize?${new URLSearchParams(query)}`;
	}

	/** Goes through the sign-in page as the seeded person; the address that the browser is sent back to. */
	async signInThroughPage(more: Fields = {}): Promise<URL> {
		const browser = new Browser(this.identity);
		const page = await browser.open(this.authorizeUrl(more));
		const { login, password } = this.seed;
		const end = await browser.submit(page, { login, password });
		return new URL(String(end.headers.location));
	}

	async codeFromPage(more: Fields = {}): Promise<string> {
		return (await this.signInThroughPage(more)).searchParams.get('code') ?? '';
	}

	exchange(code: string, more: Fields = {}): Promise<AxiosResponse> {
		return this.token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...more });
	}

	refresh(refreshToken: string, more: Fields = {}): Promise<AxiosResponse> {
		return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken, scope: SCOPE, ...more });
	}

	/** What the provider says about the person behind an access token: 200, or 401 when the token is dead. */
	userinfo(accessToken: string): Promise<AxiosResponse> {
		return axios.get(`${this.identity}/connect/userinfo`, { headers: { authorization: `Bearer ${accessToken}` }, validateStatus: () => true });
	}

	/** What the Extern API says to a caller: 200 with the accounts, or 401. */
	accounts(authorization: string): Promise<AxiosResponse> {
		return axios.get(`${this.running.api}/v1`, { headers: { authorization, 'x-kontur-apikey': this.seed.apiKey }, validateStatus: () => true });
	}

	lifetimes(seconds: Record<string, number>): Promise<AxiosResponse> {
		return axios.post(`${this.identity}/_sandbox/lifetimes`, seconds);
	}

	/** What is below /_sandbox of the provider. */
	ask(path: string, body: unknown): Promise<AxiosResponse> {
		return axios.post(`${this.identity}/_sandbox${path}`, body, { validateStatus: () => true });
	}

	requests(): Promise<AxiosResponse> {
		return this.control.get('/requests');
	}
}

/** A sandbox of its own for the tests of one file. */
export function givenApplication(): Application {
	const application = new Application();
	beforeAll(() => application.start());
	afterAll(() => application.stop());
	return application;
}

export const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1000));
