/** Steps of packing files with a drafts builder, as tests of the sandbox take them. */

import type { AnsweredTask } from './answers';
import { certificateOf, draftMeta, sign, upload, type DraftIds } from './filing';
import type { RunningSandbox, SeedAccount } from './runningSandbox';

export interface AnsweredBuilder {
	id: string;
	status: string;
	message: string;
	meta: { 'builder-type': string; 'builder-data': Record<string, unknown>; sender: Record<string, unknown> };
}

export interface BuildResult {
	'draft-ids': string[];
	'error-drafts-builder-documents': Array<{ 'document-id': string; 'error-message': string }>;
}

export interface BuiltDraft {
	id: string;
	meta: Record<string, Record<string, unknown>>;
	documents: Array<{
		id: string;
		description: {
			type: string;
			filename: string;
			'content-type': string;
			'original-drafts-builder'?: { 'file-id': string; 'document-id': string };
		};
		contents: Array<{ 'content-id': string }>;
		signatures: Array<{ 'signer-type': string }>;
	}>;
}

export interface FileToAdd {
	name: string;
	bytes?: Buffer;
	order?: number | string;
	data?: Record<string, unknown>;
	signature?: Buffer;
}

export const builderPath = (account: SeedAccount, builderId: string) => `/v1/${account.id}/drafts/builders/${builderId}`;

export function builderMeta(account: SeedAccount, type: string, data?: unknown, recipient: object = { 'ifns-code': '0087' }) {
	return {
		...draftMeta(account),
		recipient,
		'builder-type': `urn:drafts-builder:${type}`,
		...(data === undefined ? {} : { 'builder-data': data }),
	};
}

export async function givenBuilder(sandbox: RunningSandbox, account: SeedAccount, meta: object): Promise<string> {
	const { status, data } = await sandbox.call<AnsweredBuilder>('post', `/v1/${account.id}/drafts/builders`, meta);
	if (status !== 201) throw new Error(`a builder was refused: ${data.message}`);
	return data.id;
}

/** A document of the builder with its files; answers its id. */
export async function givenBuilderDocument(
	sandbox: RunningSandbox,
	account: SeedAccount,
	{ builderId, data, files }: { builderId: string; data?: unknown; files: FileToAdd[] },
): Promise<string> {
	const path = `${builderPath(account, builderId)}/documents`;
	const document = await sandbox.call('post', path, data === undefined ? {} : { 'builder-data': data });
	if (document.status !== 201) throw new Error(`a document was refused: ${document.data.message}`);
	for (const file of files) {
		const added = await addFile(sandbox, account, { path: `${path}/${document.data.id}/files`, file });
		if (added.status !== 201) throw new Error(`a file was refused: ${added.data.message}`);
	}
	return document.data.id;
}

export async function addFile(
	sandbox: RunningSandbox,
	account: SeedAccount,
	{ path, file: { name, bytes = Buffer.from('%PDF-1.4'), data, signature } }: { path: string; file: FileToAdd },
) {
	return sandbox.call('post', path, {
		'content-id': await upload(sandbox, account, bytes),
		...(signature ? { 'base64-signature-content': signature.toString('base64') } : {}),
		meta: { 'file-name': name, ...(data ? { 'builder-data': data } : {}) },
	});
}

export async function built(sandbox: RunningSandbox, account: SeedAccount, builderId: string): Promise<BuildResult> {
	const path = builderPath(account, builderId);
	const started = await sandbox.call('post', `${path}/build?deferred=true`);
	if (started.status !== 202) throw new Error(`build answered ${started.status}: ${started.data.message}`);
	await sandbox.pass(3);
	const { data } = await sandbox.call<AnsweredTask<BuildResult>>('get', `${path}/tasks/${started.data.id}`);
	if (data['task-state'] !== 'succeed') throw new Error(`the build failed: ${JSON.stringify(data)}`);
	return data['task-result'];
}

/** A draft with its documents read. */
export async function readDraft(sandbox: RunningSandbox, account: SeedAccount, draftId: string): Promise<BuiltDraft> {
	const path = `/v1/${account.id}/drafts/${draftId}`;
	const draft = await sandbox.call('get', path);
	const documents = [];
	for (const { href } of draft.data.documents) {
		const { data } = await sandbox.call<BuiltDraft['documents'][number]>('get', new URL(href).pathname);
		documents.push(data);
	}
	return { id: draftId, meta: draft.data.meta, documents };
}

/** Signs every document of a draft. */
export async function signWhole(sandbox: RunningSandbox, account: SeedAccount, draft: BuiltDraft): Promise<DraftIds> {
	for (const { id, contents } of draft.documents) {
		const { data } = await sandbox.call<Buffer>('get', `/v1/${account.id}/contents/${contents[0]['content-id']}`, undefined, {
			responseType: 'arraybuffer',
		});
		await sandbox.call('post', `/v1/${account.id}/drafts/${draft.id}/documents/${id}/signatures`, {
			'base64-content': sign(certificateOf(account), data).toString('base64'),
		});
	}
	return { account, draftId: draft.id, documentId: '', fileId: '', bytes: Buffer.alloc(0) };
}

export const typesIn = ({ documents }: BuiltDraft) =>
	documents.map(({ description }) => description.type.replace('urn:document:', ''));
