import { isLoopback, serviceRoot } from '../transport/origin';

/** Where a credential belongs: the roots of API, identity provider and older session service. */
export interface Roots {
	readonly api: string;
	readonly identity: string;
	/** Older generation: `/auth/v5.x` and `/sessions/v5.x`. */
	readonly sessions: string;
}

const PRODUCTION: Roots = { api: 'https://extern-api.kontur.ru', identity: 'https://identity.kontur.ru', sessions: 'https://api.kontur.ru' };
const TEST_STAND: Roots = {
	api: 'https://extern-api.testkontur.ru',
	identity: 'https://identity.testkontur.ru',
	sessions: 'https://api.testkontur.ru',
};

/** The part of a credential that says where it belongs. */
export interface EnvironmentFields {
	readonly environment?: unknown;
	readonly apiUrl?: unknown;
	readonly identityUrl?: unknown;
}

/**
 * The addresses that a credential may be used with (auth.md §2).
 * @throws ExternError `input` when an own address cannot be used
 */
export function rootsOf({ environment, apiUrl, identityUrl }: EnvironmentFields): Roots {
	if (environment === 'test') return TEST_STAND;
	if (environment !== 'own') return PRODUCTION;
	const identity = serviceRoot(String(identityUrl ?? ''));
	return { api: serviceRoot(String(apiUrl ?? '')), identity, sessions: identity };
}

/** Whether a test key may be used there: the test stand, or this computer. */
export function isForTests(...roots: readonly string[]): boolean {
	return roots.map((root) => new URL(root)).every((url) => /(^|\.)testkontur\.ru$/.test(url.hostname) || isLoopback(url));
}
