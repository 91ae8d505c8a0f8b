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
		this.#server = createServer(async (request, response) => {
			const chunks = [];
			for await (const chunk of request) chunks.push(chunk);
			const isOwner = request.headers.authorization === key;
			if (isOwner && request.method === 'PUT') this.files.set(decodeURIComponent(request.url), Buffer.concat(chunks));
			response.writeHead(!isOwner ? 401 : request.method === 'PUT' ? 201 : 405, { 'www-authenticate': 'Basic' }).end();
		});
	}

	get address() {
		return `http://127.0.0.1:${this.#server.address().port}`;
	}

	close() {
		return new Promise((resolve) => this.#server.close(resolve));
	}
}
