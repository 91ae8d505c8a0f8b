/** What the device flow of the vendor has beyond the library: a polling interval that is enforced. */

import { OpenIdRefusal } from './openIdRefusal';

/** Timers of clients are not exact. */
const TOLERANCE = 0.9;

export class DevicePolling {
	private readonly lastPolls = new Map<string, number>();

	/** Throws `slow_down` when the same device code was asked for less than an interval ago. */
	poll(deviceCode: string, intervalSeconds: number): void {
		const now = performance.now();
		const last = this.lastPolls.get(deviceCode);
		this.lastPolls.set(deviceCode, now);
		if (last !== undefined && now - last < intervalSeconds * 1000 * TOLERANCE) {
			throw new OpenIdRefusal('slow_down', `poll no more often than every ${intervalSeconds} s`);
		}
	}

	clear(): void {
		this.lastPolls.clear();
	}
}

interface DeviceAuthorization {
	verification_uri_complete: string;
	interval?: number;
}

/** The answer to a device authorization as the vendor's sample shows it. */
export function inVendorForm<T extends DeviceAuthorization>(answer: T, intervalSeconds: number): T {
	return { ...answer, verification_uri_complete: answer.verification_uri_complete.replace('user_code=', 'user-code='), interval: intervalSeconds };
}
