/** Every access token and every auth.sid session that is alive: the identity provider issues them, the API asks here who is calling. */

import { randomBytes } from 'node:crypto';

/** What a session needs of the sandbox's clock. */
interface Watch {
	now(): Date;
}

/** What was allowed to whom. `userId` is null for an application that signed in as itself. */
export interface Grant {
	userId: string | null;
	clientId: string;
	scope: string;
}

export interface IssuedToken {
	token: string;
	expiresAt: Date;
}

export interface LegacySession {
	sid: string;
	refreshToken: string;
}

interface Expiring {
	expiresAt: number;
}

const DAY = 24 * 60 * 60 * 1000;

// The life times that Kontur published for the older scheme.
const SESSION_LIFE = 30 * DAY;
const SESSION_REFRESH_LIFE = 45 * DAY;

// The life time in the vendor's authorization code sample.
const DEFAULT_LIFE_SECONDS = 3600;

/** Opaque to clients: the vendor's samples show 64 hexadecimal digits. */
export function opaqueToken(): string {
	return randomBytes(32).toString('hex');
}

/**
 * Access tokens live in real time: `expires_in` is a promise to a client whose watch does not run
 * faster with the sandbox's clock. Sessions, which promise nothing, live by the sandbox's clock.
 */
export class Tokens {
	/** Life of the access tokens issued from now on. */
	lifetimeSeconds = DEFAULT_LIFE_SECONDS;

	private readonly tokens = new Map<string, Grant & Expiring>();
	private readonly sessions = new Map<string, { userId: string } & Expiring>();
	private readonly sessionRefreshers = new Map<string, { sid: string } & Expiring>();

	constructor(private readonly clock: Watch) {}

	issue(grant: Grant & { lifetimeSeconds?: number }): IssuedToken {
		const token = opaqueToken();
		return { token, expiresAt: this.adopt(token, grant) };
	}

	/** Registers a token whose value was made elsewhere; the answer says when it expires. */
	adopt(token: string, grant: Grant & { lifetimeSeconds?: number }): Date {
		const { userId, clientId, scope, lifetimeSeconds = this.lifetimeSeconds } = grant;
		const expiresAt = Date.now() + lifetimeSeconds * 1000;
		this.tokens.set(token, { userId, clientId, scope, expiresAt });
		return new Date(expiresAt);
	}

	/** Undefined when the token is unknown, expired or revoked. */
	find(token: string): Grant | undefined {
		const found = this.tokens.get(token);
		if (!found || found.expiresAt <= Date.now()) return undefined;
		return { userId: found.userId, clientId: found.clientId, scope: found.scope };
	}

	revoke(token: string): void {
		this.tokens.delete(token);
	}

	/** Every access token issued so far answers 401 from now on; sessions stay. */
	expireAll(): void {
		this.tokens.clear();
	}

	/** Forgets tokens, sessions and the changed life time. */
	reset(): void {
		this.tokens.clear();
		this.sessions.clear();
		this.sessionRefreshers.clear();
		this.lifetimeSeconds = DEFAULT_LIFE_SECONDS;
	}

	issueSession(userId: string): LegacySession {
		const session = { sid: opaqueToken(), refreshToken: opaqueToken() };
		this.sessions.set(session.sid, { userId, expiresAt: this.now() + SESSION_LIFE });
		this.sessionRefreshers.set(session.refreshToken, { sid: session.sid, expiresAt: this.now() + SESSION_REFRESH_LIFE });
		return session;
	}

	/** Registers a session that never ends, such as the one in the seed. */
	adoptSession(sid: string, userId: string): void {
		this.sessions.set(sid, { userId, expiresAt: Infinity });
	}

	findSession(sid: string): { userId: string } | undefined {
		const found = this.sessions.get(sid);
		return this.isAlive(found) ? { userId: found.userId } : undefined;
	}

	/**
	 * Gives a new pair for an old one, which dies. A session that has ended can be renewed as long as
	 * its refresh token lives; undefined when the pair does not belong together or is too old.
	 */
	refreshSession({ sid, refreshToken }: LegacySession): LegacySession | undefined {
		const session = this.sessions.get(sid);
		const refresher = this.sessionRefreshers.get(refreshToken);
		if (!session || !this.isAlive(refresher) || refresher.sid !== sid) return undefined;

		this.sessions.delete(sid);
		this.sessionRefreshers.delete(refreshToken);
		return this.issueSession(session.userId);
	}

	revokeSession(sid: string): void {
		this.sessions.delete(sid);
	}

	private isAlive<T extends Expiring>(entry: T | undefined): entry is T {
		return entry !== undefined && entry.expiresAt > this.now();
	}

	private now(): number {
		return this.clock.now().getTime();
	}
}
