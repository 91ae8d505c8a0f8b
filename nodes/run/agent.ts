import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

/**
 * Whether an AI agent calls the node as a tool. n8n's own answer, `isToolExecution`, is yes only
 * where the agent calls its tools itself; newer agents ask the engine to run them as nodes, which
 * shows in where the output goes and in the type, which n8n gives another name for tools.
 */
export function isCalledByAgent(context: IExecuteFunctions): boolean {
	const { type, rewireOutputLogTo } = context.getNode();
	return context.isToolExecution() || rewireOutputLogTo === NodeConnectionTypes.AiTool || type.endsWith('Tool');
}
