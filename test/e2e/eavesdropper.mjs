import { once } from 'node:events';
import { createServer } from 'node:http';

/** Names under which secrets travel, in any spelling: what is issued, and what is shown to get it. */
const secretNames = new Set(['accesstoken', 'refreshtoken', 'idtoken', 'sid', 'devicecode', 'token', 'decryptedkey', 'key', 'encryptedkey']);

/** Passes everything on to the identity provider and remembers the secrets that go either way, which the sandbox's log leaves out. */
export class Eavesdropper {
	#server;
	#heard = new Map();

	/** @param {string} identity address of the provider */
	static async before(identity) {
		const eavesdropper = new Eavesdropper(identity);
		await eavesdropper.#open();
		return eavesdropper;
	}

	/** Use `before`. */
	constructor(identity) {
		this.identity = identity;
	}

	/** What n8n is to take for the identity provider. */
	get address() {
		return `http://127.0.0.1:${this.#server.address().port}`;
	}

	/** Secrets by what they are; of each kind all that were heard. */
	get secrets() {
		return [...this.#heard].map(([secret, name]) => [`${name} on the way`, secret]);
	}

	async close() {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, 'close');
	}

	async #open() {
		this.#server = createServer((request, response) => {
			this.#passOn(request, response).catch((error) => response.destroy(error));
		});
		this.#server.listen(0, '127.0.0.1');
		await once(this.#server, 'listening');
	}

	async #passOn(request, response) {
		const { method, url, headers } = request;
		const body = Buffer.concat(await request.toArray());
		const answer = await fetch(this.identity + url, {
			method,
			headers: { accept: headers.accept, 'content-type': headers['content-type'] ?? 'application/octet-stream' },
			body: body.length > 0 ? body : undefined,
			redirect: 'manual',
		});
		const answered = await answer.text();
		for (const text of [new URL(url, this.identity).search.slice(1), body.toString(), answered]) this.#listenTo(text);
		response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' }).end(answered);
	}

	#listenTo(text) {
		const fields = text.trimStart().startsWith('{') ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
		for (const [name, value] of Object.entries(fields)) {
			const isSecret = secretNames.has(name.toLowerCase().replace(/[^a-z]/g, ''));
			if (isSecret && typeof value === 'string' && value.length >= 16) this.#heard.set(value, name);
		}
	}
}
