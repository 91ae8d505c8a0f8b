import * as accounts from './accounts';
import * as builderDocuments from './builderDocuments';
import * as builderFiles from './builderFiles';
import * as builders from './builders';
import * as certificates from './certificates';
import * as contents from './contents';
import * as docflowDocuments from './docflowDocuments';
import * as docflows from './docflows';
import * as draftContracts from './draftContracts';
import * as draftDocuments from './draftDocuments';
import * as drafts from './drafts';
import * as draftSignatures from './draftSignatures';
import * as draftTasks from './draftTasks';
import * as events from './events';
import type { AnyOperation } from './operation';
import * as organizations from './organizations';
import * as replies from './replies';

const resources = {
	accounts,
	builderDocuments,
	builderFiles,
	builders,
	certificates,
	contents,
	docflowDocuments,
	docflows,
	draftContracts,
	draftDocuments,
	drafts,
	draftSignatures,
	draftTasks,
	events,
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

export { accounts, builderDocuments, builderFiles, builders, certificates, contents, docflowDocuments, docflows, draftContracts, draftDocuments, drafts, draftSignatures, draftTasks, events, organizations, replies };
export { base64, bytes, choice, dateTime, flag, guid, integer, json, list, optional, readInput, text, type Fields, type InputOf } from './fields';
export { accountIds, builderDocumentIds, builderFileIds, builderIds, docflowDocumentIds, docflowIds, draftDocumentIds, draftIds, inventoryIds } from './ids';
export type { AnyOperation, Operation } from './operation';
export { anything, count, parts, schemaOf, summarise, texts, urn, words, yesNo, type Outline, type View } from './outline';
export { taskOutline } from './tasks';
