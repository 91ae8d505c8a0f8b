import { createServer } from 'node:net';

/** @typedef {{ uid: number, source: Buffer, seen: boolean }} Letter */
/** @typedef {{ name: string, bytes: Buffer }} Attachment */

const newline = '\r\n';
const mailbox = 'INBOX';
const capabilities = 'IMAP4rev1 IDLE';
/** Which mailbox this is, in its life; it is never made anew (RFC 3501, 2.3.1.1). */
const uidValidity = 1;
/** The structure is asked for and not looked at by who takes the whole letter, and nobody else asks. */
const structure = '("TEXT" "PLAIN" NIL NIL NIL "8BIT" 0 0)';

/**
 * A mailbox on the loopback address that mail programs read over IMAP (RFC 3501 and IDLE of RFC 2177): as much of it as
 * n8n's mail trigger speaks.
 *
 * ```js
 * const inbox = await Inbox.open({ user: 'otchety', password });
 * inbox.receive({ from: 'buhgalter@example.test', subject: 'Отчёт', files: [{ name, bytes }] });
 * ```
 */
export class Inbox {
	#server;
	#connections = new Set();
	/** @type {Letter[]} */
	#letters = [];

	/** @param {{ user: string, password: string }} owner */
	static async open(owner) {
		const inbox = new Inbox(owner);
		await inbox.#listen();
		return inbox;
	}

	/** Use `open`. */
	constructor(owner) {
		this.owner = owner;
		this.#server = createServer((socket) => this.#serve(socket));
	}

