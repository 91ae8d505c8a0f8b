import type { IExecuteFunctions, INodeExecutionData, INodeProperties, INodeType } from 'n8n-workflow';

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** A node that only a test has: one input, one output. */
export const testNode = (name: string, execute: Execute, properties: INodeProperties[] = []): INodeType => ({
	description: { displayName: name, name, group: ['transform'], version: 1, description: '', defaults: { name }, inputs: ['main'], outputs: ['main'], properties },
	execute,
});
