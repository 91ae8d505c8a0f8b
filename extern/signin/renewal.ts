import { createHash } from 'node:crypto';
import { ExternError } from '../failure';
import { ConfirmationNeeded } from './deviceCode';
import { rootsOf } from './environment';
import type { SignInFields } from './fields';
import type { Send } from './send';
import { hasEnded, identityOf, readSession, written, type Dated, type Session } from './session';
import type { SignIn, Way } from './way';
import { wayOf } from './ways';

/** What this process knows of one identity. */
interface Shared {
	/** A sign-in that is under way: whoever needs a session meanwhile waits for this one. */
	running?: Promise<Dated>;
	/** The last session that this process got. */
	last?: Dated;
	/** Digests of tokens that it took the place of, newest last. */
	readonly replaced: string[];
	/** The last refusal, and what was refused. */
	refusal?: { readonly error: ExternError; readonly of: string; readonly endsAt: number };
}

const known = new Map<string, Shared>();
/** A partner may vouch for very many users; those who came first are forgotten first, and signed in again when they come back. */
const MOST_KNOWN = 5000;
/** More callers with an old token than requests at once there cannot be; each holds one of the last few. */
const MOST_REPLACED = 50;
/** A run over many items must not try a wrong password once for each: that locks the user out. */
const REFUSAL_LASTS_MS = 10_000;

/** The identity behind a credential's fields. */
function identityIn(fields: SignInFields): string {
	return identityOf(fields, wayOf(fields).fields);
}

/** The session that the credential holds for whoever signs in with it now. */
export function heldSession(fields: SignInFields): Dated | undefined {
	return readSession(fields.sessionToken, identityIn(fields));
}

/** Whether the credential holds a session of which the service said that it is over by now. */
export function isOver(fields: SignInFields, now: number): boolean {
	const session = heldSession(fields);
	return session !== undefined && hasEnded(session, now);
}

/** Whether the credential holds a session that was got after a moment, in milliseconds since 1970. */
export function isYoungerThan(fields: SignInFields, moment: number): boolean {
	return (heldSession(fields)?.since ?? 0) >= moment;
}

/** Whether a session can be got without the operator. */
export function isRenewable(fields: SignInFields): boolean {
	return !(wayOf(fields).isGiven?.(fields) ?? false);
}

/**
 * Whether what gets the next session is used up by that. Such a session has to be stored, and of two
 * processes that renew it one comes too late. Any other can be got again by every process for itself.
 */
export function worksOnce(fields: SignInFields): boolean {
	return (wayOf(fields).isUsedUp ?? false) && isRenewable(fields);
}

/**
 * Notes that the service did not even take the session that signing in has just given, so that a run
 * over many items does not sign in for each.
 * @param now milliseconds since 1970
 */
export function noteUseless(fields: SignInFields, now: number): void {
	const session = heldSession(fields);
	if (!session) return;
	const error = new ExternError({ kind: 'signed-out', problem: { message: 'the sign-in succeeds, but Kontur.Extern does not take what it gives' } });
	sharedBy(identityIn(fields)).refusal = { error, of: digestOf(session.token), endsAt: now + REFUSAL_LASTS_MS };
}

/** A session as it is put into the credential. */
export interface FreshSession {
	/** For the field `sessionToken`. */
	readonly sessionToken: string;
	/** Whether n8n is to store it with the credential. */
	readonly isStored: boolean;
}

/**
 * A session that is newer than the one in the credential. In one process all who need one at the
 * same time share one sign-in, and whoever still holds a token that was replaced gets the newest.
 * @param now milliseconds since 1970
 * @throws ExternError `input`, `signed-out`, `unavailable` or `malformed`, see {@link Way.enter}
 */
export async function freshSession(fields: SignInFields, send: Send, now: () => number): Promise<FreshSession> {
	const way = wayOf(fields);
	const identity = identityIn(fields);
	const shared = sharedBy(identity);
	const held = heldSession(fields) ?? readSession(fields.endedSessionToken, identity);
	const newest = shared.running ? undefined : newerThan(held, shared);
	const session = newest && !hasEnded(newest, now()) ? newest : await renewed({ fields, roots: rootsOf(fields), identity, send, now }, way, shared, held ?? newest);
	return { sessionToken: written(session, identity), isStored: worksOnce(fields) };
}

/** The newest session of this process, if the caller has none or is known to have an older one. */
function newerThan(held: Session | undefined, { last, replaced }: Shared): Dated | undefined {
	return !held || replaced.includes(digestOf(held.token)) ? last : undefined;
}

async function renewed(signIn: SignIn, way: Way, shared: Shared, last: Session | undefined): Promise<Dated> {
	const { refusal } = shared;
	const proof = digestOf(last?.token ?? '');
	if (refusal && refusal.of === proof && signIn.now() < refusal.endsAt) throw refusal.error;
	shared.running ??= next(signIn, way, last)
		.then((session) => {
			const dated = { ...session, since: signIn.now() };
			note(shared, dated, last);
			return dated;
		})
		.finally(() => {
			shared.running = undefined;
		});
	return await shared.running.catch(async (error: unknown) => {
		if (isRefusal(error)) shared.refusal = { error, of: proof, endsAt: signIn.now() + REFUSAL_LASTS_MS };
		return await Promise.reject(error);
	});
}

/** Whoever is waited for may have confirmed in the next moment. */
function isRefusal(error: unknown): error is ExternError {
	const isNoSession = error instanceof ExternError && (error.failure.kind === 'signed-out' || error.failure.kind === 'malformed');
	return isNoSession && !(error instanceof ConfirmationNeeded);
}

async function next(signIn: SignIn, way: Way, last: Session | undefined): Promise<Session> {
	return last && way.renew ? await way.renew(signIn, last) : await way.enter(signIn);
}

function note(shared: Shared, session: Dated, last: Session | undefined): void {
	shared.refusal = undefined;
	for (const old of [shared.last, last]) {
		if (old && old.token !== session.token) shared.replaced.push(digestOf(old.token));
	}
	shared.replaced.splice(0, shared.replaced.length - MOST_REPLACED);
	shared.last = session;
}

function sharedBy(identity: string): Shared {
	const shared = known.get(identity) ?? { replaced: [] };
	known.set(identity, shared);
	const [oldest] = known.keys();
	if (known.size > MOST_KNOWN) known.delete(oldest);
	return shared;
}

function digestOf(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}
