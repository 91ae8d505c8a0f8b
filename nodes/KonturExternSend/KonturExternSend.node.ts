import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { forms, resources } from '../forms/send';
import { propertiesOf } from '../forms/properties';
import { listSearch } from '../lists';
import { runItems } from '../run/items';
import { testKey } from '../run/testKey';

export class KonturExternSend implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kontur Extern Send',
		name: 'konturExternSend',
		icon: { light: 'file:../../icons/send.svg', dark: 'file:../../icons/send.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Check, prepare and send reports to the authorities',
		defaults: { name: 'Kontur Extern Send' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
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
			{
				name: 'konturExternTestKeyApi',
				required: true,
				displayOptions: { show: { signWith: ['testKey'] } },
				testedBy: 'testKey',
			},
			{
				name: 'konturExternSigningServiceApi',
				required: true,
				displayOptions: { show: { signWith: ['signingService'] } },
			},
			{
				name: 'konturExternDssApi',
				required: true,
				displayOptions: { show: { signWith: ['dss'] } },
			},
		],
		properties: propertiesOf(resources, forms),
	};

	methods = { listSearch, credentialTest: { testKey } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, forms);
	}
}
