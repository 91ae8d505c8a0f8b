import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A query parameter as operations.json words it; `type` is prose with a fixed beginning. */
export interface QueryParameter {
	name: string;
	type: string;
	required: boolean;
}

/** One record of operations.json, as far as the judge needs it. */
export interface Operation {
	id: string;
	method: string;
	path: string;
	query: QueryParameter[];
	deprecated: boolean;
}

/** Every HTTP operation of the service. */
export const operations: Operation[] = JSON.parse(
	readFileSync(join(__dirname, 'operations.json'), 'utf8'),
);

const GRANT_OPERATIONS: Record<string, string> = {
	authorization_code: 'openid-token-authorization-code',
	'urn:ietf:params:oauth:grant-type:device_code': 'openid-token-device-code',
	refresh_token: 'openid-token-refresh',
	password: 'openid-token-password',
	certificate: 'openid-token-certificate',
	trusted: 'openid-token-trusted',
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const isPlaceholder = (segment: string) => segment.startsWith('{');
const segmentsOf = (path: string) => path.split('?')[0].split('/').filter(Boolean);

/** Literal segments win over placeholders, the leftmost difference decides. */
const mostSpecificFirst = (left: string[], right: string[]) => {
	const difference = left.findIndex((segment, i) => isPlaceholder(segment) !== isPlaceholder(right[i]));
	if (difference < 0) return 0;
	return isPlaceholder(left[difference]) ? 1 : -1;
};

const routes = operations
	.map(({ id, method, path }) => ({ id, method, segments: segmentsOf(path) }))
	.filter(({ id }) => !Object.values(GRANT_OPERATIONS).includes(id));

/**
 * The id of the operation behind a request line, or undefined when the reference has none.
 * All grants share POST /connect/token, so there the grant type decides.
 */
export function operationOf(method: string, path: string, grantType?: string): string | undefined {
	const segments = segmentsOf(path);
	if (method === 'POST' && segments.join('/') === 'connect/token') {
		return grantType === undefined ? undefined : GRANT_OPERATIONS[grantType];
	}
	const [route] = routes
		.filter((candidate) => candidate.method === method && fits(candidate.segments, segments))
		.sort((left, right) => mostSpecificFirst(left.segments, right.segments));
	return route?.id;
}

function fits(template: string[], segments: string[]): boolean {
	return (
		template.length === segments.length &&
		template.every((part, i) => fitsSegment(part, segments[i]))
	);
}

/** An account is always a GUID: DELETE /v1/events is nothing, not the account `events`. */
function fitsSegment(part: string, segment: string): boolean {
	if (part === '{accountId}') return UUID.test(segment);
	return isPlaceholder(part) || part === segment;
}
