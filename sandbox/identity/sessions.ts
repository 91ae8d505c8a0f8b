/** The auth.sid sessions of the older scheme, each with the refresh token that renews it. */

import type { Lifetimes } from './lifetimes';
import { opaqueToken } from './opaqueToken';

/** What a session needs of the sandbox's clock. */
export interface SandboxClock {
	now(): Date;
}

export interface SessionPair {
	sid: string;
	refreshToken: string;
}

interface Session {
	userId: string;
	isOver: () => boolean;
}

/** Knows the user itself, since it outlives its session. */
interface Refresher extends Session {
	sid: string;
}

export class Sessions {
	private readonly sessions = new Map<string, Session>();
	private readonly refreshers = new Map<string, Refresher>();

	constructor(
		private readonly clock: SandboxClock,
		private readonly lifetimes: Lifetimes,
	) {}

	issue(userId: string): SessionPair {
		const pair = { sid: opaqueToken(), refreshToken: opaqueToken() };
		this.sessions.set(pair.sid, { userId, isOver: this.deadline('session') });
		this.refreshers.set(pair.refreshToken, { userId, sid: pair.sid, isOver: this.deadline('sessionRefresh') });
		return pair;
	}

	/** Registers a session that does not end by age, such as the one in the seed. */
	adopt(sid: string, userId: string): void {
		this.sessions.set(sid, { userId, isOver: () => false });
	}

	/** Undefined when the session is unknown or has ended. */
	userIdOf(sid: string): string | undefined {
		const session = this.sessions.get(sid);
		return session?.isOver() ? undefined : session?.userId;
	}

	/**
	 * Gives a new pair for an old one, which dies. A session that has ended can be renewed as long as
	 * its refresh token lives; undefined when the pair does not belong together or is too old.
	 */
	refresh({ sid, refreshToken }: SessionPair): SessionPair | undefined {
		const refresher = this.refreshers.get(refreshToken);
		if (!refresher || refresher.isOver() || refresher.sid !== sid) return undefined;
		this.sessions.delete(sid);
		this.refreshers.delete(refreshToken);
		return this.issue(refresher.userId);
	}

	/** Its refresh token stays good. */
	end(sid: string): void {
		this.sessions.delete(sid);
	}

	/** Their refresh tokens stay good. */
	endAll(): void {
		this.sessions.clear();
	}

	/** Sessions and refresh tokens of one user. */
	revokeUser(userId: string): void {
		for (const entries of [this.sessions, this.refreshers]) {
			for (const [name, entry] of entries) if (entry.userId === userId) entries.delete(name);
		}
	}

	clear(): void {
		this.sessions.clear();
		this.refreshers.clear();
	}

	/** Weeks pass by the sandbox's clock; the seconds that a test chose pass in real time, as those of tokens do. */
	private deadline(name: 'session' | 'sessionRefresh'): () => boolean {
		const watch = this.lifetimes.isChanged(name) ? Date.now : () => this.clock.now().getTime();
		const end = watch() + this.lifetimes.get(name) * 1000;
		return () => watch() >= end;
	}
}
