import type { AnyOperation } from './operation';
import * as resources from './resources';

/** Every operation of the catalogue by its id in reference/api/operations.json. */
export const catalogue: ReadonlyMap<string, AnyOperation> = new Map(
	Object.values(resources)
		.flatMap((records) => Object.values<unknown>(records))
		.filter(isOperation)
		.map((record) => [record.id, record]),
);

function isOperation(value: unknown): value is AnyOperation {
	return typeof value === 'object' && value !== null && 'id' in value && 'path' in value;
}

export * from './resources';
export { base64, bytes, choice, dateTime, day, deadline, flag, guid, integer, json, list, optional, readInput, text, type Fields, type InputOf } from './fields';
export { accountIds, builderDocumentIds, builderFileIds, builderIds, docflowDocumentIds, docflowIds, draftDocumentIds, draftIds, inventoryDocumentIds, inventoryIds, relatedDocumentIds } from './ids';
export type { AnyOperation, Operation } from './operation';
export { anything, coded, count, parts, schemaOf, summarise, texts, urn, words, yesNo, type Outline, type View } from './outline';
export { printTaskOutline, taskOutline } from './tasks';
export { lastDayOf } from './warrants';
