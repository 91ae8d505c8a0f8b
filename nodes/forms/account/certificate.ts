import { moscowDay } from '../../../extern';
import { certificates, integer, optional } from '../../../extern/operations';
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
				displayName: 'Expires Within (Days)',
				name: 'expiresWithin',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 30,
				description: 'Only certificates that end in so many days, or have ended',
			},
			{
				displayName: 'For All Users',
				name: 'forAllUsers',
				type: 'boolean',
				default: false,
				description: 'Whether to include the certificates of the other users of the account; needs an administrator',
			},
		],
		wanted(step) {
			const { expiresWithin } = step.input({ expiresWithin: optional(integer()) });
			if (expiresWithin === undefined) return undefined;
			const until = moscowDay(step.extern.port.now(), expiresWithin);
			return (entry) => (certificates.lastDayOfCertificate(entry) ?? '9999-12-31') <= until;
		},
	}),
];
