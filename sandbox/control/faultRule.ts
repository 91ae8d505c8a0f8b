/** Reads a fault from the body of a control call. */

import { badRequest } from '../api/problems';
import type { FaultAction, FaultRule } from '../faults';

const RULE_FIELDS = ['operation', 'method', 'path', 'skip', 'times', 'after', 'action'];
const ACTION_FIELDS = [
	'status',
	'headers',
	'body',
	'delayMs',
	'disconnect',
	'truncateBytes',
	'expireToken',
	'redirect',
	'replaceHrefs',
];

/** Throws 400 for fields that no fault has: a test with a typo should not pass. */
export function readFault(body: Record<string, unknown>): FaultRule {
	const action = recordOf(body.action);
	refuseUnknown(body, RULE_FIELDS);
	refuseUnknown(action, ACTION_FIELDS);
	if (Object.keys(action).length === 0) throw badRequest(`action must have one of ${ACTION_FIELDS.join(', ')}`);
	return {
		operation: text(body.operation),
		method: text(body.method),
		path: text(body.path),
		skip: number(body.skip),
		times: number(body.times),
		after: body.after === true,
		action: readAction(action),
	};
}

function readAction(action: Record<string, unknown>): FaultAction {
	return {
		status: number(action.status),
		headers: Object.fromEntries(Object.entries(recordOf(action.headers ?? {})).map(([name, value]) => [name, String(value)])),
		body: action.body,
		delayMs: number(action.delayMs),
		disconnect: action.disconnect === true,
		truncateBytes: number(action.truncateBytes),
		expireToken: action.expireToken === true,
		redirect: text(action.redirect),
		replaceHrefs: text(action.replaceHrefs),
	};
}

function refuseUnknown(value: Record<string, unknown>, known: string[]): void {
	const unknown = Object.keys(value).find((name) => !known.includes(name));
	if (unknown) throw badRequest(`a fault has no field ${unknown}`);
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

function number(value: unknown): number | undefined {
	return typeof value === 'number' ? value : undefined;
}

function recordOf(value: unknown): Record<string, unknown> {
	if (typeof value !== 'object' || value === null) throw badRequest('action must be an object');
	return { ...value };
}
