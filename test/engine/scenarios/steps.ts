import type { IExecuteFunctions, INodeParameters, INodeType } from 'n8n-workflow';

import type { NodeOnCanvas } from '../surroundings';
import { sendReport, step } from '../filing';
import type { SeedAccount } from '../sandbox';

/** Waits for the authority, answers what it wrote, and looks what became of the report. */
export const followUp = (round = ''): NodeOnCanvas[] => [
	{ type: 'test.wait', name: `Wait${round}` },
	step('konturExternDocflow', `Process Replies${round}`, 'reply', 'process'),
	step('konturExternDocflow', `Look${round}`, 'docflow', 'get'),
];

/** Send Report under a name of its own. */
export const sendAgain = (account: SeedAccount, name: string, more: INodeParameters = {}): NodeOnCanvas => ({ ...sendReport(account, more), name });

/** What the operator does in the accounting program: another text in the file, and in its name. */
export const editFile = (change: (text: string) => string): INodeType => ({
	description: { displayName: 'Edit', name: 'edit', group: ['transform'], version: 1, description: '', defaults: { name: 'Edit' }, inputs: ['main'], outputs: ['main'], properties: [] },
	async execute(this: IExecuteFunctions) {
		const [item] = this.getInputData();
		const bytes = await this.helpers.getBinaryDataBuffer(0, 'data');
		// Latin letters and digits only are changed, so any encoding of one byte will do.
		const data = await this.helpers.prepareBinaryData(Buffer.from(change(bytes.toString('latin1')), 'latin1'), change(item.binary?.data.fileName ?? ''));
		return [[{ json: item.json, binary: { ...item.binary, data }, pairedItem: 0 }]];
	},
});
