import { LoadOptionsContext } from 'n8n-core';
import type {
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	IWorkflowBase,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { loadPackage, packageFolder } from './builtPackage';
import type { CredentialData } from './credentials';
import { placeNode, surroundings } from './surroundings';

export interface ListInTest {
	type: string;
	/** The name under `methods.listSearch` or `methods.loadOptions`. */
	method: string;
	parameters?: INodeParameters;
	credentials?: CredentialData;
	folder?: string;
}

/** What the editor shows in a searchable list of a node. */
export async function searchList(
	spec: ListInTest & { filter?: string; paginationToken?: string },
): Promise<INodeListSearchResult> {
	const { context, type } = await editor(spec);
	const search = type.methods?.listSearch?.[spec.method];
	if (search === undefined) throw new Error(`${spec.type} has no list ${spec.method}`);
	return await search.call(context, spec.filter, spec.paginationToken);
}

/** What the editor shows in a drop-down that is filled from the service. */
export async function loadOptions(spec: ListInTest): Promise<INodePropertyOptions[]> {
	const { context, type } = await editor(spec);
	const load = type.methods?.loadOptions?.[spec.method];
	if (load === undefined) throw new Error(`${spec.type} has no options ${spec.method}`);
	return await load.call(context);
}

async function editor({ type, parameters = {}, credentials = {}, folder = packageFolder }: ListInTest) {
	const built = await loadPackage(folder);
	const node = placeNode({ type, parameters, name: 'Node' }, built, credentials);
	const definition: IWorkflowBase = {
		id: 'edited',
		name: 'Edited workflow',
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(0),
		updatedAt: new Date(0),
		nodes: [node],
		connections: {},
	};
	const workflow = new Workflow({ ...definition, nodeTypes: built.nodes });
	const additionalData = {
		...surroundings(built, credentials, definition, 'manual'),
		currentNodeParameters: workflow.getNode('Node')?.parameters,
	};
	return {
		type: built.nodes.getByNameAndVersion(node.type, node.typeVersion),
		context: new LoadOptionsContext(workflow, node, additionalData, ''),
	};
}
