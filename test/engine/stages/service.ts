import axios from 'axios';

import type { Sandbox, Seed } from '../sandbox';

/** The API as an application of the seed speaks to it, without any of our own code in between. */
export class Service {
	constructor(
		readonly sandbox: Sandbox,
		readonly seed: Seed,
		private readonly token: string,
	) {}

	static async of(sandbox: Sandbox, seed: Seed): Promise<Service> {
		return await Service.signedIn(sandbox, seed, { grant_type: 'client_credentials' });
	}

	/** The same application, signed in by another grant. */
	static async signedIn(sandbox: Sandbox, seed: Seed, grant: Record<string, string>): Promise<Service> {
		const { clientId: client_id, apiKey: client_secret } = seed;
		const form = new URLSearchParams({ scope: 'extern.api', client_id, client_secret, ...grant });
		const { data } = await axios.post<{ access_token: string }>(`${sandbox.addresses.identity}/connect/token`, form);
		return new Service(sandbox, seed, data.access_token);
	}

	/** One call. Bytes are sent as they are, anything else as JSON. */
	async call<T>(method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
		const data = body === undefined || body instanceof Uint8Array ? body : JSON.stringify(body);
		const type = body instanceof Uint8Array ? 'application/octet-stream' : 'application/json';
		const answer = await axios.request<T>({
			method,
			url: this.sandbox.addresses.api + path,
			data,
			headers: { authorization: `Bearer ${this.token}`, ...(body !== undefined && { 'content-type': type }), ...headers },
			validateStatus: () => true,
		});
		if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.data)}`);
		return answer.data;
	}

	/** A docflow that an authority has begun of its own accord. */
	async incoming<T>(accountId: string, type: string): Promise<T> {
		const docflowId = await this.sandbox.beginDocflow(accountId, type);
		return await this.call<T>('get', `/v1/${accountId}/docflows/${docflowId}`);
	}

	/** Waits for a background task; `address` is where it is read. */
	async finished<T>(address: string): Promise<T> {
		for (let looks = 0; looks < 200; looks += 1) {
			const task = await this.call<{ 'task-state': string; 'task-result': T; error?: unknown }>('get', address);
			if (task['task-state'] === 'succeed') return task['task-result'];
			if (task['task-state'] === 'failed') throw new Error(`${address} failed: ${JSON.stringify(task.error)}`);
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		throw new Error(`${address} never ended`);
	}
}
