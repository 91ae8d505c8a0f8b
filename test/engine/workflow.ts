import { WorkflowExecute } from 'n8n-core';
import type {
	ExecutionError,
	ExecutionStatus,
	IBinaryKeyData,
	IConnections,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	IRun,
	IWorkflowBase,
	IWorkflowSettings,
	NodeExecutionHint,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { loadPackage, packageFolder } from './builtPackage';
import type { CredentialData } from './credentials';
import type { NodeOnCanvas } from './surroundings';
import { openBinaryStore, placeNode, surroundings } from './surroundings';

export interface FileOfItem {
	bytes: Buffer;
	fileName?: string;
	mimeType?: string;
}

/** What enters the first node; files go to the binary store before. */
export interface ItemIn {
	json?: IDataObject;
	files?: Record<string, FileOfItem>;
}

export interface WorkflowInTest {
	nodes: NodeOnCanvas[];
	/** Names in the order of flow; all nodes in their order when left out. */
	chain?: string[];
	/** Instead of a chain, n8n's own connections; they start at the node `Start`. */
	connections?: IConnections;
	credentials?: CredentialData;
	items?: ItemIn[];
	mode?: WorkflowExecuteMode;
	settings?: IWorkflowSettings;
	staticData?: IDataObject;
	/** Presses Stop after so many milliseconds. */
	cancelAfter?: number;
	/** Node types that only this test knows, by full name (`test.fork`). */
	extraNodes?: Record<string, INodeType>;
	/** The folder of another package than the one under test. */
	folder?: string;
}

/** Runs a workflow on the real engine and tells what each node gave. */
export async function runWorkflow(spec: WorkflowInTest): Promise<WorkflowOutcome> {
	const store = await openBinaryStore();
	const { credentials = {}, mode = 'manual', items = [{}] } = spec;
	const built = await loadPackage(spec.folder ?? packageFolder, {
		[START]: startNode(items),
		...spec.extraNodes,
	});
	const nodes = [{ name: 'Start', type: START }, ...spec.nodes].map((node) =>
		placeNode(node, built, credentials),
	);
	const chain = spec.chain ?? nodes.slice(1).map(({ name }) => name);
	const definition: IWorkflowBase = {
		id: 'workflow',
		name: 'Workflow in test',
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(0),
		updatedAt: new Date(0),
		nodes,
		connections: spec.connections ?? connect(['Start', ...chain]),
		settings: { executionOrder: 'v1', ...spec.settings },
		staticData: spec.staticData,
	};
	const workflow = new Workflow({ ...definition, nodeTypes: built.nodes });
	const execution = new WorkflowExecute(surroundings(built, credentials, definition, mode), mode);
	const issues = execution.checkReadyForExecution(workflow, { startNode: 'Start' });
	if (issues) throw new Error(`n8n does not start this workflow: ${JSON.stringify(issues)}`);
	const running = execution.run({ workflow, startNode: workflow.getNode('Start') ?? undefined });
	const stop =
		spec.cancelAfter === undefined ? undefined : setTimeout(() => running.cancel(), spec.cancelAfter);
	const run = await running;
	clearTimeout(stop);
	return new WorkflowOutcome(run, workflow.staticData, credentials, async (id) => await store.getAsBuffer(id));
}

/** What a run left behind. */
export class WorkflowOutcome {
	constructor(
		readonly run: IRun,
		readonly staticData: IDataObject,
		/** The stored credentials after the run, with renewed tokens. */
		readonly credentials: CredentialData,
		private readonly bytesOf: (binary: IBinaryKeyData[string]) => Promise<Buffer>,
	) {}

	get status(): ExecutionStatus {
		return this.run.status;
	}

	/** The error that stopped the workflow, if one did. */
	get error(): ExecutionError | undefined {
		return this.run.data.resultData.error;
	}

	/** Items on an output of a node (0 is the main one); empty when the node did not run. */
	output(node: string, branch = 0): INodeExecutionData[] {
		return this.lastRun(node)?.data?.main[branch] ?? [];
	}

	/** The json of every item, for short assertions. */
	json(node: string, branch = 0): IDataObject[] {
		return this.output(node, branch).map(({ json }) => json);
	}

	errorOf(node: string): ExecutionError | undefined {
		return this.lastRun(node)?.error;
	}

	hintsOf(node: string): NodeExecutionHint[] {
		return this.lastRun(node)?.hints ?? [];
	}

	async binary(node: string, item = 0, property = 'data'): Promise<Buffer> {
		const binary = this.output(node)[item]?.binary?.[property];
		if (binary === undefined) throw new Error(`Item ${item} of ${node} has no binary field ${property}`);
		return await this.bytesOf(binary);
	}

	private lastRun(node: string) {
		return this.run.data.resultData.runData[node]?.at(-1);
	}
}

const START = 'test.start';

function startNode(items: ItemIn[]): INodeType {
	return {
		description: {
			displayName: 'Start',
			name: 'start',
			group: ['trigger'],
			version: 1,
			description: 'Hands the items of the test to the first node',
			defaults: { name: 'Start' },
			inputs: [],
			outputs: ['main'],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			return [
				await Promise.all(
					items.map(async ({ json = {}, files = {} }) => ({ json, binary: await stored(this, files) })),
				),
			];
		},
	};
}

async function stored(context: IExecuteFunctions, files: Record<string, FileOfItem>): Promise<IBinaryKeyData> {
	const entries = Object.entries(files).map(async ([property, { bytes, fileName, mimeType }]) => [
		property,
		await context.helpers.prepareBinaryData(bytes, fileName, mimeType),
	]);
	return Object.fromEntries(await Promise.all(entries));
}

function connect(names: string[]): IConnections {
	return Object.fromEntries(
		names.slice(0, -1).map((name, i) => [
			name,
			{ main: [[{ node: names[i + 1], type: 'main' as const, index: 0 }]] },
		]),
	);
}
