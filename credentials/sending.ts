import type { IHttpRequestHelper } from 'n8n-workflow';
import { type Send, unanswered } from '../extern/signin';

/** As n8n hands a whole answer over. */
interface WholeAnswer {
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
}

const TIMEOUT_MS = 30_000;

/** Sends the requests of a sign-in through n8n. Nothing of a request gets into an error: it holds secrets. */
export function sendThrough(helpers: IHttpRequestHelper['helpers']): Send {
	return async ({ method, url, contentType, body }) => {
		const sending: Promise<WholeAnswer> = helpers.httpRequest({
			method,
			url,
			headers: { 'content-type': contentType, accept: 'application/json' },
			body: body instanceof Uint8Array ? Buffer.from(body) : body,
			timeout: TIMEOUT_MS,
			// The time-out counts silence only; an answer in drips would hold up everybody who waits for this sign-in.
			abortSignal: AbortSignal.timeout(TIMEOUT_MS),
			disableFollowRedirect: true,
			// n8n would put a sentence of its own in place of the reason.
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		});
		const outcome = await sending.then((answer) => ({ answer }), (error: unknown) => ({ code: codeOf(error) }));
		if (!('answer' in outcome)) throw unanswered(outcome.code);
		const { statusCode, headers, body: answered } = outcome.answer;
		return { status: statusCode, body: parsed(answered), date: typeof headers.date === 'string' ? headers.date : undefined };
	};
}

/** Newer versions wrap what Node said. */
function codeOf(error: unknown): unknown {
	if (typeof error !== 'object' || error === null) return undefined;
	if ('code' in error) return error.code;
	return 'cause' in error ? codeOf(error.cause) : undefined;
}

/** n8n parses what calls itself JSON; the older service does not always call it so. */
function parsed(body: unknown): unknown {
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(body);
	} catch {
		return body;
	}
}
