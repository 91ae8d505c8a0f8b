import { isToken } from './fields';

/** A request to the identity provider or to the older session service. */
export interface SignInRequest {
	readonly method: 'POST' | 'PUT';
	/** Absolute; may hold secrets, so it never gets into a message. */
	readonly url: string;
	readonly contentType: string;
	readonly body?: string | Uint8Array;
}

/** Its answer. */
export interface SignInAnswer {
	readonly status: number;
	/** Parsed JSON; whatever else came is of no use here. */
	readonly body: unknown;
	/** The service's clock: the header Date, as it came. */
	readonly date?: string;
}

/**
 * Sends one request, without following redirects.
 * @throws ExternError `unavailable` when no answer came
 */
export type Send = (request: SignInRequest) => Promise<SignInAnswer>;

/** Whether the service did what it was asked for. */
export function isSuccess({ status }: SignInAnswer): boolean {
	return status >= 200 && status < 300;
}

/** A POST of form fields, as the token endpoint wants them (RFC 6749 §3.2). */
export function formPost(url: string, form: Readonly<Record<string, string>>): SignInRequest {
	return { method: 'POST', url, contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams(form).toString() };
}

/** A member of an answer that is a text with something in it. */
export function textOf(body: unknown, name: string): string | undefined {
	const value = memberOf(body, name);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A member of an answer that can be a token. */
export function tokenOf(body: unknown, name: string): string | undefined {
	const text = textOf(body, name);
	return text !== undefined && isToken(text) ? text : undefined;
}

/** A member of an answer, whatever it is. */
export function memberOf(body: unknown, name: string): unknown {
	return hasMember(body, name) ? body[name] : undefined;
}

function hasMember<N extends string>(body: unknown, name: N): body is Record<N, unknown> {
	return typeof body === 'object' && body !== null && name in body;
}
