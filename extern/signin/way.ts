import type { Roots } from './environment';
import type { FieldName, SignInFields } from './fields';
import type { Send } from './send';
import type { Session } from './session';

/** What a way of signing in works with. */
export interface SignIn {
	readonly fields: SignInFields;
	readonly roots: Roots;
	/** Names the identity, for what has to be remembered between two calls. */
	readonly identity: string;
	readonly send: Send;
	/** Milliseconds since 1970. */
	now(): number;
}

/** One way of signing in to Kontur.Extern. */
export interface Way {
	/** Which generation the session belongs to: `Authorization: Bearer …` or `Authorization: auth.sid …`. */
	readonly scheme: 'Bearer' | 'auth.sid';
	/** The fields of the credential that it reads, and that therefore say who signs in. */
	readonly fields: readonly FieldName[];
	/**
	 * Signs in with what the operator filled in.
	 * @throws ExternError `input` for a field that cannot be used, `signed-out` when the service says no,
	 * `unavailable` when it cannot be reached
	 */
	enter(signIn: SignIn): Promise<Session>;
	/** Gets the next session from the last one; without it {@link enter} does. Errors as there. */
	renew?(signIn: SignIn, last: Session): Promise<Session>;
	/** A session that was given by hand and has nothing to renew it with stays what it is. */
	readonly isGiven?: (fields: SignInFields) => boolean;
	/** What was filled in is used up by the first sign-in, so that only the last session can go on. */
	readonly isUsedUp?: boolean;
}
