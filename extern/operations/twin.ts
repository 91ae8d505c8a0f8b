import type { Fields, InputOf } from './fields';
import { type docflowDocumentIds, inventoryIds } from './ids';
import type { Operation } from './operation';

const IN_DOCFLOW = '/v1/{accountId}/docflows/{docflowId}/';
const IN_INVENTORY = '/v1/{accountId}/docflows/{relatedDocflowId}/documents/{relatedDocumentId}/inventories/{inventoryId}/';

type InInventory<F> = Omit<F, 'docflowId'> & typeof inventoryIds;

/**
 * The same operation on a document of an inventory: an inventory is a docflow that is reached through the demand it
 * answers (operations.json, group inventories).
 * @param id of the twin in reference/api/operations.json
 */
export function inInventory<F extends typeof docflowDocumentIds & Fields, W, S>(id: string, { query, payload, ...record }: Operation<F, W, S>): Operation<InInventory<F>, W, S> {
	// Queries and bodies read everything but the ids, which no type can say of all of them at once.
	const asThere = (input: InputOf<InInventory<F>>) => input as unknown as InputOf<F>;
	return {
		...record,
		id,
		path: record.path.replace(IN_DOCFLOW, IN_INVENTORY),
		input: { ...withoutDocflow(record.input), ...inventoryIds },
		...(query && { query: (input) => query(asThere(input)) }),
		...(payload && { payload: (input) => payload(asThere(input)) }),
	};
}

function withoutDocflow<F extends Fields>(fields: F): Omit<F, 'docflowId'> {
	const rest = { ...fields };
	Reflect.deleteProperty(rest, 'docflowId');
	return rest;
}
