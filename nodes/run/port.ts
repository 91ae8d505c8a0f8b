import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { Port, PortAnswer, PortRequest, ServicePort } from '../../extern';
import { rootsOf } from '../../extern/signin';
import type { Context } from './context';
import { answerOf, exchange, exchangeOpenly } from './exchange';
import { sendWithOAuth2 } from './oAuth2';
import { sendWithSession } from './session';

/** Credential types that sign in to the service. */
export type SignInCredential = 'konturExternApi' | 'konturExternOAuth2Api';

const LONGEST_NAP_MS = 500; // so that a cancelled execution ends at once

/**
 * The port of the client into n8n: proxy, TLS, credential renewal and cancelling are n8n's.
 * @param index the item for which expressions in the credential are read
 */
export async function openPort(context: Context, credential: SignInCredential, index = 0): Promise<Port> {
	const fields = await context.getCredentials(credential, index);
	const send = credential === 'konturExternOAuth2Api' ? sendWithOAuth2 : sendWithSession;
	return {
		apiRoot: rootsOf(fields).api,
		clientKey: createHash('sha256').update(`${credential} ${context.getNode().credentials?.[credential]?.id ?? ''}`).digest('hex').slice(0, 16),
		...door(context, async (request) => await send(context, optionsOf(request), request.expect, index)),
	};
}

/** The port of what works on this machine only: it knows the time, and whether the execution was cancelled, and leads nowhere. */
export function closedPort(context: Context): Port {
	const closed: PortAnswer = { kind: 'no-answer', reason: 'unreachable', detail: 'This operation sends nothing' };
	return { apiRoot: '', clientKey: '', ...door(context, async () => await Promise.resolve(closed)) };
}

/**
 * The port to a service that signs for the operator, authenticated by a credential of its own.
 * @param type of that credential, whose `authenticate` signs the requests in
 * @param fields the credential as it is for the item; left out, n8n reads it for the first one
 */
export function openServicePort(context: Context, type: string, fields?: ICredentialDataDecryptedObject): ServicePort {
	const { id, name } = { id: '', name: '', ...context.getNode().credentials?.[type] };
	const credential = fields && { id: id ?? '', name, type, data: fields };
	return door(context, async ({ expect, ...request }) => {
		const options = { ...optionsOf({ expect, ...request }), ignoreHttpStatusErrors: true };
		return answerOf(await exchange(context, type, options, credential), expect);
	});
}

/** The port to a service that asks nobody who he is. */
export function openPublicPort(context: Context): ServicePort {
	return door(context, async ({ expect, ...request }) => {
		const options = { ...optionsOf({ expect, ...request }), ignoreHttpStatusErrors: true };
		return answerOf(await exchangeOpenly(context, options), expect);
	});
}

/** Sending and waiting that end with the execution. */
function door(context: Context, send: ServicePort['send']): ServicePort {
	const cancelSignal = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const cancelled = () => cancelSignal?.aborted ?? false;
	return {
		cancelled,
		now: () => Date.now(),
		async pause(milliseconds) {
			for (let left = milliseconds; left > 0 && !cancelled(); left -= LONGEST_NAP_MS) await sleep(Math.min(left, LONGEST_NAP_MS));
		},
		async send(request) {
			const answer = await unlessCancelled(cancelSignal, send(request));
			return cancelled() ? { kind: 'cancelled' } : answer;
		},
	};
}

/** n8n ends its own requests when an execution is cancelled, but not a sign-in that one waits for. */
async function unlessCancelled(signal: AbortSignal | undefined, sending: Promise<PortAnswer>): Promise<PortAnswer> {
	if (!signal) return await sending;
	let stopWaiting = () => undefined as void;
	const cancelling = new Promise<PortAnswer>((resolve) => {
		stopWaiting = () => resolve({ kind: 'cancelled' });
		signal.addEventListener('abort', stopWaiting, { once: true });
	});
	return await Promise.race([sending, cancelling]).finally(() => signal.removeEventListener('abort', stopWaiting));
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
