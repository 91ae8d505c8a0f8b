import axios from 'axios';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { PollingTrigger, TriggerInTest } from './engine';
import { engineIsDurable, startTrigger } from './engine';
import type { Sandbox, Seed } from './sandbox';
import { externCredential } from './signIn';

/** The schedulers of this engine; the durable one keeps cursors itself. */
export const schedulers = engineIsDurable
	? [
			{ scheduler: 'in memory', durable: false },
			{ scheduler: 'durable', durable: true },
		]
	: [{ scheduler: 'in memory', durable: false }];

export interface TriggerWishes extends Partial<TriggerInTest> {
	options?: INodeParameters;
}

/** The trigger node in a freshly started process, not enriching unless asked to; nothing is polled yet. */
export async function givenTrigger(
	sandbox: Sandbox,
	seed: Seed,
	parameters: INodeParameters = {},
	{ options = {}, ...spec }: TriggerWishes = {},
): Promise<PollingTrigger> {
	return await startTrigger({
		type: 'konturExternTrigger',
		credentials: externCredential(sandbox, seed),
		parameters: { startFrom: 'beginning', withDocflow: false, ...parameters, options },
		...spec,
	});
}

/** The json of what a poll gave; no items when it gave nothing. */
export const jsonOf = (items: INodeExecutionData[] | null): IDataObject[] => (items ?? []).map(({ json }) => json);

export const idsOf = (items: INodeExecutionData[] | null): string[] => jsonOf(items).map(({ eventId }) => String(eventId));

/** Ids of all events in the feed, in order, as the API itself tells them. */
export async function idsInFeed({ addresses }: Sandbox, { sid, apiKey }: Seed): Promise<string[]> {
	const headers = { authorization: `auth.sid ${sid}`, 'x-kontur-apikey': apiKey };
	const ids: string[] = [];
	for (;;) {
		const params = { fromId: ids[ids.length - 1] ?? '0_0', take: 1000 };
		const { data } = await axios.get<{ 'api-events': Array<{ id: string }> }>(`${addresses.api}/v1/events`, { headers, params });
		if (data['api-events'].length === 0) return ids;
		ids.push(...data['api-events'].map(({ id }) => id));
	}
}

/** Polls until a poll finds nothing, and tells the ids of each poll. */
export async function pollUntilQuiet(trigger: PollingTrigger): Promise<string[][]> {
	const polls: string[][] = [];
	for (;;) {
		const items = await trigger.tick();
		if (items === null) return polls;
		polls.push(idsOf(items));
	}
}
