import * as accounts from './accounts';
import * as certificates from './certificates';
import * as contents from './contents';
import * as docflowContents from './docflowContents';
import * as docflowDocuments from './docflowDocuments';
import * as docflows from './docflows';
import * as docflowSignatures from './docflowSignatures';
import * as draftDocuments from './draftDocuments';
import * as drafts from './drafts';
import * as draftSignatures from './draftSignatures';
import * as draftTasks from './draftTasks';
import * as events from './events';
import * as inventories from './inventories';
import type { AnyOperation } from './operation';
import * as organizations from './organizations';
import * as replies from './replies';

const resources = {
	accounts,
	certificates,
	contents,
	docflowContents,
	docflowDocuments,
	docflows,
	docflowSignatures,
	draftDocuments,
	drafts,
	draftSignatures,
	draftTasks,
	events,
	inventories,
	organizations,
	replies,
};

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

export { accounts, certificates, contents, docflowContents, docflowDocuments, docflows, docflowSignatures, draftDocuments, drafts, draftSignatures, draftTasks, events, inventories, organizations, replies };
export { bytes, choice, dateTime, day, flag, guid, integer, json, list, optional, readInput, text, type Fields, type InputOf } from './fields';
export { accountIds, docflowDocumentIds, docflowIds, draftDocumentIds, draftIds, inventoryIds, relatedDocumentIds } from './ids';
export type { AnyOperation, Operation } from './operation';
export { anything, count, parts, schemaOf, summarise, texts, urn, words, yesNo, type Outline, type View } from './outline';
export { printTaskOutline, taskOutline } from './tasks';
