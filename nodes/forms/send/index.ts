import type { Form, Resource } from '../form';
import { draftForms } from './draft';
import { reportForms } from './report';
import { taskForms } from './task';

export const resources: Resource[] = [
	{ name: 'Draft', value: 'draft' },
	{ name: 'Report', value: 'report' },
	{ name: 'Task', value: 'task' },
];

export const forms: Form[] = [...draftForms, ...reportForms, ...taskForms];
