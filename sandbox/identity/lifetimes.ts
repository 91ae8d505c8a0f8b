/** How long the things that the provider hands out live, in seconds of real time; tests shorten them. */

import type { Tokens } from './tokens';

export type LifetimeName = 'accessToken' | 'refreshToken' | 'authorizationCode' | 'deviceCode' | 'devicePolling' | 'certificateChallenge';

const DAY = 24 * 60 * 60;

const DEFAULTS: Record<Exclude<LifetimeName, 'accessToken'>, number> = {
	refreshToken: 14 * DAY, // unpublished by the vendor
	authorizationCode: 60,
	deviceCode: 300, // the vendor's sample
	devicePolling: 3, // the vendor's sample
	certificateChallenge: 600, // the vendor's old pages
};

export class Lifetimes {
	private seconds = { ...DEFAULTS };

	constructor(private readonly tokens: Tokens) {}

	get(name: LifetimeName): number {
		return name === 'accessToken' ? this.tokens.lifetimeSeconds : this.seconds[name];
	}

	set(name: LifetimeName, seconds: number): void {
		if (name === 'accessToken') this.tokens.lifetimeSeconds = seconds;
		else this.seconds[name] = seconds;
	}

	all(): Record<LifetimeName, number> {
		return { accessToken: this.tokens.lifetimeSeconds, ...this.seconds };
	}

	reset(): void {
		this.seconds = { ...DEFAULTS };
	}
}

export function isLifetimeName(name: string): name is LifetimeName {
	return name === 'accessToken' || name in DEFAULTS;
}
