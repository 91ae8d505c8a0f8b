import { createServer } from 'node:http';

/** A folder in the cloud on the loopback address: as much of WebDAV (RFC 4918) as uploading needs. */
export class CloudFolder {
	#server;

	/** @param {{ user: string, password: string }} owner */
	static async open(owner) {
		const folder = new CloudFolder(owner);
		await new Promise((resolve, reject) => folder.#server.on('error', reject).listen(0, '127.0.0.1', resolve));
		return folder;
	}

	/** Use `open`. */
	constructor({ user, password }) {
		const key = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
		/** Contents by the path below the address. @type {Map<string, Buffer>} */
		this.files = new Map();
		/** Whether there is room for more. */
		this.isFull = false;
		this.#server = createServer(async (request, response) => {
			const chunks = [];
			for await (const chunk of request) chunks.push(chunk);
			const isOwner = request.headers.authorization === key;
			const takes = isOwner && request.method === 'PUT' && !this.isFull;
			if (takes) this.files.set(decodeURIComponent(request.url), Buffer.concat(chunks));
			response.writeHead(!isOwner ? 401 : request.method !== 'PUT' ? 405 : takes ? 201 : 507, { 'www-authenticate': 'Basic' }).end();
		});
	}

	get address() {
		return `http://127.0.0.1:${this.#server.address().port}`;
	}

	close() {
		return new Promise((resolve) => this.#server.close(resolve));
	}
}
