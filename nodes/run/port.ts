import { createHash } from 'node:crypto';
import type { IExecuteFunctions, IHttpRequestOptions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { Port, PortAnswer, PortRequest } from '../../extern';
import { reasonOfRefusal, rootsOf } from '../../extern/signin';

/** The contexts of n8n in which the nodes talk to the service. */
export type Context = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

/** Credential types that sign in to the service. */
export type SignInCredential = 'konturExternApi' | 'konturExternOAuth2Api';

const LONGEST_NAP_MS = 500; // so that a cancelled execution ends at once

/** The port of the client into n8n: proxy, TLS, credential renewal and cancelling are n8n's. */
export async function openPort(context: Context, credential: SignInCredential): Promise<Port> {
	const fields = await context.getCredentials(credential);
	const apiRoot = rootsOf(fields).api;
	const cancelSignal = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const cancelled = () => cancelSignal?.aborted ?? false;
	return {
		apiRoot,
		clientKey: createHash('sha256').update(`${credential} ${context.getNode().credentials?.[credential]?.id ?? ''}`).digest('hex').slice(0, 16),
		cancelled,
		now: () => Date.now(),
		async pause(milliseconds) {
			for (let left = milliseconds; left > 0 && !cancelled(); left -= LONGEST_NAP_MS) await sleep(Math.min(left, LONGEST_NAP_MS));
		},
		async send(request) {
			const sent = await exchange(context, credential, { ...optionsOf(request), ...EVERY_STATUS_BUT_401 });
			// Older n8n takes the exception for a plain yes: it has to see the 401 once more to renew the token.
			const isOverlooked = 'answer' in sent && asRecord(sent.answer).statusCode === 401;
			const last = isOverlooked ? await exchange(context, credential, optionsOf(request)) : sent;
			const final = 'answer' in last ? answerFrom(last.answer, request.expect) : answerFromError(last.error, request.expect);
			return cancelled() ? { kind: 'cancelled' } : final;
		},
	};
}

/** n8n throws for every status but 2xx and loses headers and body on the way; a 401 it must see, to renew the token. */
const EVERY_STATUS_BUT_401 = { ignoreHttpStatusErrors: { ignore: true, except: [401] } };

type Exchange = { readonly answer: unknown } | { readonly error: unknown };

async function exchange(context: Context, credential: SignInCredential, options: object): Promise<Exchange> {
	try {
		return { answer: await context.helpers.httpRequestWithAuthentication.call(context, credential, options as IHttpRequestOptions) };
	} catch (error) {
		return { error };
	}
}

function optionsOf(request: PortRequest): IHttpRequestOptions {
	return {
		method: request.method,
		url: request.url,
		headers: { ...request.headers },
		body: typeof request.body === 'string' || request.body === undefined ? request.body : Buffer.from(request.body),
		encoding: 'arraybuffer',
		returnFullResponse: true,
		timeout: request.timeoutMs,
		// An answer must not choose where our token goes; and without redirects n8n keeps no copy of the body.
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
	};
}

type Expect = PortRequest['expect'];

function answerFrom(answer: unknown, expect: Expect): PortAnswer {
	const { statusCode, headers, body } = asRecord(answer);
	return { kind: 'answer', status: Number(statusCode), headers: textHeaders(headers), body: bodyOf(body, expect) };
}

/**
 * What n8n threw: a 401, after a renewal any status but 2xx, or that no answer came. Its shape
 * differs between versions: the axios error itself, or a NodeApiError that kept only its status and body.
 */
function answerFromError(error: unknown, expect: Expect): PortAnswer {
	const thrown = asRecord(error);
	const cause = asRecord(thrown.cause);
	const response = asRecord(thrown.response ?? cause.response);
	const status = Number(response.status ?? thrown.httpCode);
	if (status >= 300 && status < 600) {
		const body = response.data ?? asRecord(thrown.context).data;
		// Signing in happens inside the same call. We ask for bytes, its answers come parsed.
		if (!(body instanceof Uint8Array)) return { kind: 'sign-in', status, detail: reasonOfRefusal(status, body) };
		return { kind: 'answer', status, headers: textHeaders(response.headers), body: bodyOf(body, expect) };
	}
	const code = thrown.code ?? cause.code ?? thrown.httpCode;
	const detail = typeof thrown.message === 'string' ? thrown.message : 'No answer';
	if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') return { kind: 'no-answer', reason: 'timeout', detail: 'The service did not answer in time' };
	// Older n8n hides the provider's answer and leaves a sentence of its own.
	if (typeof code !== 'string' || !SYSTEM_CODE.test(code) || OF_OAUTH2.has(code)) return { kind: 'sign-in', detail: cause.body ? reasonOfRefusal(400, cause.body) : detail };
	return { kind: 'no-answer', reason: UNREACHABLE.has(code) || CERTIFICATE_CODE.test(code) ? 'unreachable' : 'network', detail };
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
