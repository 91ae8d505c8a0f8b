import { certificates } from '../../../extern/operations';
import { listForm } from '../catalogueForm';
import { account } from '../fields';
import type { Form } from '../form';

export const certificateForms: Form[] = [
	listForm(certificates.certificatesList, {
		resource: 'certificate',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many certificates',
		description: 'List the certificates that may sign for an account',
		fields: [account],
		more: [
			{
				displayName: 'For All Users',
				name: 'forAllUsers',
				type: 'boolean',
				default: false,
				description: 'Whether to include the certificates of the other users of the account; needs an administrator',
			},
		],
	}),
];
