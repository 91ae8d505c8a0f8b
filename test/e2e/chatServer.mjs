import { createServer } from 'node:http';

/** A chat on the loopback address that can be out of order: as much of Telegram's API as sending messages needs. */
export class ChatServer {
	#server;
	#refuses = () => false;

	static async open() {
		const chat = new ChatServer();
		await new Promise((resolve, reject) => chat.#server.on('error', reject).listen(0, '127.0.0.1', resolve));
		return chat;
	}

	/** Use `open`. */
	constructor() {
		/** Texts of the messages that it took. @type {string[]} */
		this.texts = [];
		this.#server = createServer(async (request, response) => {
			const { text } = JSON.parse((await request.setEncoding('utf8').toArray()).join(''));
			const isRefused = this.#refuses(text);
			if (!isRefused) this.texts.push(text);
			const answer = isRefused ? { ok: false, error_code: 502, description: 'Bad Gateway' } : { ok: true, result: {} };
			response.writeHead(isRefused ? 502 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
		});
	}

	/** As a credential of n8n. */
	get credential() {
		return { name: 'Телеграм', type: 'telegramApi', data: { accessToken: '1:x', baseUrl: `http://127.0.0.1:${this.#server.address().port}` } };
	}

	/**
	 * Which messages it answers with an error from now on.
	 * @param {(text: string) => boolean} refuses
	 */
	refuse(refuses) {
		this.#refuses = refuses;
	}

	close() {
		return new Promise((resolve) => this.#server.close(resolve));
	}
}
