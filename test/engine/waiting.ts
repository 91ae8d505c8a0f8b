import type { INodeType } from 'n8n-workflow';

import type { Sandbox } from './sandbox';
import { testNode } from './testNode';

const ENOUGH_FOR_EVERY_ROBOT_MS = 10 * 60_000;

/** Lets simulated minutes pass, as n8n's Wait node would, and hands its items on. */
export const waitForAuthority = (sandbox: Sandbox): INodeType =>
	testNode('wait', async function () {
		const { now } = await sandbox.clock();
		await sandbox.setClock({ now: new Date(Date.parse(now) + ENOUGH_FOR_EVERY_ROBOT_MS).toISOString() });
		return [this.getInputData()];
	});
