import { jsonIn } from '../json';
import { createHash } from 'node:crypto';
import { filled, type SignInFields } from './fields';

/** What signing in yields. */
export interface Session {
	/** Access token or auth.sid. */
	readonly token: string;
	/** Gets the next session; used up by that. */
	readonly refreshToken?: string;
	/** When the token ends by the service's word, in milliseconds since 1970. */
	readonly endsAt?: number;
}

/** A session with the moment at which it was got, in milliseconds since 1970. */
export interface Dated extends Session {
	readonly since: number;
}

/** A session is not used any more when so little is left of it, as in the official SDK (http-behaviour §2.1). */
const MARGIN_MS = 5000;

/** Whether a session is known to have ended. */
export function hasEnded({ endsAt = Number.POSITIVE_INFINITY }: Session, now: number): boolean {
	return endsAt - MARGIN_MS <= now;
}

/**
 * Names who signs in where and with what, without telling it: a session of one identity must never
 * be used for another one after the credential was changed.
 * @param names the fields that the chosen way of signing in reads
 * @returns SHA-256, hex
 */
export function identityOf(fields: SignInFields, names: ReadonlyArray<keyof SignInFields>): string {
	const place = [fields.environment, fields.environment === 'own' ? [fields.apiUrl, fields.identityUrl] : '', fields.signIn];
	return createHash('sha256').update(JSON.stringify([place, names.map((name) => [name, fields[name]])])).digest('hex');
}

/** A session as one hidden field of the credential, bound to whose it is. */
export function written(session: Dated, identity: string): string {
	return JSON.stringify({ of: identity, ...session });
}

/** Reads {@link written}; undefined when there is none, or when it is another identity's. */
export function readSession(kept: unknown, identity: string): Dated | undefined {
	const { of: owner, token, since, refreshToken, endsAt } = parsed(filled(kept));
	if (owner !== identity || typeof token !== 'string' || token === '') return undefined;
	return {
		token,
		since: typeof since === 'number' ? since : 0,
		...(typeof refreshToken === 'string' && { refreshToken }),
		...(typeof endsAt === 'number' && { endsAt }),
	};
}

function parsed(text: string): Record<string, unknown> {
	const value = jsonIn(text);
	return typeof value === 'object' && value !== null ? { ...value } : {};
}
