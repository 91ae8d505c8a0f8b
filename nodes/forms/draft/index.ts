import type { Form, Resource } from '../form';
import { documentForms } from './document';
import { draftForms } from './draft';

export const resources: Resource[] = [
	{ name: 'Draft', value: 'draft' },
	{ name: 'Document', value: 'document' },
];

export const forms: Form[] = [...documentForms, ...draftForms];
