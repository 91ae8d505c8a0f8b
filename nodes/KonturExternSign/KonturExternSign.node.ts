import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { forms, resources } from '../forms/sign';
import { propertiesOf } from '../forms/properties';
import { listSearch } from '../lists';
import { runItems } from '../run/items';
import { testKey } from '../run/testKey';

export class KonturExternSign implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kontur Extern Sign',
		name: 'konturExternSign',
		icon: { light: 'file:../../icons/sign.svg', dark: 'file:../../icons/sign.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Sign the files of a draft and verify signatures',
		defaults: { name: 'Kontur Extern Sign' },
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
