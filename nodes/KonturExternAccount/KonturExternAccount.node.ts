import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { forms, resources } from '../forms/account';
import { propertiesOf } from '../forms/properties';
import { listSearch } from '../lists';
import { employeeKey } from '../run/employeeKey';
import { runItems } from '../run/items';
import { testKey } from '../run/testKey';

export class KonturExternAccount implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kontur Extern Account',
		name: 'konturExternAccount',
		icon: { light: 'file:../../icons/account.svg', dark: 'file:../../icons/account.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Accounts, organizations, certificates, powers of attorney, deadlines and handbooks',
		defaults: { name: 'Kontur Extern Account' },
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
				name: 'konturExternGosuslugiApi',
				required: true,
				// Naming the operation here would hide it in the editor; it is the only one of this node that signs.
				displayOptions: { show: { signWith: ['dss', 'readySignature', 'signingService', 'testKey'] } },
				testedBy: 'employeeKey',
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

	methods = { listSearch, credentialTest: { employeeKey, testKey } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, forms);
	}
}
