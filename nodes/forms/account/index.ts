import type { Form, Resource } from '../form';
import { accountForms } from './account';
import { certificateForms } from './certificate';
import { employeeForms } from './employee';
import { eventSharingForms } from './eventSharing';
import { handbookForms } from './handbook';
import { organizationForms } from './organization';
import { powerOfAttorneyForms } from './powerOfAttorney';
import { reportsTableForms } from './reportsTable';
import { testStandForms } from './testStand';

export const resources: Resource[] = [
	{ name: 'Account', value: 'account' },
	{ name: 'Certificate', value: 'certificate' },
	{ name: 'Employee', value: 'employee' },
	{ name: 'Event Sharing', value: 'eventSharing' },
	{ name: 'Handbook', value: 'handbook' },
	{ name: 'Organization', value: 'organization' },
	{ name: 'Power of Attorney', value: 'powerOfAttorney' },
	{ name: 'Reports Table', value: 'reportsTable' },
	{ name: 'Test Stand', value: 'testStand' },
];

export const forms: Form[] = [
	...accountForms,
	...certificateForms,
	...employeeForms,
	...eventSharingForms,
	...handbookForms,
	...organizationForms,
	...powerOfAttorneyForms,
	...reportsTableForms,
	...testStandForms,
];
