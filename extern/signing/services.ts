import type { PortAnswer, PortRequest } from '../port';

/**
 * The narrow door to services other than Kontur.Extern that sign, decrypt or verify for the
 * operator. Whoever opens it adds what the credential of that service asks for.
 */
export interface ServicePort {
	/** Sends one request once. Never throws. */
	send(request: PortRequest): Promise<PortAnswer>;
	/** Waits; returns early when the execution was cancelled. */
	pause(milliseconds: number): Promise<void>;
	cancelled(): boolean;
	/** Milliseconds since 1970. */
	now(): number;
}
