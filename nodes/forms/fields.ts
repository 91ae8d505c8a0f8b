import type { Ask } from './form';

/** Empty as well: whatever is required n8n asks for itself, and the rest may be left out. */
const GUID = '^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})?$';

interface Locator {
	readonly displayName: string;
	readonly name: string;
	readonly description: string;
	/** Search method of the list mode. */
	readonly search: string;
	/** Expression over the item of the step before; without one the list comes first. */
	readonly from?: string;
	readonly required?: boolean;
}

/** A field that names a thing of the service: chosen from a list, or taken from the step before. */
export function locator({ displayName, name, description, search, from, required = true }: Locator): Ask {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		...(required && { required }),
		default: { mode: 'list', value: '' },
		...(from && { default: { mode: 'id', value: from } }),
		description,
		modes: [
			{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: search, searchable: true } },
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 3d2c1b0a-9f8e-4d7c-b6a5-948372615040',
				validation: [{ type: 'regex', properties: { regex: GUID, errorMessage: 'Not an ID of Kontur.Extern' } }],
			},
		],
	};
}

function id(displayName: string, name: string, from: string, description: string): Ask {
	return { displayName, name, type: 'string', required: true, default: from, description, placeholder: 'e.g. 3d2c1b0a-9f8e-4d7c-b6a5-948372615040' };
}

/** The account, where a pipeline may begin. Left empty, it is that of the step before: `Step.value` sees to it. */
export const account = locator({
	displayName: 'Account',
	name: 'accountId',
	search: 'searchAccounts',
	required: false,
	description: 'Workspace that owns the reports. Leave empty to take the account of the step before.',
});

/** The account of the step before. */
export const sameAccount = locator({
	displayName: 'Account',
	name: 'accountId',
	search: 'searchAccounts',
	from: '={{ $json.accountId }}',
	description: 'Workspace that owns the reports. Usually comes from the step before.',
});

/** The organization that the report is for, where it may also come from the file. */
export const payerOrganization = locator({
	displayName: 'Organization',
	name: 'organizationId',
	search: 'searchOrganizations',
	required: false,
	description: 'Company that the report is for. Leave empty to take INN and KPP from the file.',
});

export const organization = locator({
	displayName: 'Organization',
	name: 'orgId',
	search: 'searchOrganizations',
	from: '={{ $json.organizationId }}',
	description: 'Organization of the account. Usually comes from Organization: Get Many.',
});

/** An office of an authority: chosen from the handbook, or its code as it is. */
export const authorityCode: Ask = {
	displayName: 'Authority Code',
	name: 'authorityCode',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'Office of the authority, such as the number of the tax office. On the test stand, 0087 accepts everything.',
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchControlUnits', searchable: true } },
		{ displayName: 'By Code', name: 'id', type: 'string', placeholder: 'e.g. 7702' },
	],
};

export const draft = locator({
	displayName: 'Draft',
	name: 'draftId',
	search: 'searchDrafts',
	from: '={{ $json.draftId }}',
	description: 'Container of the files of one report. Usually comes from Draft: Create.',
});

export const docflow = locator({
	displayName: 'Docflow',
	name: 'docflowId',
	search: 'searchDocflows',
	from: '={{ $json.docflowId }}',
	description: 'Exchange with the authority. Usually comes from Send or the trigger.',
});

export const docflowDocument = locator({
	displayName: 'Document',
	name: 'documentId',
	search: 'searchDocflowDocuments',
	from: '={{ $json.documentId }}',
	description: 'Document of the docflow. Usually comes from Document: Get Many.',
});

/** The docflow of the demand that an inventory answers. */
export const relatedDocflow = locator({
	displayName: 'Demand',
	name: 'relatedDocflowId',
	search: 'searchDocflows',
	from: '={{ $json.relatedDocflowId }}',
	description: 'Docflow of the demand that the inventory answers. Usually comes from Inventory: Get Many.',
});

export const relatedDocument = locator({
	displayName: 'File of the Demand',
	name: 'relatedDocumentId',
	search: 'searchRelatedDocuments',
	from: '={{ $json.relatedDocumentId }}',
	description: 'Document of the demand that the inventory answers. Usually comes from Inventory: Get Many.',
});

export const inventory = locator({
	displayName: 'Inventory',
	name: 'inventoryId',
	search: 'searchInventories',
	from: '={{ $json.inventoryId ?? $json.docflowId }}',
	description: 'List of the documents that were sent in answer to a demand. Usually comes from Inventory: Get Many.',
});

export const inventoryDocument = locator({
	displayName: 'Document',
	name: 'documentId',
	search: 'searchInventoryDocuments',
	from: '={{ $json.documentId }}',
	description: 'Document of the inventory. Usually comes from Inventory Document: Get Many.',
});

/** The docflow that is answered, such as the one of a demand. */
export const answeredDocflow = locator({
	displayName: 'Related Docflow',
	name: 'relatedDocflowId',
	search: 'searchDocflows',
	from: '={{ $json.docflowId }}',
	description: 'Docflow of the demand or letter that is answered. Usually comes from the trigger.',
});

/** The document that is answered, such as the demand itself. */
export const answeredDocument = locator({
	displayName: 'Related Document',
	name: 'relatedDocumentId',
	search: 'searchRelatedDocuments',
	from: '={{ $json.documentId }}',
	description: 'Document of that docflow that is answered. Usually comes from Docflow: Document: Get Many.',
});

