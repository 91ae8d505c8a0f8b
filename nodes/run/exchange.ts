import type { ICredentialsDecrypted, IHttpRequestOptions } from 'n8n-workflow';
import type { PortAnswer, PortRequest } from '../../extern';
import { reasonOfRefusal } from '../../extern/signin';
import type { Context } from './context';

/** What n8n gave or threw. */
export type Exchange = { readonly answer: unknown } | { readonly error: unknown };

/** How the body of an answer is wanted. */
export type Expect = PortRequest['expect'];

/**
 * One request through n8n, signed in.
 * @param credential instead of what n8n would read itself
 */
export async function exchange(context: Context, type: string, options: object, credential?: ICredentialsDecrypted): Promise<Exchange> {
	try {
		const answer: unknown = await context.helpers.httpRequestWithAuthentication.call(context, type, options as IHttpRequestOptions, { credentialsDecrypted: credential });
		return { answer };
	} catch (error) {
		return { error };
	}
}

/** One request through n8n that needs no signing in. */
export async function exchangeOpenly(context: Context, options: IHttpRequestOptions): Promise<Exchange> {
	try {
		const answer: unknown = await context.helpers.httpRequest(options);
		return { answer };
	} catch (error) {
		return { error };
	}
}

/** The status of an answer that n8n did not throw. */
export function statusOf(exchanged: Exchange): number | undefined {
	return 'answer' in exchanged ? Number(asRecord(exchanged.answer).statusCode) : undefined;
}

/** What came of a request, whichever version of n8n made it. */
export function answerOf(exchanged: Exchange, expect: Expect): PortAnswer {
	if ('error' in exchanged) return answerFromError(exchanged.error, expect);
	const { statusCode, headers, body } = asRecord(exchanged.answer);
	return { kind: 'answer', status: Number(statusCode), headers: textHeaders(headers), body: bodyOf(body, expect) };
}

/**
 * What n8n threw: a failed sign-in, a 401, after a renewal any status but 2xx, or that no answer came.
 * Its shape differs between versions: the axios error itself, or a NodeApiError that kept only its status and body.
 */
function answerFromError(error: unknown, expect: Expect): PortAnswer {
	const thrown = asRecord(error);
	const cause = asRecord(thrown.cause);
	const signIn = asRecord(asRecord(thrown.context).signIn);
	if (typeof signIn.detail === 'string') return { kind: 'sign-in', isDown: signIn.isDown === true, detail: signIn.detail };
	const response = asRecord(thrown.response ?? cause.response);
	const status = Number(response.status ?? thrown.httpCode);
	if (status >= 300 && status < 600) {
		const body = response.data ?? asRecord(thrown.context).data;
		// Signing in happens inside the same call. We ask for bytes, its answers come parsed.
		if (!(body instanceof Uint8Array)) return { kind: 'sign-in', isDown: isDown(status), detail: reasonOfRefusal({ status, body }) };
		return { kind: 'answer', status, headers: textHeaders(response.headers), body: bodyOf(body, expect) };
	}
	const code = thrown.code ?? cause.code ?? thrown.httpCode;
	const detail = typeof thrown.message === 'string' ? thrown.message : 'No answer';
	if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') return { kind: 'no-answer', reason: 'timeout', detail: 'The service did not answer in time' };
	// Older n8n hides the provider's answer and leaves a sentence of its own.
	if (typeof code !== 'string' || !SYSTEM_CODE.test(code) || OF_OAUTH2.has(code)) {
		return { kind: 'sign-in', isDown: false, detail: cause.body ? reasonOfRefusal({ status: 400, body: cause.body }) : detail };
	}
	return { kind: 'no-answer', reason: UNREACHABLE.has(code) || CERTIFICATE_CODE.test(code) ? 'unreachable' : 'network', detail };
}

/** A bad moment of the sign-in service, instead of something against the credential. */
function isDown(status: number): boolean {
	return status === 429 || status >= 500;
}

/** Codes of Node, its HTTP parser (HPE_) and its TLS, unlike the numbers of HTTP. */
const SYSTEM_CODE = /^[A-Z][A-Z0-9_]+$/;
/** The server's certificate was not accepted, so nothing was sent. */
const CERTIFICATE_CODE = /^(CERT_|ERR_TLS_CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/;
/** Codes of n8n's OAuth2 client: refused, and nothing there to refresh with. */
const OF_OAUTH2 = new Set(['EAUTH', 'ERR_ASSERTION']);

/** Node's codes for a connection that was never there. */
const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

function bodyOf(body: unknown, expect: Expect): string | Uint8Array {
	if (body instanceof Uint8Array) return expect === 'bytes' ? body : Buffer.from(body).toString('utf8');
	if (typeof body === 'string') return body;
	return body === undefined || body === null ? '' : JSON.stringify(body);
}

function textHeaders(headers: unknown): Record<string, string> {
	return Object.fromEntries(Object.entries(asRecord(headers)).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function asRecord(value: unknown): Record<string, unknown> {
	// Errors and axios headers are class instances: their members are read, nothing is assumed.
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
