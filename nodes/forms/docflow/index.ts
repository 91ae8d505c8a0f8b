import type { Form, Resource } from '../form';
import { docflowForms } from './docflow';
import { documentForms } from './document';
import { replyForms } from './reply';

export const resources: Resource[] = [
	{ name: 'Docflow', value: 'docflow' },
	{ name: 'Document', value: 'document' },
	{ name: 'Reply', value: 'reply' },
];

export const forms: Form[] = [...docflowForms, ...documentForms, ...replyForms];