	/** As the `imap` credential of n8n wants it. */
	get credential() {
		return { ...this.owner, host: '127.0.0.1', port: this.#server.address().port, secure: false };
	}

	/** How many letters nobody has read. */
	get unread() {
		return this.#letters.filter(({ seen }) => !seen).length;
	}

	/**
	 * A letter comes in, and whoever has the mailbox open hears of it.
	 * @param {{ from: string, subject: string, text?: string, files?: Attachment[] }} letter
	 */
	receive(letter) {
		this.#letters.push({ uid: this.#letters.length + 1, source: Buffer.from(sourceOf(letter)), seen: false });
		for (const connection of this.#connections) connection.hasNewLetter(this.#letters.length);
	}

	async close() {
		const closed = new Promise((resolve) => this.#server.close(resolve));
		for (const connection of this.#connections) connection.end();
		await closed;
	}

	#listen() {
		return new Promise((resolve, reject) => this.#server.on('error', reject).listen(0, '127.0.0.1', resolve));
	}

	#serve(socket) {
		const connection = new Connection(socket, this.owner, this.#letters);
		this.#connections.add(connection);
		socket.on('close', () => this.#connections.delete(connection));
	}
}

/** One mail program at the mailbox. */
class Connection {
	#socket;
	#owner;
	#letters;
	#isOpen = false;
	/** Tag of the IDLE that is under way. */
	#idle = '';
	#rest = '';

	/** @param {Letter[]} letters of the mailbox, which grow meanwhile */
	constructor(socket, owner, letters) {
		this.#socket = socket;
		this.#owner = owner;
		this.#letters = letters;
		socket.setEncoding('utf8').on('data', (text) => this.#read(text));
		// A mail program may go without a word.
		socket.on('error', () => socket.destroy());
		this.#write(`* OK [CAPABILITY ${capabilities}] ready`);
	}

	hasNewLetter(total) {
		if (this.#isOpen) this.#write(`* ${total} EXISTS`);
	}

	end() {
		this.#socket.end();
	}

	#read(text) {
		const lines = (this.#rest + text).split(newline);
		this.#rest = lines.pop();
		for (const line of lines) this.#take(line);
	}

	#take(line) {
		if (line === 'DONE') {
			this.#write(`${this.#idle} OK IDLE ended`);
			return;
		}
		const [, tag, command, rest] = /^(\S+) ((?:UID )?\S+) ?(.*)$/.exec(line);
		const name = command.toUpperCase();
		const answer = this.#answers[name];
		if (!answer) this.#write(`${tag} BAD ${name} is not spoken here`);
		else answer(tag, rest);
	}

	#answers = {
		CAPABILITY: (tag) => this.#write(`* CAPABILITY ${capabilities}`, `${tag} OK`),
		NOOP: (tag) => this.#write(`${tag} OK`),
		LIST: (tag) => this.#write(`* LIST (\\Noselect) "/" ""`, `${tag} OK`),
		LOGIN: (tag, words) => {
			const { user, password } = this.#owner;
			const isOwner = words === `"${user}" "${password}"`;
			this.#write(isOwner ? `${tag} OK [CAPABILITY ${capabilities}] welcome` : `${tag} NO [AUTHENTICATIONFAILED] who is that?`);
		},
		SELECT: (tag, name) => {
			this.#isOpen = name === `"${mailbox}"`;
			if (!this.#isOpen) return this.#write(`${tag} NO there is no ${name}`);
			return this.#write(
				'* FLAGS (\\Seen)',
				`* ${this.#letters.length} EXISTS`,
				`* OK [UIDVALIDITY ${uidValidity}] valid`,
				`* OK [UIDNEXT ${this.#letters.length + 1}] next`,
				`${tag} OK [READ-WRITE] open`,
			);
		},
		CLOSE: (tag) => {
			this.#isOpen = false;
			this.#write(`${tag} OK`);
		},
		'UID SEARCH': (tag, criteria) => {
			const first = Number(/UID (\d+):\*/.exec(criteria)?.[1] ?? 1);
			const found = this.#letters.filter(({ uid, seen }) => uid >= first && !(seen && criteria.includes('UNSEEN')));
			this.#write(['* SEARCH', ...found.map(({ uid }) => uid)].join(' '), `${tag} OK`);
		},
		'UID FETCH': (tag, words) => {
			for (const letter of this.#chosen(words)) {
				const { uid, source, seen } = letter;
				const what = `UID ${uid} FLAGS (${seen ? '\\Seen' : ''}) INTERNALDATE "01-Jan-2026 00:00:00 +0000" BODYSTRUCTURE ${structure}`;
				this.#socket.write(`* ${this.#letters.indexOf(letter) + 1} FETCH (${what} BODY[] {${source.length}}${newline}`);
				this.#socket.write(source);
				this.#write(')');
			}
			this.#write(`${tag} OK`);
		},
		'UID STORE': (tag, words) => {
			for (const letter of this.#chosen(words)) letter.seen ||= /\\seen/i.test(words);
			this.#write(`${tag} OK`);
		},
		IDLE: (tag) => {
			this.#idle = tag;
			this.#write('+ idling');
		},
		LOGOUT: (tag) => {
			this.#write('* BYE', `${tag} OK`);
			this.end();
		},
	};

	/** The letters that a command begins with, such as `1,4:6 (FLAGS)`. */
	#chosen(words) {
		const ranges = words.split(' ')[0].split(',').map((range) => range.split(':').map(Number));
		return this.#letters.filter(({ uid }) => ranges.some(([first, last = first]) => first <= uid && uid <= last));
	}

	#write(...lines) {
		this.#socket.write(lines.map((line) => line + newline).join(''));
	}
}

/** A letter as it goes over the wire (RFC 5322, MIME). */
function sourceOf({ from, subject, text = '', files = [] }) {
	const boundary = 'part-of-letter';
	const part = (type, more, bytes) =>
		[`--${boundary}`, `Content-Type: ${type}`, ...more, 'Content-Transfer-Encoding: base64', '', inLines(bytes)].join(newline);
	const parts = [
		part('text/plain; charset=utf-8', [], Buffer.from(text)),
		...files.map(({ name, bytes }) =>
			part('application/octet-stream', [`Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(name)}`], bytes),
		),
	];
	const head = [`From: ${from}`, `To: otchety@example.test`, `Subject: ${inHeader(subject)}`, 'MIME-Version: 1.0'];
	return [...head, `Content-Type: multipart/mixed; boundary=${boundary}`, '', ...parts, `--${boundary}--`, ''].join(newline);
}

/** Words that are not Latin (RFC 2047). */
const inHeader = (text) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

/** Base64 in lines of 76 characters (RFC 2045, 6.8). */
const inLines = (bytes) => bytes.toString('base64').replace(/.{76}/g, `$&${newline}`);
