import { makeReport } from '../../reports/fnsReport';
import { certificateOf, personOf } from '../filing';
import type { SeedAccount } from '../sandbox';
import { ofAccount } from './accounts';
import { draftMeta, passed, signatureOf, signedDraft, uploaded } from './drafts';
import type { Service } from './service';
import type { Given } from './stage';

interface Docflow {
	id: string;
	documents: Array<{ id: string; description: { type: string } }>;
}

/** Where a reply is made: the address of the document, and the item of the step before. */
export interface Place {
	readonly path: string;
	readonly json: Given['json'];
	/** Kind of reply that the document waits for. */
	readonly type: string;
}

interface Made {
	id: string;
	content: string;
	filename: string;
}

/** A report that the inspection has confirmed, which wants a receipt. */
export async function answeredReport(service: Service, account: SeedAccount): Promise<Place> {
	const { draftId } = await signedDraft(service, account);
	const docflow = await passed<Docflow>(service, account, draftId, 'send');
	return placeIn(account, docflow, { document: 'fns534-report-date-confirmation', type: 'fns534-report-receipt' });
}

/** A demand that was acknowledged: it is accepted or refused next. */
export async function acknowledgedDemand(service: Service, account: SeedAccount): Promise<Place> {
	const demand = await freshDemand(service, account);
	const arrived = placeIn(account, demand, { document: 'fns534-demand', type: 'fns534-demand-receipt' });
	const { path, bytes } = await madeReply(service, account, arrived);
	await service.call('put', `${path}/signature`, signatureOf(account, bytes));
	await service.call('post', `${path}/send`, { 'sender-ip': '203.0.113.10' });
	return placeIn(account, demand, { document: 'fns534-demand', type: 'fns534-demand-acceptance-result-negative' });
}

/** An inventory in answer to a demand, which the inspection has confirmed. */
export async function answeredInventory(service: Service, account: SeedAccount): Promise<Place> {
	const demand = await freshDemand(service, account);
	const relatedDocumentId = documentIn(demand, 'fns534-demand-attachment');
	const { id: draftId } = await service.call<{ id: string }>('post', `/v1/${account.id}/drafts`, {
		...draftMeta(account),
		'related-document': { 'related-docflow-id': demand.id, 'related-document-id': relatedDocumentId },
	});
	const message = inventoryMessage(account);
	const { id: documentId } = await service.call<{ id: string }>('post', `/v1/${account.id}/drafts/${draftId}/documents`, {
		'content-id': await uploaded(service, account, message),
		description: { type: 'urn:document:fns534-inventory-message' },
	});
	await service.call('post', `/v1/${account.id}/drafts/${draftId}/documents/${documentId}/signatures`, {
		'base64-content': signatureOf(account, message).toString('base64'),
	});
	const inventory = await passed<Docflow>(service, account, draftId, 'send');
	const found = documentIn(inventory, 'fns534-inventory-date-confirmation');
	const type = 'fns534-inventory-receipt';
	return {
		path: `/v1/${account.id}/docflows/${demand.id}/documents/${relatedDocumentId}/inventories/${inventory.id}/documents/${found}`,
		json: { ...ofAccount(account), relatedDocflowId: demand.id, relatedDocumentId, inventoryId: inventory.id, documentId: found, replyTypes: [type] },
		type,
	};
}

/** A letter of the pension fund. */
export async function pensionLetter(service: Service, account: SeedAccount): Promise<Place> {
	const docflow = await service.incoming<Docflow>(account.id, 'pfr-cu-letter');
	return placeIn(account, docflow, { document: 'pfr-cu-letter', type: 'pfr-cu-letter-letter-acknowledgement' });
}

/** A reply that was generated, and its file. */
export async function madeReply(service: Service, account: SeedAccount, { path, type }: Place) {
	const made = await service.call<Made>('post', `${path}/generate-reply?documentType=${type}`, { 'certificate-base64': certificateOf(account).content });
	return { ...made, path: `${path}/replies/${made.id}`, bytes: Buffer.from(made.content, 'base64') };
}

/** A signature in the cloud that waits for the code, and the code. */
export async function cloudSigned(service: Service, path: string) {
	const started = await service.call<{ 'request-id': string; 'task-id': string }>('post', `${path}/cloud-sign`);
	const requestId = started['request-id'];
	const code = await service.call<string | number>('get', `/test-tools/v1/get-cloud-sign-confirmation-code?requestId=${requestId}`);
	return { requestId, taskId: started['task-id'], code: String(code) };
}

/** The list of the documents that are sent; КНД 1184002 is its form. */
function inventoryMessage(account: SeedAccount): Buffer {
	const { inn, kpp, name } = account;
	const { bytes } = makeReport({ inn, kpp, organizationName: name, taxOffice: '0087', signer: personOf(certificateOf(account)) });
	return Buffer.from(bytes.toString('latin1').replace('1152017', '1184002'), 'latin1');
}

async function freshDemand(service: Service, account: SeedAccount): Promise<Docflow> {
	const { id: accountId, inn, kpp } = account;
	const order = { accountId, sender: { inn, kpp }, payer: { inn, organization: { kpp } }, knds: ['1165013'] };
	const { docflowId } = await service.call<{ docflowId: string }>('post', '/test-tools/v1/generate-demand', order);
	return await service.call<Docflow>('get', `/v1/${accountId}/docflows/${docflowId}`);
}

function placeIn(account: SeedAccount, docflow: Docflow, { document, type }: { document: string; type: string }): Place {
	const documentId = documentIn(docflow, document);
	return {
		path: `/v1/${account.id}/docflows/${docflow.id}/documents/${documentId}`,
		json: { ...ofAccount(account), docflowId: docflow.id, documentId, replyTypes: [type] },
		type,
	};
}

function documentIn({ documents }: Docflow, type: string): string {
	const found = documents.find(({ description }) => description.type === `urn:document:${type}`);
	if (!found) throw new Error(`There is no ${type} among ${documents.map(({ description }) => description.type).join(', ')}`);
	return found.id;
}
