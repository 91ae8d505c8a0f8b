/** Steps of the exchange with the social fund, as tests of the sandbox take them. */

import { randomUUID } from 'node:crypto';
import { readPrivateKey, signDigest, streebog } from '../../gost';
import type { AnsweredDocflow } from './answers';
import { certificateOf, draftMeta, finishedTask, readDocflow, upload } from './filing';
import type { RunningSandbox, SeedAccount } from './runningSandbox';

export interface AnsweredRequest {
	id: string;
	message: string;
	content: string;
	'data-to-sign': string;
	signature?: string;
}

/** A docflow of the social fund that has just arrived, empty. */
export async function givenIncomingSedo(sandbox: RunningSandbox, account: SeedAccount, type: string): Promise<AnsweredDocflow> {
	const { data } = await sandbox.control.post<{ docflowId: string }>('/incoming', { accountId: account.id, type });
	return readDocflow(sandbox, account, data.docflowId);
}

/** A docflow that the subscriber sends to the social fund, on its way. */
export async function givenOutgoingSedo(sandbox: RunningSandbox, account: SeedAccount, type: string): Promise<AnsweredDocflow> {
	const { sender, payer } = draftMeta(account);
	const { data: draft } = await sandbox.call('post', `/v1/${account.id}/drafts`, {
		sender,
		payer: { ...payer, 'registration-number-sfr': '087-108-123456' },
		recipient: { 'fss-code': 'SEDO-TEST' },
	});
	const bytes = Buffer.from(`<request id="${randomUUID()}"/>`);
	const { data: document } = await sandbox.call<{ id: string; 'data-to-sign-content-id': string }>(
		'post',
		`/v1/${account.id}/drafts/${draft.id}/documents`,
		{
			'content-id': await upload(sandbox, account, bytes),
			description: { type: `urn:document:${type}` },
		},
	);
	const dataToSign = await sandbox.call<Buffer>(
		'get',
		`/v1/${account.id}/contents/${document['data-to-sign-content-id']}`,
		undefined,
		{ responseType: 'arraybuffer' },
	);
	await sandbox.call('post', `/v1/${account.id}/drafts/${draft.id}/documents/${document.id}/signatures`, {
		'base64-content': signRaw(account, Buffer.from(streebog(256, dataToSign.data)).toString('base64')).toString('base64'),
	});
	const ids = { account, draftId: draft.id, documentId: document.id, fileId: '', bytes };
	return (await finishedTask<AnsweredDocflow>(sandbox, ids, 'send'))['task-result'];
}

/** The bare signature that the social fund wants. */
export function signRaw(account: SeedAccount, dataToSign: string): Buffer {
	return Buffer.from(signDigest(readPrivateKey(certificateOf(account).privateKey), Buffer.from(dataToSign, 'base64')));
}

/** Asks for the documents of an empty docflow; they come within half a minute. */
export async function requestDocuments(sandbox: RunningSandbox, account: SeedAccount, { id }: AnsweredDocflow) {
	const path = `/v1/${account.id}/docflows/${id}`;
	const { data: request } = await sandbox.call<AnsweredRequest>('post', `${path}/generate-documents-request`, {
		'certificate-base64': certificateOf(account).content,
	});
	const requestPath = `${path}/documents-requests/${request.id}`;
	await sandbox.call('put', `${requestPath}/signature`, signRaw(account, request['data-to-sign']), {
		headers: { 'content-type': 'application/octet-stream' },
	});
	return sandbox.call<AnsweredDocflow>('post', `${requestPath}/send`);
}
