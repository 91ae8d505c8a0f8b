/** Names a call with its id in operations.json. */

import type { FastifyRequest } from 'fastify';
import { DEVICE_CODE_GRANT, fieldOf } from './form';

const BY_GRANT: Record<string, string> = {
	authorization_code: 'openid-token-authorization-code',
	refresh_token: 'openid-token-refresh',
	[DEVICE_CODE_GRANT]: 'openid-token-device-code',
	password: 'openid-token-password',
	certificate: 'openid-token-certificate',
	trusted: 'openid-token-trusted',
};

const BY_ROUTE: Record<string, string> = {
	'GET /connect/authorize': 'openid-authorize',
	'POST /connect/deviceauthorization': 'openid-device-authorization',
	'POST /authentication/certificate': 'openid-certificate-challenge',
	'GET /.well-known/openid-configuration/jwks': 'openid-jwks',
};

/** Undefined for what the reference does not list: discovery, sign-in pages, client credentials. */
export function operationOf(request: FastifyRequest): string | undefined {
	const path = request.url.split('?', 1)[0] ?? '';
	if (path === '/connect/token') return BY_GRANT[fieldOf(request.body, 'grant_type') ?? ''];
	return BY_ROUTE[`${request.method} ${path}`] ?? request.routeOptions.config?.operation;
}
