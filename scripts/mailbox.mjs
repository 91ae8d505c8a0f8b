import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** @typedef {{ to: string[], subject: string, text: string, html: string, files: { name: string, bytes: Buffer }[] }} Mail */

/** A mail server on the loopback address that takes mails and delivers none. */
export class Mailbox {
	#server;
	#refuses = () => false;

	/** @param {(mail: Mail) => void} [onMail] */
	static async open(onMail = () => undefined) {
		/** @type {Mail[]} */
		const mails = [];
		/** @type {Mail[]} */
		const received = [];
		const server = new SMTPServer({
			authOptional: true,
			disabledCommands: ['STARTTLS'],
			onData(stream, session, done) {
				readMail(stream, session).then((mail) => {
					if (mailbox.#refuses(mail)) return done(new Error('The mailbox is full'));
					mails.push(mail);
					received.push(mail);
					onMail(mail);
					done();
				}, done);
			},
		});
		const mailbox = new Mailbox(server, mails, received);
		await new Promise((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve));
		mailbox.port = server.server.address().port;
		return mailbox;
	}

	/** Use `open`. */
	constructor(server, mails, received) {
		this.#server = server;
		this.port = 0;
		/** Those that were not taken out yet. */
		this.mails = mails;
		/** All that ever came. */
		this.received = received;
	}

	/** As the `smtp` credential of n8n wants it. */
	get credential() {
		const { port } = this;
		return { host: '127.0.0.1', port, secure: false, disableStartTls: true, user: '', password: '', hostName: '' };
	}

	/**
	 * Which mails it does not take from now on.
	 * @param {(mail: Mail) => boolean} refuses
	 */
	refuse(refuses) {
		this.#refuses = refuses;
	}

	close() {
		return new Promise((resolve) => this.#server.close(resolve));
	}
}

/** @returns {Promise<Mail>} */
async function readMail(stream, { envelope }) {
	const chunks = [];
	for await (const chunk of stream) chunks.push(chunk);
	const { subject, text, html, attachments } = await PostalMime.parse(Buffer.concat(chunks));
	return {
		to: envelope.rcptTo.map(({ address }) => address),
		subject: subject ?? '',
		text: text ?? '',
		html: html ?? '',
		files: attachments.map(({ filename, content }) => ({ name: filename ?? '', bytes: Buffer.from(content) })),
	};
}
