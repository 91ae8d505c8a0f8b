import type { Form, Resource } from '../form';
import { archiveForm } from './archive';
import { demandForms } from './demand';
import { docflowForms } from './docflow';
import { documentForms } from './document';
import { documentsRequestForms } from './documentsRequest';
import { inventoryForms } from './inventory';
import { inventoryReplyForms } from './inventoryReply';
import { legacyReplyForms } from './legacyReply';
import { pfrReplyForms } from './pfrReply';
import { receiveForm } from './receive';
import { replyForms } from './reply';

export const resources: Resource[] = [
	{ name: 'Demand', value: 'demand' },
	{ name: 'Docflow', value: 'docflow' },
	{ name: 'Document', value: 'document' },
	{ name: 'Documents Request', value: 'documentsRequest' },
	{ name: 'Inventory', value: 'inventory' },
	{ name: 'Inventory Document', value: 'inventoryDocument' },
	{ name: 'Inventory Reply', value: 'inventoryReply' },
	{ name: 'Reply', value: 'reply' },
];

export const forms: Form[] = [
	...demandForms,
	...docflowForms,
	archiveForm,
	...documentForms,
	...documentsRequestForms,
	...inventoryForms,
	...inventoryReplyForms,
	receiveForm,
	...replyForms,
	...pfrReplyForms,
	...legacyReplyForms,
];