/** A certificate of the account: chosen from its list, or given as it is. */
export const certificate: Ask = {
	displayName: 'Certificate',
	name: 'certificate',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'id', value: '={{ $json.certificate }}' },
	description: 'Certificate that will sign. Choose it from the list, or take it from Account: Certificate: Get Many.',
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchCertificates', searchable: true } },
		{ displayName: 'By Content', name: 'id', type: 'string', placeholder: 'e.g. MIIJdDCCCSGgAwIBAgIQ', hint: 'The certificate as base64 or PEM, or its thumbprint' },
	],
};

export const draftDocument = id('Document ID', 'documentId', '={{ $json.documentId }}', 'File of the draft. Usually comes from Draft: Add Document.');
export const draftsBuilder = id('Builder ID', 'draftsBuilderId', '={{ $json.draftsBuilderId }}', 'Builder that packs files into drafts. Usually comes from Builder: Create.');
export const builderDocument = id('Document ID', 'documentId', '={{ $json.documentId }}', 'Document of the builder. Usually comes from Builder Document: Create.');
export const builderFile = id('File ID', 'fileId', '={{ $json.fileId }}', 'File of a document of the builder. Usually comes from Builder File: Create.');
export const content = id('Content ID', 'id', '={{ $json.contentId }}', 'File at the content service. Usually comes from Upload or from the documents of a docflow.');
export const uploaded = id('Content ID', 'contentId', '={{ $json.contentId }}', 'File at the content service. Usually comes from Upload.');
export const reply = id('Reply ID', 'replyId', '={{ $json.replyId }}', 'Reply that was generated before');
export const task = id('Task ID', 'apiTaskId', '={{ $json.taskId }}', 'Task that runs at Kontur.Extern. Usually comes from Check, Prepare or Send.');

export const returnAll: Ask = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

export const limit: Ask = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
};

/** The file of the item that an operation works on. */
export const inputFile: Ask = {
	displayName: 'Input Binary Field',
	name: 'file',
	type: 'string',
	required: true,
	default: 'data',
	typeOptions: { binaryDataProperty: true },
	hint: 'The name of the input binary field that holds the file',
	description: 'Which file of the item to take',
};

/** How the signature is made. */
export const signWith: Ask = {
	displayName: 'Sign With',
	name: 'signWith',
	type: 'options',
	options: [
		{ name: 'CryptoPro DSS', value: 'dss', description: 'A key kept by a CryptoPro DSS server, confirmed by its owner where the server asks for it' },
		{ name: 'Ready Signature', value: 'readySignature', description: 'Signature files that were made elsewhere, for example with CryptoPro' },
		{ name: 'Signing Service', value: 'signingService', description: 'A service of your own that signs with a certified tool, such as CryptoPro CSP' },
		{ name: 'Test Key', value: 'testKey', description: 'A key in a credential; only for the test stand and the sandbox' },
	],
	default: 'testKey',
	description: 'How the signature is made. For real authorities it has to come from a certified tool, so Test Key will not do.',
};

/** For what only CryptoPro DSS can do: its credential is shown by the choice, which there is none of. */
export const signWithDss: Ask = { displayName: 'Sign With DSS', name: signWith.name, type: 'hidden', default: 'dss' };

/**
 * How a file is decrypted. It has the name of Sign With, since that name tells the editor which credential to ask for;
 * no form asks for both.
 */
export const decryptWith: Ask = {
	displayName: 'Decrypt With',
	name: signWith.name,
	type: 'options',
	options: [
		{ name: 'CryptoPro DSS', value: 'dss', description: 'A key kept by a CryptoPro DSS server' },
		{ name: 'Signing Service', value: 'signingService', description: 'A service of your own that decrypts with a certified tool, such as CryptoPro CSP' },
		{ name: 'Test Key', value: 'testKey', description: 'A key in a credential; only for the test stand and the sandbox' },
	],
	default: 'testKey',
	description: 'Whose key opens the file. It has to be the one that the authority encrypted for: usually that of the certificate which signed.',
};

/** For what decrypts and signs in one step: with one key, since one form has one of these choosers only. */
export const signAndDecryptWith: Ask = {
	...decryptWith,
	displayName: 'Sign and Decrypt With',
	options: [
		{ name: 'CryptoPro DSS', value: 'dss', description: 'A key kept by a CryptoPro DSS server, confirmed by its owner where the server asks for it' },
		{ name: 'Signing Service', value: 'signingService', description: 'A service of your own that signs and decrypts with a certified tool, such as CryptoPro CSP' },
		{ name: 'Test Key', value: 'testKey', description: 'A key in a credential; only for the test stand and the sandbox' },
	],
	description: 'Whose key opens what the authority sent and signs what goes back. For real authorities it needs a certified tool, so Test Key will not do.',
};

export const signatureFields: Ask = {
	displayName: 'Signature Binary Fields',
	name: 'signatureFields',
	type: 'string',
	default: 'signature',
	description: 'Input binary fields that hold the .sig files, separated by commas. Their order does not matter: each is matched to its file.',
	when: { signWith: ['readySignature'] },
};

export const senderIp: Ask = {
	displayName: 'Sender IP Address',
	name: 'senderIp',
	type: 'string',
	default: '127.0.0.1',
	description: 'Address of the computer that sends, as the service asks for it',
};

export const powerOfAttorney: Ask = {
	displayName: 'Power of Attorney ID',
	name: 'powerOfAttorneyId',
	type: 'string',
	default: '',
	description: 'ID of the machine-readable power of attorney (MChD), where a representative files. Leave empty to take the one of the organization.',
};

/** Where the file goes that an operation fetches. */
export function outputField(usual: string): Ask {
	return {
		displayName: 'Put Output File in Field',
		name: 'outputField',
		type: 'string',
		default: usual,
		hint: 'The name of the output binary field to put the file in',
		description: 'Binary field of the output that gets the file',
	};
}
