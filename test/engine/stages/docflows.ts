import { decrypt, readCertificate, readPrivateKey } from '../../../gost';
import { certificateOf } from '../filing';
import type { SeedAccount } from '../sandbox';
import { ofAccount } from './accounts';
import { draftMeta, draftWithReport, passed, signedDraft, signatureOf, uploaded } from './drafts';
import type { Service } from './service';
import type { Stages } from './stage';

export interface AnsweredDocument {
	id: string;
	description: { type: string; filename: string };
	content: { 'docflow-document-contents': Array<{ 'content-id': string; encrypted: boolean }> };
	signatures: Array<{ id: string }>;
}

export interface AnsweredDocflow {
	id: string;
	documents: AnsweredDocument[];
}

/** A report that was sent, as its docflow. */
export async function filedReport(service: Service, account: SeedAccount): Promise<AnsweredDocflow> {
	const { draftId } = await signedDraft(service, account);
	const { id } = await passed<{ id: string }>(service, account, draftId, 'send');
	return await readDocflow(service, account, id);
}

export async function readDocflow(service: Service, account: SeedAccount, id: string): Promise<AnsweredDocflow> {
	return await service.call('get', `/v1/${account.id}/docflows/${id}`);
}

/** A document of a docflow, by the end of its type. */
export function documentOf({ documents }: AnsweredDocflow, type: string): AnsweredDocument {
	const document = documents.find(({ description }) => description.type === `urn:document:${type}`);
	if (!document) throw new Error(`There is no ${type} among ${documents.map(({ description }) => description.type).join(', ')}`);
	return document;
}

/** Time passes in the sandbox; ten minutes are enough for every robot to answer. */
export async function timePasses({ sandbox }: Service, minutes = 10): Promise<void> {
	const { now } = await sandbox.clock();
	await sandbox.setClock({ now: new Date(Date.parse(now) + minutes * 60_000).toISOString() });
}

/** A demand of a tax office for explanations, with one file; the office decides what becomes of the answers. */
export async function demanded(service: Service, account: SeedAccount, ifnsCode = '0087'): Promise<AnsweredDocflow> {
	const { id: accountId, inn, kpp } = account;
	const order = { accountId, sender: { inn, kpp }, payer: { inn, organization: { kpp } }, knds: ['1165050'], ifnsCode };
	const { docflowId } = await service.call<{ docflowId: string }>('post', '/test-tools/v1/generate-demand', order);
	return await readDocflow(service, account, docflowId);
}

/** Opens the sealed content of a document and uploads what was in it, zipped as it was sealed. */
export async function unsealed(service: Service, account: SeedAccount, document: string): Promise<string> {
	const { content, privateKey } = certificateOf(account);
	const sealed = Buffer.from(await service.call<string>('get', `${document}/encrypted-content`), 'base64');
	const plain = decrypt(sealed, readPrivateKey(privateKey), readCertificate(Buffer.from(content, 'base64')));
	return await uploaded(service, account, Buffer.from(plain));
}

/** As {@link unsealed}, and saves it in the document; answers the content that the service made of it. */
export async function saved(service: Service, account: SeedAccount, document: string): Promise<string> {
	const contentId = await unsealed(service, account, document);
	const answer = await service.call<{ 'content-id': string }>('put', `${document}/decrypted-content`, { 'content-id': contentId });
	return answer['content-id'];
}

/** An inventory that answers a file of a demand. */
export async function sentInventory(service: Service, account: SeedAccount, demand: AnsweredDocflow): Promise<string> {
	const file = documentOf(demand, 'fns534-demand-attachment');
	const { report } = await draftWithReport(service, account);
	const { id: draftId } = await service.call<{ id: string }>('post', `/v1/${account.id}/drafts`, {
		...draftMeta(account),
		'related-document': { 'related-docflow-id': demand.id, 'related-document-id': file.id },
	});
	const documents = `/v1/${account.id}/drafts/${draftId}/documents`;
	const { id } = await service.call<{ id: string }>('post', documents, {
		'content-id': await uploaded(service, account, report.bytes),
		description: { type: 'urn:document:fns534-inventory-message' },
	});
	await service.call('post', `${documents}/${id}/signatures`, { 'base64-content': signatureOf(account, report.bytes).toString('base64') });
	const sent = await passed<{ id: string }>(service, account, draftId, 'send');
	return sent.id;
}

