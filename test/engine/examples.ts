import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Example, Examples } from '../../extern/operations/example';

const folder = join(__dirname, '../../extern/operations');

const examples: Examples = Object.assign(
	{},
	...readdirSync(folder)
		.filter((file) => file.endsWith('.examples.ts'))
		.map((file) => jest.requireActual<{ examples: Examples }>(join(folder, file)).examples),
);

/** How an operation is tried; it stands beside its record. */
export function exampleOf(id: string): Example | undefined {
	return examples[id];
}
