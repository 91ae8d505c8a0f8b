import { createHash } from 'node:crypto';
import type { IExecuteFunctions, IHttpRequestOptions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { Port, PortAnswer, PortRequest } from '../../extern';
import { rootsOf } from '../../extern/signin';

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
			try {
				const answer: unknown = await context.helpers.httpRequestWithAuthentication.call(context, credential, optionsOf(request));
				return answerFrom(answer, request.expect);
			} catch (error) {
				return cancelled() ? { kind: 'cancelled' } : answerFromError(error, request.expect);
			}
		},
	};
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
 * n8n throws for every status but 2xx, in shapes that differ between its versions: the axios error
 * itself (OAuth2), or a NodeApiError around it.
 */
function answerFromError(error: unknown, expect: Expect): PortAnswer {
	const chain = [error, asRecord(error).cause, asRecord(asRecord(error).cause).cause].map(asRecord);
	const withResponse = chain.find((one) => asRecord(one.response).status !== undefined);
	if (withResponse) {
		const response = asRecord(withResponse.response);
		const body = response.data ?? withResponse.error;
		return { kind: 'answer', status: Number(response.status), headers: textHeaders(response.headers), body: bodyOf(body, expect) };
	}
	const code = chain.map((one) => one.code).find((one) => typeof one === 'string');
	const detail = chain.map((one) => one.message).find((one): one is string => typeof one === 'string') ?? 'No answer';
	if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') return { kind: 'no-answer', reason: 'timeout', detail: 'The service did not answer in time' };
	if (typeof code === 'string') return { kind: 'no-answer', reason: 'network', detail };
	return { kind: 'sign-in', detail };
}

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
