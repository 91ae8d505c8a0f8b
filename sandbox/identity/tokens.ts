/** Every access token and every auth.sid session that is alive: the identity provider issues them, the API asks here who is calling. */

import { Lifetimes } from './lifetimes';
import { Sessions, type SandboxClock } from './sessions';

/** What was allowed to whom. `userId` is null for an application that signed in as itself. */
export interface Grant {
	userId: string | null;
	clientId: string;
	scope: string;
}

/**
 * Access tokens live in real time: `expires_in` is a promise to a client whose watch does not run
 * faster with the sandbox's clock. Sessions, which promise nothing, live by the sandbox's clock.
 */
export class Tokens {
	readonly lifetimes = new Lifetimes();
	readonly sessions: Sessions;

	private readonly tokens = new Map<string, Grant & { expiresAt: number }>();

	constructor(clock: SandboxClock) {
		this.sessions = new Sessions(clock, this.lifetimes);
	}

	/** Registers a token whose value the library made. */
	adopt(token: string, grant: Grant & { lifetimeSeconds?: number }): void {
		const { userId, clientId, scope, lifetimeSeconds = this.lifetimes.get('accessToken') } = grant;
		this.tokens.set(token, { userId, clientId, scope, expiresAt: Date.now() + lifetimeSeconds * 1000 });
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

	/** Access tokens and sessions of one user. */
	revokeUser(userId: string): void {
		for (const [token, grant] of this.tokens) if (grant.userId === userId) this.tokens.delete(token);
		this.sessions.revokeUser(userId);
	}

	/** Every access token issued so far answers 401 from now on; sessions stay. */
	expireAll(): void {
		this.tokens.clear();
	}

	/** Forgets tokens, sessions and changed life times. */
	reset(): void {
		this.tokens.clear();
		this.sessions.clear();
		this.lifetimes.reset();
	}
}
