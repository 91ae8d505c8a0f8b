import type { Form, Resource } from '../form';
import { demandForms } from './demand';
import { docflowForms } from './docflow';
import { documentForms } from './document';
import { inventoryForms } from './inventory';
import { replyForms } from './reply';

export const resources: Resource[] = [
	{ name: 'Demand', value: 'demand' },
	{ name: 'Docflow', value: 'docflow' },
	{ name: 'Document', value: 'document' },
	{ name: 'Inventory', value: 'inventory' },
	{ name: 'Inventory Document', value: 'inventoryDocument' },
	{ name: 'Reply', value: 'reply' },
];

export const forms: Form[] = [...demandForms, ...docflowForms, ...documentForms, ...inventoryForms, ...replyForms];
