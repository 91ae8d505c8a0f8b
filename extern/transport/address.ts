import type { Fields, InputOf } from '../operations/fields';
import type { Operation } from '../operations/operation';

/**
 * Path and query of a call. Ids are percent-encoded, so an odd value can never reach another
 * resource; lists repeat their parameter, as .NET services read them.
 */
export function addressOf<F extends Fields, W, S>(operation: Operation<F, W, S>, input: InputOf<F>): string {
	const values: Readonly<Record<string, unknown>> = { ...input };
	const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(operation.query?.(input) ?? {})) {
		for (const one of Array.isArray(value) ? value : [value]) {
			if (one !== undefined && one !== '') query.append(name, String(one));
		}
	}
	return query.size > 0 ? `${path}?${query.toString()}` : path;
}

/**
 * The path parameter whose value cannot stand in a path: empty, or a dot segment, which every
 * reader of addresses resolves to another resource, encoded or not.
 * @returns its name, or undefined when all are fit
 */
export function unfitPart<F extends Fields, W, S>(operation: Operation<F, W, S>, input: InputOf<F>): string | undefined {
	const values: Readonly<Record<string, unknown>> = { ...input };
	return [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).find((name) => !isFit(values[name]));
}

function isFit(value: unknown): boolean {
	const isHalfCharacter = /\p{Surrogate}/u; // cannot be percent-encoded
	return typeof value === 'string' && !/^\.{0,2}$/.test(value) && !isHalfCharacter.test(value);
}

/** Body and headers of a call. JSON is always sent as text: n8n drops empty objects and lists. */
export function payloadOf<F extends Fields, W, S>(
	operation: Operation<F, W, S>,
	input: InputOf<F>,
): { body?: string | Uint8Array; headers: Record<string, string> } {
	const payload = operation.payload?.(input);
	if (!payload) return { headers: {} };
	if (payload.kind === 'json') {
		return { body: JSON.stringify(payload.value), headers: { 'content-type': 'application/json; charset=utf-8' } };
	}
	return { body: payload.value, headers: { 'content-type': payload.contentType, ...payload.headers } };
}
