/** An inventory that answers a demand, sent through a draft. */

import type { AnsweredDocflow } from './answers';
import { draftMeta, finishedTask, reportBytes, reportText, signDraft, upload } from './filing';
import type { RunningSandbox, SeedAccount } from './runningSandbox';

export async function givenSentInventory(
	sandbox: RunningSandbox,
	account: SeedAccount,
	{ docflowId, documentId, office = '0087' }: { docflowId: string; documentId: string; office?: string },
): Promise<AnsweredDocflow> {
	const { data: draft } = await sandbox.call('post', `/v1/${account.id}/drafts`, {
		...draftMeta(account, { office }),
		'related-document': { 'related-docflow-id': docflowId, 'related-document-id': documentId },
	});
	const bytes = reportBytes(reportText(account, { office, knd: '1184002' }));
	const { data: document } = await sandbox.call('post', `/v1/${account.id}/drafts/${draft.id}/documents`, {
		'content-id': await upload(sandbox, account, bytes),
		description: { type: 'urn:document:fns534-inventory-message' },
	});
	const ids = { account, draftId: draft.id, documentId: document.id, fileId: '', bytes };
	await signDraft(sandbox, ids);
	const task = await finishedTask<AnsweredDocflow>(sandbox, ids, 'send');
	return task['task-result'];
}
