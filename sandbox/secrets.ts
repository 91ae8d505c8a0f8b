/** Keeps secrets out of the request log. */

const SECRET_FIELDS = new Set([
	'access_token',
	'refresh_token',
	'id_token',
	'client_secret',
	'password',
	'pass',
	'partial_factor_token',
	'decrypted_key',
	'assertion',
	'token',
	'device_code',
	'code',
	'sid',
	'auth.sid',
	'refreshtoken',
	'refresh-token',
	'apikey',
	'api-key',
]);

export function maskedHeaders(headers: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, maskedHeader(name.toLowerCase(), value)]));
}

export function maskedQuery(query: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, isSecret(name) ? '***' : value]));
}

/** A copy of a JSON value without its secrets. */
export function maskedBody(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(maskedBody);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [name, isSecret(name) && typeof inner === 'string' ? '***' : maskedBody(inner)]),
	);
}

function maskedHeader(name: string, value: unknown): unknown {
	if (name === 'authorization') return `${String(value).split(' ', 1)[0]} ***`;
	if (name === 'cookie' || name === 'set-cookie' || name === 'x-kontur-apikey') return '***';
	return value;
}

function isSecret(name: string): boolean {
	return SECRET_FIELDS.has(name.toLowerCase());
}
