import { moscowDay } from '../../../extern';
import { integer, lastDayOf, optional, warrants } from '../../../extern/operations';
import { listForm } from '../catalogueForm';
import { account } from '../fields';
import type { Form } from '../form';

export const powerOfAttorneyForms: Form[] = [
	listForm(warrants.warrantsList, {
		resource: 'powerOfAttorney',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many powers of attorney',
		description: 'List by which powers of attorney the users of an account act, and until when each of them holds',
		fields: [account],
		more: [
			{
				displayName: 'Expires Within (Days)',
				name: 'expiresWithin',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 30,
				description: 'Only powers of attorney that end in so many days, or have ended',
			},
			{
				displayName: 'For All Users',
				name: 'forAllUsers',
				type: 'boolean',
				default: false,
				description: 'Whether to include the powers of attorney of the other users of the account; needs an administrator',
			},
		],
		wanted(step) {
			const { expiresWithin } = step.input({ expiresWithin: optional(integer()) });
			if (expiresWithin === undefined) return undefined;
			const until = moscowDay(step.extern.port.now(), expiresWithin);
			return (entry) => (lastDayOf(entry) ?? '9999-12-31') <= until;
		},
	}),
];
