import type { Fields, InputOf } from '../../extern/operations';
import { readInput } from '../../extern/operations';

/** What an operator could have typed, by the type of the field. */
const TYPED = {
	guid: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040',
	text: 'text',
	integer: '1',
	boolean: 'true',
	dateTime: '2025-04-01T00:00:00Z',
	choice: 'choice',
	json: '{}',
	base64: 'AA==',
	bytes: new Uint8Array([0]),
	list: ['3d2c1b0a-9f8e-4d7c-b6a5-948372615040'],
} as const;

/** An input with every field filled in, the optional ones too. */
export function sampleInput<F extends Fields>(fields: F): InputOf<F> {
	return readInput(fields, Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, TYPED[type]])));
}
