/** Reads JSON bodies strictly: what the published calls do not have is refused. */

import type { FastifyRequest } from 'fastify';
import { malformed } from './refusal';

export type Body = Record<string, unknown>;

/** The body of a call that takes JSON. */
export function jsonOf({ headers, body }: FastifyRequest): unknown {
	if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) throw malformed('the body must be JSON');
	return body;
}

/** The value as an object that has all required fields and none but the named ones. */
export function objectWith(value: unknown, name: string, required: readonly string[], optional: readonly string[] = []): Body {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(`${name} must be an object`);
	const body: Body = { ...value };
	const unknown = Object.keys(body).find((field) => !required.includes(field) && !optional.includes(field));
	if (unknown !== undefined) throw malformed(`${name} has no field ${unknown}`);
	const missing = required.find((field) => body[field] === undefined);
	if (missing !== undefined) throw malformed(`${name} lacks ${missing}`);
	return body;
}

export function textOf(value: unknown, name: string): string {
	if (typeof value !== 'string') throw malformed(`${name} must be a string`);
	return value;
}

/** The number of a certificate: published samples have it as a number and, among the parameters of a transaction, as text. */
export function numberOf(value: unknown, name: string): number {
	const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
	if (typeof number !== 'number' || !Number.isInteger(number) || number < 0) throw malformed(`${name} must be a whole number`);
	return number;
}

/** `"true"` or `"false"`: parameters are texts; .NET writes them with a capital. */
export function truthOf(value: unknown, name: string): boolean {
	const text = textOf(value, name).toLowerCase();
	if (text !== 'true' && text !== 'false') throw malformed(`${name} must be "true" or "false"`);
	return text === 'true';
}

/** Non-empty base64 without line breaks. */
export function bytesOf(value: unknown, name: string): Buffer {
	const text = textOf(value, name);
	const bytes = Buffer.from(text, 'base64');
	if (bytes.length === 0 || bytes.toString('base64') !== text) throw malformed(`${name} must be base64`);
	return bytes;
}
