import type { Form, Resource } from '../form';
import { docflowForms } from './docflow';
import { documentForms } from './document';
import { documentsRequestForms } from './documentsRequest';
import { inventoryReplyForms } from './inventoryReply';
import { legacyReplyForms } from './legacyReply';
import { pfrReplyForms } from './pfrReply';
import { replyForms } from './reply';

export const resources: Resource[] = [
	{ name: 'Docflow', value: 'docflow' },
	{ name: 'Document', value: 'document' },
	{ name: 'Documents Request', value: 'documentsRequest' },
	{ name: 'Inventory Reply', value: 'inventoryReply' },
	{ name: 'Reply', value: 'reply' },
];

export const forms: Form[] = [...docflowForms, ...documentForms, ...documentsRequestForms, ...inventoryReplyForms, ...replyForms, ...pfrReplyForms, ...legacyReplyForms];
