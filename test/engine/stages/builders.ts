import type { SeedAccount } from '../sandbox';
import { ofAccount } from './accounts';
import { draftMeta, signatureOf, uploaded } from './drafts';
import type { Service } from './service';
import type { Stages } from './stage';

const SCAN = Buffer.from('%PDF-1.4 one page of a contract');

/** A tax demand that the robot has sent: its docflow, and the file that lists what is demanded. */
export async function demandToAnswer(service: Service, account: SeedAccount) {
	const { id: accountId, inn, kpp } = account;
	const { docflowId } = await service.call<{ docflowId: string }>('post', '/test-tools/v1/generate-demand', {
		accountId,
		sender: { inn, kpp },
		payer: { inn, organization: { kpp } },
	});
	const { documents } = await service.call<{ documents: Array<{ id: string; description: { type: string } }> }>('get', `/v1/${accountId}/docflows/${docflowId}`);
	const attachment = documents.find(({ description }) => description.type === 'urn:document:fns534-demand-attachment') ?? documents[0];
	return { docflowId, documentId: attachment.id };
}

const builderPath = (account: SeedAccount, draftsBuilderId: string) => `/v1/${account.id}/drafts/builders/${draftsBuilderId}`;

/** A builder of the answer to a demand. */
export async function openBuilder(service: Service, account: SeedAccount) {
	const demand = await demandToAnswer(service, account);
	const { id: draftsBuilderId } = await service.call<{ id: string }>('post', `/v1/${account.id}/drafts/builders`, {
		...draftMeta(account),
		'builder-type': 'urn:drafts-builder:fns534-inventory',
		'builder-data': { 'related-document': { 'related-docflow-id': demand.docflowId, 'related-document-id': demand.documentId } },
	});
	return { demand, draftsBuilderId };
}

/** A document of a builder, without files. */
export async function addBuilderDocument(service: Service, account: SeedAccount, draftsBuilderId: string, name: string): Promise<string> {
	const { id } = await service.call<{ id: string }>('post', `${builderPath(account, draftsBuilderId)}/documents`, {
		'builder-data': { type: 'scanned', 'claim-item-number': '1.01', 'scanned-document-name': name },
	});
	return id;
}

export async function addBuilderFile(service: Service, account: SeedAccount, document: { draftsBuilderId: string; documentId: string }, fileName: string): Promise<string> {
	const { id } = await service.call<{ id: string }>('post', `${builderPath(account, document.draftsBuilderId)}/documents/${document.documentId}/files`, {
		'content-id': await uploaded(service, account, SCAN),
		'base64-signature-content': signatureOf(account, SCAN).toString('base64'),
		meta: { 'file-name': fileName, 'builder-data': { 'scanned-file-order': 1 } },
	});
	return id;
}

/** A builder that can be built: two documents with a file each. */
async function filledBuilder(service: Service, account: SeedAccount) {
	const { draftsBuilderId } = await openBuilder(service, account);
	for (const name of ['Договор', 'Акт']) {
		const documentId = await addBuilderDocument(service, account, draftsBuilderId, name);
		await addBuilderFile(service, account, { draftsBuilderId, documentId }, `${name}.pdf`);
	}
	return draftsBuilderId;
}

export const builderStages: Stages = {
	'a demand to answer with files': async (service, account) => ({ json: { ...ofAccount(account), ...(await demandToAnswer(service, account)) } }),
	'an empty builder': async (service, account) => {
		const { draftsBuilderId, demand } = await openBuilder(service, account);
		return { json: { ...ofAccount(account), ...demand, draftsBuilderId } };
	},
	'a builder with an empty document': async (service, account) => {
		const { draftsBuilderId } = await openBuilder(service, account);
		const documentId = await addBuilderDocument(service, account, draftsBuilderId, 'Договор');
		const contentId = await uploaded(service, account, SCAN);
		return {
			json: { ...ofAccount(account), draftsBuilderId, documentId, contentId, fileName: 'Договор.pdf' },
			files: { sgn: { bytes: signatureOf(account, SCAN), fileName: 'Договор.sgn', mimeType: 'application/pgp-signature' } },
		};
	},
	'a builder with a file': async (service, account) => {
		const { draftsBuilderId } = await openBuilder(service, account);
		const documentId = await addBuilderDocument(service, account, draftsBuilderId, 'Договор');
		const fileId = await addBuilderFile(service, account, { draftsBuilderId, documentId }, 'Договор.pdf');
		const contentId = await uploaded(service, account, SCAN);
		return {
			json: { ...ofAccount(account), draftsBuilderId, documentId, fileId, contentId, fileName: 'Договор.pdf' },
			files: { sgn: { bytes: signatureOf(account, SCAN), fileName: 'Договор.sgn', mimeType: 'application/pgp-signature' } },
		};
	},
	'a builder to build': async (service, account) => ({ json: { ...ofAccount(account), draftsBuilderId: await filledBuilder(service, account) } }),
	'a builder being built': async (service, account) => {
		const draftsBuilderId = await filledBuilder(service, account);
		const { id: taskId } = await service.call<{ id: string }>('post', `${builderPath(account, draftsBuilderId)}/build?deferred=true`);
		return { json: { ...ofAccount(account), draftsBuilderId, taskId } };
	},
};
