/** Steps of working on a tax demand, as tests of the sandbox take them. */

import { unzipSync } from 'fflate';
import type { AnsweredDocflow, AnsweredDocument } from './answers';
import { certificateOf, openEnvelope, readDocflow, upload } from './filing';
import type { RunningSandbox, SeedAccount } from './runningSandbox';

export interface DemandOrder {
	knds?: string[];
	ifnsCode?: string;
	sender?: Record<string, unknown>;
	contents?: Array<{ contentId: string; knd: string }>;
}

export function demandOrder({ id, inn, kpp }: SeedAccount, changes: DemandOrder = {}) {
	return { accountId: id, sender: { inn, kpp }, payer: { inn, ...(kpp ? { organization: { kpp } } : {}) }, ...changes };
}

/** A demand that the robot has just sent. */
export async function givenDemand(
	sandbox: RunningSandbox,
	account: SeedAccount,
	changes: DemandOrder = {},
): Promise<AnsweredDocflow> {
	const { data, status } = await sandbox.call<{ docflowId: string }>(
		'post',
		'/test-tools/v1/generate-demand',
		demandOrder(account, changes),
	);
	if (status !== 200) throw new Error(`generate-demand answered ${status}: ${JSON.stringify(data)}`);
	return readDocflow(sandbox, account, data.docflowId);
}

export function documentOf(docflow: AnsweredDocflow, type: string): AnsweredDocument {
	const document = docflow.documents.find(({ description }) => description.type === `urn:document:${type}`);
	if (!document) throw new Error(`no ${type}`);
	return document;
}

/** What the sealed content of a document holds, opened with the key outside. */
export async function decrypted(sandbox: RunningSandbox, account: SeedAccount, { content }: AnsweredDocument): Promise<Buffer> {
	const sealed = content['docflow-document-contents'].find(({ encrypted }) => encrypted);
	const { data } = await sandbox.call<ArrayBuffer>('get', `/v1/${account.id}/contents/${sealed?.['content-id']}`, undefined, {
		responseType: 'arraybuffer',
	});
	const [plain] = Object.values(unzipSync(new Uint8Array(openEnvelope(certificateOf(account), Buffer.from(data)))));
	return Buffer.from(plain ?? []);
}

/** Decrypts a document, uploads the plain bytes and saves them to it; answers the content id. */
export async function saveDecrypted(
	sandbox: RunningSandbox,
	account: SeedAccount,
	{ docflowId, document }: { docflowId: string; document: AnsweredDocument },
): Promise<string> {
	const contentId = await upload(sandbox, account, await decrypted(sandbox, account, document));
	await sandbox.call('put', `/v1/${account.id}/docflows/${docflowId}/documents/${document.id}/decrypted-content`, {
		'content-id': contentId,
	});
	return contentId;
}