/** A decryption in the cloud that waits for its code. */
export async function askedForCode(service: Service, account: SeedAccount, document: string) {
	const started = await service.call<Record<string, string>>('post', `${document}/decrypt-content`, { 'certificate-base64': certificateOf(account).content });
	const { 'request-id': requestId, 'decryption-task-id': taskId } = started;
	const code = await service.call<string>('get', `/test-tools/v1/get-cloud-sign-confirmation-code?requestId=${requestId}`);
	return { requestId, taskId, code: String(code) };
}

/** A payer, as lists of docflows are narrowed by him. */
export const innKppOf = ({ inn, kpp }: SeedAccount) => [inn, kpp].filter(Boolean).join('-');

const plainContentOf = ({ content }: AnsweredDocument) => content['docflow-document-contents'].find(({ encrypted }) => !encrypted)?.['content-id'];

/** The file of a fresh demand, and where it is. */
async function demandFile(service: Service, account: SeedAccount) {
	const demand = await demanded(service, account);
	const { id: documentId } = documentOf(demand, 'fns534-demand-attachment');
	const document = `/v1/${account.id}/docflows/${demand.id}/documents/${documentId}`;
	return { demand, document, item: { ...ofAccount(account), innKpp: innKppOf(account), docflowId: demand.id, documentId } };
}

export const docflowStages: Stages = {
	'a filed report': async (service, account) => {
		const docflow = await filedReport(service, account);
		const document = documentOf(docflow, 'fns534-report');
		return {
			json: { ...ofAccount(account), docflowId: docflow.id, documentId: document.id, contentId: plainContentOf(document), signatureIds: document.signatures.map(({ id }) => id) },
		};
	},
	'several filed reports': async (service, account) => {
		for (let filed = 0; filed < 3; filed += 1) await filedReport(service, account);
		return { json: { ...ofAccount(account), innKpp: innKppOf(account) } };
	},
	'a document being printed': async (service, account) => {
		const docflow = await filedReport(service, account);
		const document = documentOf(docflow, 'fns534-report');
		const path = `/v1/${account.id}/docflows/${docflow.id}/documents/${document.id}`;
		const { id: taskId } = await service.call<{ id: string }>('post', `${path}/print?deferred=true`, { 'content-id': plainContentOf(document) });
		return { json: { ...ofAccount(account), docflowId: docflow.id, documentId: document.id, taskId } };
	},
	'a demand': async (service, account) => {
		const { item } = await demandFile(service, account);
		const [{ id: assigneeId }] = await service.call<Array<{ id: string }>>('get', `/v1/${account.id}/docflows/demands-assignees`);
		return { json: { ...item, assigneeId } };
	},
	'a letter of the tax office': async (service, account) => {
		const { id: accountId, inn, kpp } = account;
		const order = { accountId, sender: { inn, kpp }, payer: { inn, organization: { kpp } }, text: 'Сообщаем вам' };
		const { docflowId } = await service.call<{ docflowId: string }>('post', '/test-tools/v1/generate-cu-letter', order);
		await timePasses(service, 30);
		return { json: { ...ofAccount(account), docflowId } };
	},
	'a decrypted file of a demand': async (service, account) => {
		const { document, item } = await demandFile(service, account);
		return { json: { ...item, contentId: await unsealed(service, account, document) } };
	},
	'a demand whose files are decrypted': async (service, account) => {
		const { demand, document, item } = await demandFile(service, account);
		const { id } = documentOf(demand, 'fns534-demand');
		const demandContentId = await saved(service, account, `/v1/${account.id}/docflows/${demand.id}/documents/${id}`);
		return { json: { ...item, demandContentId, contentId: await saved(service, account, document) } };
	},
	'a decryption that waits for its code': async (service, account) => {
		const { document, item } = await demandFile(service, account);
		return { json: { ...item, ...(await askedForCode(service, account, document)) } };
	},
};
