import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { triggerProperties } from '../forms/trigger';
import { listSearch } from '../lists';
import { pollTrigger } from '../run/trigger/poll';

export class KonturExternTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kontur Extern Trigger',
		name: 'konturExternTrigger',
		icon: { light: 'file:../../icons/trigger.svg', dark: 'file:../../icons/trigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ ({ docflows: "on: docflow changed", deadlines: "on: deadline" })[$parameter["source"]] || "on: event" }}',
		description: 'Starts the workflow when an authority answers, something else happens to a docflow, or a deadline comes near',
		defaults: { name: 'Kontur Extern Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'konturExternApi',
				required: true,
				displayOptions: { show: { authentication: ['apiKey'] } },
			},
			{
				name: 'konturExternOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
		],
		properties: triggerProperties(),
	};

	methods = { listSearch };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const items = await pollTrigger(this);
		return items ? [items] : null;
	}
}
