import { stop, type ExternError } from '../../failure';
import type { PortAnswer } from '../../port';
import { masked } from '../masking';
import type { ServiceTask, SigningService } from './protocol';
import { jsonIn } from '../../json';

type Answered = Extract<PortAnswer, { kind: 'answer' }>;

/** Enough to say what is wrong; not a stack trace. */
const LONGEST_TEXT = 300;

/**
 * What a signing service answered, as bytes.
 * @returns DER or BER of a signature, the value of a raw one, or the opened content; nothing of it is verified
 * @throws ExternError `stopped` when the service said no or something else than was asked for
 */
export function resultIn(service: SigningService, task: ServiceTask, answer: Answered): Uint8Array {
	const bytes = bytesOf(answer);
	const { answerPath } = service.protocol;
	if (bytes.length === 0) throw stop('The signing service answered nothing', 'Look into its log');
	if (isPage(answer, bytes)) throw stop('The signing service answered with a web page', 'The address in the credential is not that of the service, or a sign-in page or proxy stands before it');
	const found = answerPath === '' ? whole(task, answer, bytes) : memberIn(service, task, bytes);
	if (found && found.length > 0) return found;
	const reason = reasonIn(service, bytes);
	throw stop(
		reason ? `The signing service did not ${verbOf(task)}: ${reason}` : `The answer of the signing service holds no ${thingOf(task)}`,
		answerPath === '' ? 'Check the paths in the credential, and Answer Path if the service answers in JSON' : `Check Answer Path in the credential: it is "${answerPath}"`,
	);
}

/**
 * A status other than 2xx in the operator's words.
 * @param fileName whose file was sent
 */
export function refusalOf(service: SigningService, answer: Answered, fileName: string): ExternError {
	const { status } = answer;
	const bytes = bytesOf(answer);
	const reason = isPage(answer, bytes) ? undefined : reasonIn(service, bytes);
	const because = reason ? `: ${reason}` : '';
	if (status >= 300 && status < 400) return stop(`The signing service sends to another address (${status})${movedTo(service, answer)}`, 'It was not followed. If that is where the service is, write it into the credential');
	switch (status) {
		case 401:
			return stop(`The signing service did not accept the credential${because}`, 'Correct token, password or header in the credential of the signing service');
		case 403:
			return stop(`The signing service does not allow this${because}`, 'Ask whoever runs it to allow it for this credential');
		case 404:
		case 405:
			return stop(`There is no signing service at this address (${status})${because}`, `Check Address and the paths in the credential. Asked was ${service.root}`);
		case 413:
			return stop(`${fileName} is too large for the signing service${because}`, 'Raise the limit of the service, or of the proxy before it');
		case 429:
			return stop(`The signing service receives too many requests${because}`, 'Run fewer workflows at the same time, or raise the limit of the service');
		default:
			return stop(reason ? `The signing service refused ${fileName}: ${reason}` : `The signing service refused ${fileName} (${status})`, 'Correct what it names, such as a wrong PIN. It was not asked again: a token locks after several wrong PINs');
	}
}

function verbOf(task: ServiceTask): string {
	return task === 'decrypt' ? 'decrypt' : 'sign';
}

function thingOf(task: ServiceTask): string {
	return task === 'decrypt' ? 'content' : 'signature';
}

/** Opened content is whatever it is; a signature may come as DER, base64, PEM or a JSON string. */
function whole(task: ServiceTask, answer: Answered, bytes: Buffer): Uint8Array | undefined {
	const isJson = /\bjson\b/i.test(answer.headers['content-type'] ?? '');
	if (task === 'decrypt') return isJson ? undefined : bytes;
	if (isBinary(bytes)) return bytes;
	const text = bytes.toString('utf8').trim();
	const value = text.startsWith('"') ? jsonIn(text) : text;
	return typeof value === 'string' ? decoded(value) : undefined;
}

/** Neither text nor base64: every signature has such bytes, whatever its first one is. */
function isBinary(bytes: Buffer): boolean {
	return /[^\P{Cc}\s]|\ufffd/u.test(bytes.subarray(0, 4096).toString('utf8'));
}

function memberIn({ protocol }: SigningService, task: ServiceTask, bytes: Buffer): Uint8Array | undefined {
	const value = protocol.answerPath.split('.').reduce<unknown>(memberOf, jsonIn(bytes.toString('utf8')));
	if (typeof value !== 'string') return undefined;
	// PEM only frames signatures; opened content that begins like it is content.
	return task === 'decrypt' ? base64(value) : decoded(value);
}

function memberOf(value: unknown, key: string): unknown {
	// The answer is somebody else's JSON: its members are read, nothing is assumed.
	return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function decoded(text: string): Uint8Array | undefined {
	const [, framed] = /-----BEGIN [^-]{1,64}-----([^-]*)-----END /.exec(text) ?? [];
	return base64(framed ?? text);
}

function base64(text: string): Uint8Array | undefined {
	// Lines may be broken, but words with blanks between them are a sentence.
	const digits = text.split('\n').map((line) => line.trim()).join('');
	if (digits === '' || /[^A-Za-z0-9+/=_-]/.test(digits)) return undefined;
	return new Uint8Array(Buffer.from(digits, 'base64'));
}

/** Where services put what went wrong. */
const REASONS = ['error', 'message', 'detail', 'error_description', 'errorMessage', 'Message', 'title'];

function reasonIn({ secrets }: SigningService, bytes: Buffer): string | undefined {
	if (isBinary(bytes)) return undefined;
	const text = bytes.subarray(0, 16 * 1024).toString('utf8').trim();
	const json = jsonIn(text);
	const reason = json === undefined ? text : textIn(json);
	// Other JSON, a number or a lone base64 is no sentence.
	if (!reason || !/\p{L}/u.test(reason) || /^\S{80,}$/.test(reason)) return undefined;
	const line = masked(reason.replace(/\s+/g, ' '), secrets);
	return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
}

function textIn(json: unknown): string | undefined {
	if (typeof json === 'string') return json;
	for (const name of REASONS) {
		const value = memberOf(json, name);
		const text = typeof value === 'object' ? textIn(value) : value;
		if (typeof text === 'string' && text.trim() !== '') return text;
	}
	return undefined;
}

function movedTo({ secrets }: SigningService, { headers }: Answered): string {
	const { location = '' } = headers;
	// A query may quote the request.
	return location === '' ? '' : `: ${masked(location.split('?')[0], secrets).slice(0, LONGEST_TEXT)}`;
}

function isPage({ headers }: Answered, bytes: Buffer): boolean {
	return /^text\/html\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)\b/i.test(bytes.subarray(0, 200).toString('latin1'));
}

function bytesOf({ body }: Answered): Buffer {
	return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
