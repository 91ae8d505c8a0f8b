import type { EngineRequest, EngineResponse, IConnections, IDataObject, IExecuteFunctions, INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';

import type { CredentialData } from './credentials';
import { loadPackage, runWorkflow } from './engine';

/** Stand-ins for the agents of n8n: each calls its one tool once and hands the answer out. */

/** An agent that lets the engine run its tool, as n8n's newer agents do. */
const engineAgent: INodeType = {
	description: {
		displayName: 'Agent',
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Agent' },
		inputs: ['main', { type: 'ai_tool' }],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions, { actionResponses }: EngineResponse = { actionResponses: [], metadata: {} }): Promise<INodeExecutionData[][] | EngineRequest> {
		if (actionResponses.length > 0) return [actionResponses.map(({ data }) => ({ json: { answer: data.data?.ai_tool?.[0]?.[0]?.json ?? {} } }))];
		return { actions: [{ actionType: 'ExecutionNodeAction', nodeName: 'Tool', input: {}, type: 'ai_tool', id: 'call', metadata: {} }], metadata: {} };
	},
};

interface CallableTool {
	invoke(input: object): Promise<string>;
}

/** An agent that calls its tool itself, as older agents do. */
const callingAgent: INodeType = {
	...engineAgent,
	async execute(this: IExecuteFunctions) {
		const [tool] = [await this.getInputConnectionData('ai_tool', 0)].flat() as CallableTool[];
		const [answer] = JSON.parse(await tool.invoke({}));
		return [[{ json: { answer } }]];
	},
};

/** What n8n makes of a node that is usable as a tool. */
async function asTool(type: string): Promise<Record<string, INodeType>> {
	const { nodes, name } = await loadPackage();
	const node = nodes.getByNameAndVersion(`${name}.${type}`);
	const description = { ...node.description, name: `${type}Tool`, inputs: [], outputs: ['ai_tool' as const] };
	return { [`${name}.${type}Tool`]: Object.assign(Object.create(node), { description }) };
}

/** Both ways in which an agent of n8n may call a node. */
export const agents: Array<[string, INodeType]> = [
	['the engine runs the tool', engineAgent],
	['the agent calls the tool', callingAgent],
];

const connections: IConnections = {
	Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
	Tool: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
};

/** What a node of the package answers to an agent that has it as a tool. */
export async function askAgent(agent: INodeType, type: string, parameters: INodeParameters, credentials: CredentialData): Promise<IDataObject[string]> {
	const outcome = await runWorkflow({
		nodes: [
			{ type: 'test.agent', name: 'Agent' },
			{ type: `n8n-nodes-kontur-extern.${type}Tool`, name: 'Tool', parameters },
		],
		connections,
		extraNodes: { 'test.agent': agent, ...(await asTool(type)) },
		credentials,
	});
	expect(outcome.error?.message).toBeUndefined();
	return outcome.json('Agent')[0].answer;
}
