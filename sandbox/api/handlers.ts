/** All handlers, keyed by the ids of operations.json. */

import { accountHandlers } from './accounts';
import type { Handlers } from './call';
import { contentHandlers } from './contents';
import { docflowHandlers } from './docflows';
import { docflowDocumentHandlers } from './docflowDocuments';
import { draftDocumentHandlers } from './draftDocuments';
import { draftHandlers } from './drafts';
import { draftSignatureHandlers } from './draftSignatures';
import { draftTaskHandlers } from './draftTasks';
import { eventHandlers } from './events';
import { handbookHandlers } from './handbooks';
import { organizationHandlers } from './organizations';
import { organizationSettingHandlers } from './organizationSettings';
import { printingHandlers } from './printing';
import { replyHandlers } from './replies';
import { reportsTableHandlers } from './reportsTables';
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
	...webDraftHandlers,
	...docflowHandlers,
	...docflowDocumentHandlers,
	...replyHandlers,
	...printingHandlers,
	...eventHandlers,
	...testToolHandlers,
};
