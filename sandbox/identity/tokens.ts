import { randomBytes } from 'node:crypto';

/** What a token or session needs of the sandbox's clock. */
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
function opaque(): string {
	return randomBytes(32).toString('hex');
}

/**
 * Every access token and every auth.sid session that is alive. The identity provider issues here,
 * the API asks here who is calling.
 */
export class Tokens {
	/** Life of the access tokens issued from now on. */
	lifetimeSeconds = DEFAULT_LIFE_SECONDS;

	private readonly tokens = new Map<string, Grant & Expiring>();
	private readonly sessions = new Map<string, { userId: string } & Expiring>();
	private readonly sessionRefreshers = new Map<string, { sid: string } & Expiring>();

	constructor(private readonly clock: Watch) {}

	issue(grant: Grant & { lifetimeSeconds?: number }): IssuedToken {
		const token = opaque();
		this.adopt(token, grant);
		return { token, expiresAt: new Date(this.tokens.get(token)?.expiresAt ?? 0) };
	}

	/** Registers a token whose value was made elsewhere. */
	adopt(token: string, grant: Grant & { lifetimeSeconds?: number }): void {
		const { userId, clientId, scope, lifetimeSeconds = this.lifetimeSeconds } = grant;
		this.tokens.set(token, { userId, clientId, scope, expiresAt: this.now() + lifetimeSeconds * 1000 });
	}

	/** Undefined when the token is unknown, expired or revoked. */
	find(token: string): Grant | undefined {
		const found = this.alive(this.tokens.get(token));
		return found && { userId: found.userId, clientId: found.clientId, scope: found.scope };
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
		const session = { sid: opaque(), refreshToken: opaque() };
		this.adoptSession(session, userId);
		return session;
	}

	/** Registers a session whose values were made elsewhere, such as the one in the seed. */
	adoptSession({ sid, refreshToken }: LegacySession, userId: string): void {
		this.sessions.set(sid, { userId, expiresAt: this.now() + SESSION_LIFE });
		this.sessionRefreshers.set(refreshToken, { sid, expiresAt: this.now() + SESSION_REFRESH_LIFE });
	}

	findSession(sid: string): { userId: string } | undefined {
		const found = this.alive(this.sessions.get(sid));
		return found && { userId: found.userId };
	}

	/** Gives a new pair for an old one, which dies; undefined when the pair does not belong together or is too old. */
	refreshSession({ sid, refreshToken }: LegacySession): LegacySession | undefined {
		const session = this.sessions.get(sid);
		const refresher = this.alive(this.sessionRefreshers.get(refreshToken));
		if (!session || refresher?.sid !== sid) return undefined;

		this.sessions.delete(sid);
		this.sessionRefreshers.delete(refreshToken);
		return this.issueSession(session.userId);
	}

	revokeSession(sid: string): void {
		this.sessions.delete(sid);
	}

	private alive<T extends Expiring>(entry: T | undefined): T | undefined {
		return entry && entry.expiresAt > this.now() ? entry : undefined;
	}

	private now(): number {
		return this.clock.now().getTime();
	}
}
