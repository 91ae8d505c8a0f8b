/** What all calls of the older sign-in have in common: the application's key in the query, refusals with a code. */

import type { FastifyRequest } from 'fastify';
import type { Client, Directory } from '../directory';

/** An answer of the older service that says no; the body is empty except with 403. */
export class LegacyRefusal extends Error {
	constructor(
		readonly status: 400 | 401 | 403 | 406,
		readonly code?: string,
	) {
		super(`${status} ${code ?? ''}`);
	}
}

/** Any version of the fifth generation: v5.9, v5.12, v5.13 and v5.16 were seen. */
export const AUTH = '/auth/:version(^v5\\.\\d+$)';
export const SESSIONS = '/sessions/:version(^v5\\.\\d+$)';

/** The key's name differs from method to method and from client to client: all three are accepted everywhere. */
export function applicationOf(request: FastifyRequest, directory: Directory): Client {
	const apiKey = optionalField(request, 'apiKey') ?? optionalField(request, 'api-key') ?? request.headers['x-kontur-apikey'];
	if (typeof apiKey !== 'string' || apiKey === '') throw new LegacyRefusal(401);
	const client = directory.clientByApiKey(apiKey);
	if (!client) throw new LegacyRefusal(403, 'InvalidApiKey');
	return client;
}

export function queryField(request: FastifyRequest, name: string): string {
	const value = optionalField(request, name);
	if (value === undefined) throw new LegacyRefusal(400);
	return value;
}

export function optionalField(request: FastifyRequest, name: string): string | undefined {
	const query: Record<string, unknown> = typeof request.query === 'object' && request.query !== null ? { ...request.query } : {};
	const value = query[name];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

export function bodyBytes(request: FastifyRequest): Buffer {
	return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
