import { code, table } from './markdown.mjs';

/** Statuses that every operation may answer; an operation names those beside them. */
const usualStatuses = [400, 401, 403, 404, 500];

/** What can go wrong, as the client knows it, with what the reader of the page wants to call it. */
const failures = [
	['400', { kind: 'refused', status: 400, problem: {} }],
	['401', { kind: 'signed-out', problem: {} }],
	['403', { kind: 'refused', status: 403, problem: {} }],
	['404', { kind: 'refused', status: 404, problem: {} }],
	['409', { kind: 'locked', problem: {} }],
	['413', { kind: 'refused', status: 413, problem: {} }],
	['429', { kind: 'busy', problem: {}, retryAfterMs: 0 }],
	['5xx, or no answer', { kind: 'unavailable', problem: {} }],
	['5xx, or no answer, where a repeat could do harm', { kind: 'unknown-outcome', problem: {} }],
];

/**
 * The table of what an operator is told, the same on every page.
 * @param {(failure: object, fieldLabel: (name: string) => string) => { message: string, description: string }} tell the node's own words
 */
export function errorsSection(tell) {
	const rows = failures.map(([answer, failure]) => {
		const { message, description } = tell(failure, (name) => name);
		return [answer, message, description.replaceAll('\n', ' ')];
	});
	return [
		'## Errors',
		'Where Kontur.Extern gives a reason, the message is its own text, in Russian. The description ends with the trace ID, which its support asks for.',
		table(['Answer', 'Message without a reason of the service', 'What to do'], rows),
	];
}

/**
 * What an operation may answer beside the usual errors.
 * @param {{ errors: Array<{ status: number, notes?: string }> }} operation of the reference
 */
export function ownErrors({ errors }) {
	const own = errors.filter(({ status, notes }) => !usualStatuses.includes(status) || notes);
	const told = own.map(({ status, notes }) => `${status}${notes ? ` (${notes.replace(/urn:[\w:-]+/gi, code)})` : ''}`);
	return `**Errors:** ${['the [usual ones](#errors)', ...told].join('; ')}`;
}
