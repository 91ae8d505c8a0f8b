import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { forms, resources } from '../forms/draft';
import { propertiesOf } from '../forms/properties';
import { listSearch } from '../lists';
import { runItems } from '../run/items';

export class KonturExternDraft implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kontur Extern Draft',
		name: 'konturExternDraft',
		icon: { light: 'file:../../icons/draft.svg', dark: 'file:../../icons/draft.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Collect the files of a report in a draft',
		defaults: { name: 'Kontur Extern Draft' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'konturExternApi',
				required: true,
				displayOptions: { show: { authentication: ['apiKey'] }, hide: { resource: ['reportFile'] } },
			},
			{
				name: 'konturExternOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] }, hide: { resource: ['reportFile'] } },
			},
		],
		properties: propertiesOf(resources, forms),
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, forms);
	}
}
