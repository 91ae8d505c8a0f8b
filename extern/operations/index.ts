import * as accounts from './accounts';
import * as certificates from './certificates';
import * as cloudSigning from './cloudSigning';
import * as contents from './contents';
import * as docflowContents from './docflowContents';
import * as docflowDocuments from './docflowDocuments';
import * as docflows from './docflows';
import * as docflowSignatures from './docflowSignatures';
import * as draftDocuments from './draftDocuments';
import * as drafts from './drafts';
import * as draftSignatures from './draftSignatures';
import * as draftTasks from './draftTasks';
import * as employees from './employees';
import * as events from './events';
import * as handbooks from './handbooks';
import * as inventories from './inventories';
import type { AnyOperation } from './operation';
import * as organizations from './organizations';
import * as replies from './replies';
import * as reportsTables from './reportsTables';
import * as testAccounts from './testAccounts';
import * as testDocflows from './testDocflows';
import * as testFiles from './testFiles';
import * as warrants from './warrants';

const resources = {
	accounts,
	certificates,
	cloudSigning,
	contents,
	docflowContents,
	docflowDocuments,
	docflows,
	docflowSignatures,
	draftDocuments,
	drafts,
	draftSignatures,
	draftTasks,
	employees,
	events,
	handbooks,
	inventories,
	organizations,
	replies,
	reportsTables,
	testAccounts,
	testDocflows,
	testFiles,
	warrants,
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

export { accounts, certificates, cloudSigning, contents, docflowContents, docflowDocuments, docflows, docflowSignatures, draftDocuments, drafts, draftSignatures, draftTasks, employees, events, handbooks, inventories, organizations, replies, reportsTables, testAccounts, testDocflows, testFiles, warrants };
export { base64, bytes, choice, dateTime, day, flag, guid, integer, json, list, optional, readInput, text, type Fields, type InputOf, deadline } from './fields';
export { accountIds, docflowDocumentIds, docflowIds, draftDocumentIds, draftIds, inventoryIds, relatedDocumentIds } from './ids';
export type { AnyOperation, Operation } from './operation';
export { anything, count, parts, schemaOf, summarise, texts, urn, words, yesNo, type Outline, type View, coded } from './outline';
export { printTaskOutline, taskOutline } from './tasks';
export { lastDayOf } from './warrants';
