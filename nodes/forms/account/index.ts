import type { Form, Resource } from '../form';
import { accountForms } from './account';
import { certificateForms } from './certificate';
import { eventSharingForms } from './eventSharing';
import { organizationForms } from './organization';

export const resources: Resource[] = [
	{ name: 'Account', value: 'account' },
	{ name: 'Certificate', value: 'certificate' },
	{ name: 'Event Sharing', value: 'eventSharing' },
	{ name: 'Organization', value: 'organization' },
];

export const forms: Form[] = [...accountForms, ...certificateForms, ...eventSharingForms, ...organizationForms];
