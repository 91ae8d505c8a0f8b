/** A request with its answer as they went over the wire, for judges of both. */

import type { AxiosResponse } from 'axios';

export interface Exchange {
	query: Record<string, string>;
	/** Fields of a form, or other bodies as they are. */
	body: unknown;
	headers: Record<string, unknown>;
	status: number;
	answeredHeaders: Record<string, unknown>;
	/** Parsed JSON; null when there was no body. */
	answer: unknown;
}

export function exchangeOf({ config, status, headers, data }: AxiosResponse): Exchange {
	const { searchParams } = new URL(config.url ?? '');
	const isForm = String(config.headers['Content-Type'] ?? '').startsWith('application/x-www-form-urlencoded');
	return {
		query: { ...Object.fromEntries(searchParams), ...config.params },
		body: isForm ? Object.fromEntries(new URLSearchParams(String(config.data))) : config.data,
		headers: { ...config.headers },
		status,
		answeredHeaders: { ...headers },
		answer: data === '' ? null : data,
	};
}
