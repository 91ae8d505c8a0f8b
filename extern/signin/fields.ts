import { inputError } from '../failure';
import type { EnvironmentFields } from './environment';

/** Fields of the credential "Kontur Extern API", as the operator filled them in. */
export interface SignInFields extends EnvironmentFields {
	/** The way of signing in: a name of {@link WayName}. */
	readonly signIn?: unknown;
	readonly clientId?: unknown;
	readonly apiKey?: unknown;
	readonly scope?: unknown;
	readonly login?: unknown;
	readonly password?: unknown;
	readonly accessToken?: unknown;
	readonly refreshToken?: unknown;
	/** An auth.sid given by hand, and what renews it. */
	readonly sessionSecret?: unknown;
	readonly sessionRefreshToken?: unknown;
	/** A certificate that may sign in and its GOST key. */
	readonly publicCertificate?: unknown;
	readonly privateKey?: unknown;
	readonly skipValidityCheck?: unknown;
	/** The key that a partner registered with Kontur, and whom it vouches for. */
	readonly partnerPrivateKey?: unknown;
	readonly partnerKeyPassword?: unknown;
	readonly partnerPublicCertificate?: unknown;
	readonly serviceUserId?: unknown;
	readonly phone?: unknown;
	readonly identifyBy?: unknown;
	readonly snils?: unknown;
	readonly thumbprint?: unknown;
	/** Kept by n8n between executions, see `session.ts`. */
	readonly sessionToken?: unknown;
	/** A session that the service took no longer; what renews it is still good. */
	readonly endedSessionToken?: unknown;
}

/** Name of a field of the credential. */
export type FieldName = keyof SignInFields;

/** A field without the spaces around it; empty when it was not filled in. An expression may give a number. */
export function filled(value: unknown): string {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' ? value.trim() : '';
}

/** Whether a text can be a token: it has to fit into a header of HTTP. */
export function isToken(text: string): boolean {
	return /^[\x21-\x7e]+$/.test(text);
}

/**
 * A field that has to be filled in.
 * @param name its label in the credential
 * @throws ExternError `input` when it is empty
 */
export function needed(value: unknown, name: string): string {
	const text = filled(value);
	if (text !== '') return text;
	throw inputError(`${name} is empty in the credential`, 'Open the credential and fill it in', name);
}

/**
 * A field whose value goes into a header of HTTP.
 * @param prefix what comes before such a value where it is shown, and may have been copied with it
 * @throws ExternError `input` when it is empty, or holds what no token has
 */
export function neededToken(value: unknown, name: string, prefix = ''): string {
	const text = needed(value, name);
	const token = text.toLowerCase().startsWith(`${prefix.toLowerCase()} `) ? text.slice(prefix.length).trim() : text;
	if (isToken(token)) return token;
	throw inputError(`${name} in the credential holds spaces or letters that cannot belong to it`, 'Copy it again, without anything before or after it', name);
}

/** A password: spaces belong to it. Otherwise as {@link needed}. */
export function neededPassword(value: unknown, name: string): string {
	needed(value, name);
	return String(value);
}
