import type { Form, Resource } from '../form';
import { draftForms } from './draft';
import { ionForms } from './ion';
import { letterForms } from './letter';
import { registrationForms } from './registration';
import { reportForms } from './report';
import { subscriptionForms } from './subscription';
import { taskForms } from './task';

export const resources: Resource[] = [
	{ name: 'Draft', value: 'draft' },
	{ name: 'ION Request', value: 'ion' },
	{ name: 'Letter', value: 'letter' },
	{ name: 'Registration', value: 'registration' },
	{ name: 'Report', value: 'report' },
	{ name: 'Subscription', value: 'subscription' },
	{ name: 'Task', value: 'task' },
];

export const forms: Form[] = [...draftForms, ...ionForms, ...letterForms, ...registrationForms, ...reportForms, ...subscriptionForms, ...taskForms];
