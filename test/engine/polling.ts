import type { Constructable } from '@n8n/di';
import { Container } from '@n8n/di';
import * as core from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IWorkflowBase,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { deepCopy, Workflow } from 'n8n-workflow';

import type { BuiltPackage } from './builtPackage';
import { copyPackage, loadPackage, packageFolder } from './builtPackage';
import type { CredentialData } from './credentials';
import { openBinaryStore, placeNode, surroundings } from './surroundings';

export interface TriggerInTest {
	type: string;
	parameters?: INodeParameters;
	credentials?: CredentialData;
	/** What the database holds for the node from earlier polls. */
	saved?: IDataObject;
	/** The durable scheduler of newer n8n: cursors staged per poll, a poll budget of 36 s. */
	durable?: boolean;
	/** A poll budget of the durable scheduler that a test need not wait for. */
	budgetMs?: number;
	folder?: string;
}

/** The durable scheduler came with n8n 2.36; older engines poll in memory only. */
export const engineIsDurable = 'PollTriggerExecutor' in core;

const DURABLE_BUDGET_MS = 36_000; // 45 s poll timeout of the scheduler, minus its margin

/** Puts a polling trigger into a freshly started process; nothing is polled yet. */
export async function startTrigger(spec: TriggerInTest): Promise<PollingTrigger> {
	if (spec.durable && !engineIsDurable) throw new Error('This engine has no durable scheduler');
	await openBinaryStore();
	const built = await loadPackage(copyPackage(spec.folder ?? packageFolder, spec.type));
	return new PollingTrigger(spec, built);
}

/** One trigger node in one process, with what the database remembers of it. */
export class PollingTrigger {
	/** Node static data as the database holds it. */
	saved: IDataObject;

	private readonly credentials: CredentialData;
	private readonly definition: IWorkflowBase;
	private readonly workflow: Workflow;
	private readonly node: INode;
	private staged: IDataObject;

	constructor(
		private readonly spec: TriggerInTest,
		private readonly built: BuiltPackage,
	) {
		this.credentials = spec.credentials ?? {};
		this.saved = deepCopy(spec.saved ?? {});
		this.staged = deepCopy(this.saved);
		this.node = placeNode(
			{ type: spec.type, name: 'Trigger', parameters: spec.parameters ?? {} },
			built,
			this.credentials,
		);
		this.definition = {
			id: 'watching',
			name: 'Watching workflow',
			active: true,
			activeVersionId: 'published',
			isArchived: false,
			createdAt: new Date(0),
			updatedAt: new Date(0),
			nodes: [this.node],
			connections: {},
			settings: { executionOrder: 'v1' },
		};
		this.workflow = new Workflow({
			...this.definition,
			nodeTypes: built.nodes,
			staticData: { [`node:${this.node.name}`]: deepCopy(this.saved) },
		});
	}

	/** Node static data as this process sees it. */
	get state(): IDataObject {
		return this.spec.durable ? this.staged : this.workflow.getStaticData('node', this.node);
	}

	/** The poll that n8n runs when the workflow is switched on; its error refuses the activation. */
	async activate(activation: WorkflowActivateMode = 'activate'): Promise<INodeExecutionData[] | null> {
		const items = await this.poll('trigger', activation, true);
		// Durable cursors leave a silent first poll uncommitted; in memory activation saves at once.
		if (!this.spec.durable || items !== null) this.save();
		return items;
	}

	/** A scheduled poll; null means that no execution starts. Throws what n8n would record as a failed execution. */
	async tick(): Promise<INodeExecutionData[] | null> {
		const items = await this.poll('trigger', 'activate', false);
		// The in-memory scheduler saves only what it emits.
		if (this.spec.durable || items !== null) this.save();
		return items;
	}

	/** "Fetch Test Event" in the editor: nothing is ever saved. */
	async fetchTestEvent(): Promise<INodeExecutionData[] | null> {
		const before = deepCopy(this.state);
		const items = await this.poll('manual', 'manual', true);
		if (JSON.stringify(before) !== JSON.stringify(this.state)) {
			throw new Error('A manual poll changed the static data');
		}
		return items;
	}

	/**
	 * The process was killed and started again. `saved` tells what the database held then; by default
	 * all that was saved, an earlier state stands for a kill before the save.
	 */
	async restart(saved = this.saved): Promise<PollingTrigger> {
		return await startTrigger({ ...this.spec, saved });
	}

	/** The same process registers the trigger again, as when n8n gave the polling to another process and takes it back. */
	registerAgain(saved = this.saved): PollingTrigger {
		return new PollingTrigger({ ...this.spec, saved }, this.built);
	}

	private save(): void {
		this.saved = deepCopy(this.state);
	}

	private async poll(
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
		testing: boolean,
	): Promise<INodeExecutionData[] | null> {
		const staged = deepCopy(this.saved);
		let emitted: INodeExecutionData[] | null = null;
		let failure: Error | undefined;
		const context = this.context(
			mode,
			activation,
			staged,
			([items]) => (emitted = items),
			(error) => (failure = error),
		);
		await runPoll(this.workflow, this.node, context, testing);
		this.staged = staged;
		if (failure) throw failure;
		return emitted;
	}

	private context(
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
		staged: IDataObject,
		emit: (data: INodeExecutionData[][]) => void,
		emitError: (error: Error) => void,
	): core.PollContext {
		const common = [
			this.workflow,
			this.node,
			surroundings(this.built, this.credentials, this.definition, mode),
			mode,
			activation,
			emit,
			emitError,
		];
		const durable = [
			async () => undefined,
			async (poll: () => Promise<void>) => await poll(),
			() => staged,
			() => this.spec.budgetMs ?? DURABLE_BUDGET_MS,
		];
		return Reflect.construct(core.PollContext, this.spec.durable ? [...common, ...durable] : common);
	}
}

/** A poll as the engine's own scheduler runs it: by its executor, or as older engines do inside a closure. */
async function runPoll(workflow: Workflow, node: INode, context: core.PollContext, testing: boolean) {
	const executor = pollExecutor();
	if (executor) {
		await executor.create(workflow, node, context, () => true)(testing);
		return;
	}
	try {
		const { poll } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const items = poll ? await poll.call(context) : null;
		if (items !== null) context.__emit(items);
	} catch (error) {
		if (testing || !(error instanceof Error)) throw error;
		context.__emitError(error);
	}
}

/** What the tests need of a class that the types of the older engine do not know. */
interface PollExecutor {
	create(
		workflow: Workflow,
		node: INode,
		context: core.PollContext,
		isCurrent: () => boolean,
	): (testing: boolean) => Promise<void>;
}

function pollExecutor(): PollExecutor | undefined {
	const service: Constructable<PollExecutor> | undefined = Reflect.get(core, 'PollTriggerExecutor');
	return service && Container.get(service);
}
