import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import type { Sandbox } from './sandbox';

const ENOUGH_FOR_EVERY_ROBOT_MS = 10 * 60_000;

/** Lets simulated minutes pass, as n8n's Wait node would, and hands its items on. */
export const waitForAuthority = (sandbox: Sandbox): INodeType => ({
	description: {
		displayName: 'Wait',
		name: 'wait',
		group: ['organization'],
		version: 1,
		description: '',
		defaults: { name: 'Wait' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		const { now } = await sandbox.clock();
		await sandbox.setClock({ now: new Date(Date.parse(now) + ENOUGH_FOR_EVERY_ROBOT_MS).toISOString() });
		return [this.getInputData()];
	},
});
