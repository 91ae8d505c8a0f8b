import { cloudSigning } from '../../../extern/operations';
import { form } from '../catalogueForm';
import { draft, sameAccount } from '../fields';
import type { Form } from '../form';

/** Signing with a key that lies at the server of Kontur, confirmed by a code. */
export const cloudForms: Form[] = [
	form(cloudSigning.draftCloudSign, {
		resource: 'draft',
		operation: 'cloudSign',
		name: 'Sign in the Cloud',
		action: 'Sign a draft in the cloud',
		description: 'Start signing all files of a draft with a cloud certificate; the owner of the certificate gets a code by SMS',
		fields: [sameAccount, draft],
	}),
	form(cloudSigning.draftCloudSignConfirm, {
		resource: 'draft',
		operation: 'confirmCloudSign',
		name: 'Confirm Signing in the Cloud',
		action: 'Confirm signing in the cloud',
		description: 'Bring the code of the SMS, with which the files get signed',
		fields: [
			sameAccount,
			draft,
			{ displayName: 'Request ID', name: 'requestId', type: 'string', required: true, default: '={{ $json.requestId }}', description: 'Which signing is confirmed. Usually comes from Sign in the Cloud.' },
			{ displayName: 'Confirmation Code', name: 'code', type: 'string', required: true, default: '', placeholder: 'e.g. 123456', description: 'The code of the SMS' },
		],
	}),
];
