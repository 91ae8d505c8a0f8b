import type { AnySchemaObject } from 'ajv/dist/2020';

import type { QueryParameter } from './operations';

const WHOLE_NUMBER = { type: ['integer', 'string'], minimum: 0, pattern: '^\\d+$' };
const TRUTH = { enum: [true, false, 'true', 'false', 'True', 'False'] };
const UUID = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';
const INSTANT = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,7})?(Z|[+-]\\d{2}:\\d{2})?$';
const TRUSTER_TIME = '^\\d{2}\\.\\d{2}\\.\\d{4} \\d{2}:\\d{2}:\\d{2}';
const TEXT = { type: 'string', minLength: 1 };

/** The type words of operations.json, the first that fits decides. */
const TYPE_WORDS: Array<[RegExp, (match: RegExpExecArray) => AnySchemaObject]> = [
	[/^integer/, () => WHOLE_NUMBER],
	[/^boolean/, () => TRUTH],
	[/^uuid/, () => ({ type: 'string', pattern: UUID })],
	[/^datetime/, () => ({ type: 'string', pattern: INSTANT })],
	[/^enum (\S+)/, ([, members]) => ({ type: 'string', pattern: `^(${anyCase(members)})$` })],
	[/^string (\d+) digits/, ([, length]) => ({ type: 'string', pattern: `^\\d{${length}}$` })],
	[/^string 8\|10 digits/, () => ({ type: 'string', pattern: '^(\\d{8}|\\d{10})$' })],
	[/^string XXX-XXX-XXXXXX/, () => ({ type: 'string', pattern: '^\\d{3}-\\d{3}-\\d{6}$' })],
	[/^string, repeatable/, () => ({ anyOf: [TEXT, { type: 'array', items: TEXT, minItems: 1 }] })],
	[/^string dd\.MM\.yyyy HH:mm:ss/, () => ({ type: 'string', pattern: TRUSTER_TIME })],
	[/^(string|enum)/, () => TEXT],
];

/** A closed schema of the query string of an operation whose query operations.json lists. */
export function querySchema(parameters: QueryParameter[]): AnySchemaObject {
	const alternatives = parameters.filter(({ name }) => name.includes('|'));
	return {
		type: 'object',
		properties: Object.fromEntries(
			parameters.flatMap(({ name, type }) => name.split('|').map((single) => [single, typeSchema(type)])),
		),
		required: parameters.filter((it) => it.required && !alternatives.includes(it)).map(({ name }) => name),
		...(alternatives.length > 0 && {
			allOf: alternatives.map(({ name }) => ({
				oneOf: name.split('|').map((single) => ({ required: [single] })),
			})),
		}),
		additionalProperties: false,
	};
}

function typeSchema(words: string): AnySchemaObject {
	for (const [pattern, schema] of TYPE_WORDS) {
		const match = pattern.exec(words);
		if (match) return schema(match);
	}
	throw new Error(`operations.json uses a query type that the judge does not know: ${words}`);
}

/** The service reads enumerations in any case: the SDK sends `Fns`, the documentation writes `fns`. */
function anyCase(members: string): string {
	return members.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}
