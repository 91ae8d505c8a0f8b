/** How long the things that the provider hands out live, in seconds; tests shorten them. */

const DAY = 24 * 60 * 60;

const DEFAULTS = {
	accessToken: 3600, // the vendor's authorization code sample
	refreshToken: 14 * DAY, // unpublished by the vendor
	authorizationCode: 60,
	deviceCode: 300, // the vendor's sample
	devicePolling: 3, // the vendor's sample
	certificateChallenge: 600, // the vendor's old pages
	session: 30 * DAY, // the vendor's old pages, as the next one
	sessionRefresh: 45 * DAY,
};

export type LifetimeName = keyof typeof DEFAULTS;

export class Lifetimes {
	private changed: Partial<Record<LifetimeName, number>> = {};

	get(name: LifetimeName): number {
		return this.changed[name] ?? DEFAULTS[name];
	}

	/** Whether a test chose this life time. */
	isChanged(name: LifetimeName): boolean {
		return name in this.changed;
	}

	set(name: LifetimeName, seconds: number): void {
		this.changed[name] = seconds;
	}

	all(): Record<LifetimeName, number> {
		return { ...DEFAULTS, ...this.changed };
	}

	reset(): void {
		this.changed = {};
	}
}

export function isLifetimeName(name: string): name is LifetimeName {
	return Object.hasOwn(DEFAULTS, name);
}
