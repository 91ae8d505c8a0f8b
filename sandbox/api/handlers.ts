/** All handlers, keyed by the ids of operations.json. */

import { accountHandlers } from './accounts';
import { builderDocumentHandlers } from './builderDocuments';
import { builderFileGenerationHandlers } from './builderFileGeneration';
import { builderFileHandlers } from './builderFiles';
import { builderHandlers } from './builders';
import { builderTaskHandlers } from './builderTasks';
import type { Handlers } from './call';
import { cloudSigningHandlers } from './cloudSigning';
import { contentHandlers } from './contents';
import { docflowHandlers } from './docflows';
import { docflowDocumentHandlers } from './docflowDocuments';
import { draftCloudSigningHandlers } from './draftCloudSigning';
import { draftDocumentHandlers } from './draftDocuments';
import { draftHandlers } from './drafts';
import { draftSignatureHandlers } from './draftSignatures';
import { draftTaskHandlers } from './draftTasks';
import { eventHandlers } from './events';
import { organizationHandlers } from './organizations';
import { printingHandlers } from './printing';
import { replyHandlers } from './replies';
import { webDraftHandlers } from './webDrafts';

export const handlers: Handlers = {
	...accountHandlers,
	...organizationHandlers,
	...contentHandlers,
	...draftHandlers,
	...draftDocumentHandlers,
	...draftSignatureHandlers,
	...draftTaskHandlers,
	...draftCloudSigningHandlers,
	...cloudSigningHandlers,
	...webDraftHandlers,
	...builderHandlers,
	...builderDocumentHandlers,
	...builderFileHandlers,
	...builderFileGenerationHandlers,
	...builderTaskHandlers,
	...docflowHandlers,
	...docflowDocumentHandlers,
	...replyHandlers,
	...printingHandlers,
	...eventHandlers,
};
