import * as accounts from './accounts';
import * as contents from './contents';
import * as docflows from './docflows';
import * as drafts from './drafts';
import * as events from './events';
import type { AnyOperation } from './operation';

/** Every operation of the catalogue by its id in reference/api/operations.json. */
export const catalogue: ReadonlyMap<string, AnyOperation> = new Map(
	[accounts, contents, drafts, docflows, events]
		.flatMap((records) => Object.values(records))
		.filter(isOperation)
		.map((record) => [record.id, record]),
);

function isOperation(value: unknown): value is AnyOperation {
	return typeof value === 'object' && value !== null && 'id' in value && 'path' in value;
}

export { accounts, contents, docflows, drafts, events };
export { bytes, choice, dateTime, flag, guid, integer, json, list, optional, readInput, text, type Fields, type InputOf } from './fields';
export type { AnyOperation, Operation } from './operation';
export { anything, count, parts, schemaOf, summarise, texts, urn, words, yesNo, type Outline, type View } from './outline';
