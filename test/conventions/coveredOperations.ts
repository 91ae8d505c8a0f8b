import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Operation } from '../reference/operations';

interface GroupedOperation extends Operation {
	readonly group: string;
}

/** Signing in belongs to the credentials, and the old VAT interface is another service. */
const ELSEWHERE = /^(auth-|nds-legacy$)/;

const all: GroupedOperation[] = JSON.parse(readFileSync(join(__dirname, '../reference/operations.json'), 'utf8'));

/** Every operation that the nodes offer and the sandbox answers. */
export const coveredOperations: readonly GroupedOperation[] = all.filter(({ group }) => !ELSEWHERE.test(group));
