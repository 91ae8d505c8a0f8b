import axios, { type AxiosResponse } from 'axios';
import { readPrivateKey } from '../../../gost';
import { runSandbox, type RunningSandbox } from '../runningSandbox';

/** A client of DSS that says nothing by itself: every test writes what it sends. */
export class DssClient {
	constructor(readonly sandbox: RunningSandbox) {}

	get letter() {
		return this.sandbox.seed.dss;
	}

	get resource() {
		return `urn:cryptopro:dss:signserver:${this.letter.signServer}`;
	}

	get rightForm(): Record<string, string> {
		const { login, password, clientId } = this.letter;
		return { grant_type: 'password', username: login, password, client_id: clientId, resource: this.resource };
	}

	async askToken(form: Record<string, string>, headers: Record<string, string> = {}, query = ''): Promise<AxiosResponse> {
		return await this.send('POST', `/STS/oauth/token${query}`, new URLSearchParams(form).toString(), { 'content-type': 'application/x-www-form-urlencoded', ...headers });
	}

	async token(): Promise<string> {
		return (await this.askToken(this.rightForm)).data.access_token;
	}

	async get(path: string, token?: string): Promise<AxiosResponse> {
		return await this.send('GET', `/SignServer/rest/api/${path}`, undefined, authorized(token));
	}

	async post(path: string, body: unknown, token?: string): Promise<AxiosResponse> {
		return await this.send('POST', `/SignServer/rest/api/${path}`, JSON.stringify(body), { 'content-type': 'application/json', ...authorized(token) });
	}

	async confirmation(body: Record<string, unknown>, token?: string): Promise<AxiosResponse> {
		return await this.send('POST', '/STS/confirmation', JSON.stringify({ Resource: this.resource, ...body }), { 'content-type': 'application/json', ...authorized(token) });
	}

	async control(path: string, body: unknown): Promise<AxiosResponse> {
		return await this.send('POST', `/_sandbox/${path}`, JSON.stringify(body), { 'content-type': 'application/json' });
	}

	/** Key and certificate behind a number of DSS. */
	personOf(id: number) {
		const { thumbprint } = this.letter.certificates.find((one) => one.id === id) ?? this.letter.certificates[0];
		const held = this.sandbox.seed.accounts.flatMap(({ certificates }) => certificates).find((one) => one.thumbprint === thumbprint);
		if (!held) throw new Error(`The seed has no certificate ${thumbprint}`);
		return { key: readPrivateKey(held.privateKey), content: Buffer.from(held.content, 'base64') };
	}

	private async send(method: string, path: string, data: string | undefined, headers: Record<string, string>): Promise<AxiosResponse> {
		return await axios.request({ method, url: this.sandbox.dss + path, data, headers, validateStatus: () => true });
	}
}

/** One sandbox for a test file. */
export function givenDss(): () => DssClient {
	let client: DssClient | undefined;
	beforeAll(async () => {
		client = new DssClient(await runSandbox());
	});
	afterEach(async () => await client?.sandbox.reset());
	afterAll(async () => await client?.sandbox.stop());
	return () => {
		if (!client) throw new Error('The sandbox is not there yet');
		return client;
	};
}

/** The body that signs a text at once. */
export const documentBody = (text: string | Buffer, signature: Record<string, unknown> = {}) => ({
	Content: Buffer.from(text).toString('base64'),
	Name: 'report.xml',
	Signature: { Type: 'CMS', Parameters: { CADESType: 'BES', IsDetached: 'true' }, CertificateId: 0, PinCode: '', ...signature },
});

/** The body that begins a signature to be confirmed. */
export const transactionBody = (text: string, more: Record<string, unknown> = {}) => ({
	OperationCode: 2,
	Parameters: Object.entries({ CertificateID: '101', SignatureType: 'CMS', CADESType: 'BES', IsDetached: 'true', DocumentInfo: 'report.xml', DocumentType: 'xml' }).map(([Name, Value]) => ({ Name, Value })),
	Document: Buffer.from(text).toString('base64'),
	...more,
});

function authorized(token: string | undefined): Record<string, string> {
	return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
