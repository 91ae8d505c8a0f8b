/** All handlers, keyed by the ids of operations.json. */

import { accountHandlers } from './accounts';
import { builderDocumentHandlers } from './builderDocuments';
import { builderFileGenerationHandlers } from './builderFileGeneration';
import { builderFileHandlers } from './builderFiles';
import { builderHandlers } from './builders';
import { builderTaskHandlers } from './builderTasks';
import type { Handlers } from './call';
import { contractDocumentHandlers } from './contractDocuments';
import { cloudSigningHandlers } from './cloudSigning';
import { contentHandlers } from './contents';
import { decryptionHandlers } from './cloudDecryption';
import { dataToSignHandlers } from './dataToSign';
import { demandHandlers } from './demands';
import { demandToolHandlers } from './demandTool';
import { docflowHandlers } from './docflows';
import { docflowDocumentHandlers } from './docflowDocuments';
import { documentsRequestHandlers } from './documentsRequests';
import { draftCloudSigningHandlers } from './draftCloudSigning';
import { draftDocumentHandlers } from './draftDocuments';
import { draftHandlers } from './drafts';
import { draftSignatureHandlers } from './draftSignatures';
import { draftTaskHandlers } from './draftTasks';
import { eventHandlers } from './events';
import { inventoryHandlers } from './inventories';
import { handbookHandlers } from './handbooks';
import { legacyReplyHandlers } from './legacyReplies';
import { organizationHandlers } from './organizations';
import { organizationSettingHandlers } from './organizationSettings';
import { pfrReplyHandlers } from './pfrReplies';
import { printingHandlers } from './printing';
import { replyCloudSigningHandlers } from './replyCloudSigning';
import { replyHandlers } from './replies';
import { reportsTableHandlers } from './reportsTables';
import { requisiteHandlers } from './requisites';
import { sedoSubscriptionHandlers } from './sedoSubscriptions';
import { testToolHandlers } from './testTools';
import { warrantHandlers } from './warrants';
import { webDraftHandlers } from './webDrafts';

export const handlers: Handlers = {
	...accountHandlers,
	...warrantHandlers,
	...organizationHandlers,
	...organizationSettingHandlers,
	...sedoSubscriptionHandlers,
	...handbookHandlers,
	...reportsTableHandlers,
	...contentHandlers,
	...draftHandlers,
	...draftDocumentHandlers,
	...draftSignatureHandlers,
	...draftTaskHandlers,
	...contractDocumentHandlers,
	...dataToSignHandlers,
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
	...decryptionHandlers,
	...documentsRequestHandlers,
	...replyHandlers,
	...replyCloudSigningHandlers,
	...pfrReplyHandlers,
	...legacyReplyHandlers,
	...printingHandlers,
	...eventHandlers,
	...testToolHandlers,
	...inventoryHandlers,
	...demandToolHandlers,
	...demandHandlers,
	...requisiteHandlers,
};
