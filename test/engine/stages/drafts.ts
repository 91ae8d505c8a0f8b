import { readCertificate, readPrivateKey, signDetached, streebog } from '../../../gost';
import { makeReport } from '../../reports/fnsReport';
import { certificateOf, personOf } from '../filing';
import type { SeedAccount } from '../sandbox';
import { ofAccount } from './accounts';
import type { Service } from './service';
import type { Stages } from './stage';

/** Requisites of a draft to a tax office; 0087 accepts everything. */
export function draftMeta(account: SeedAccount, taxOffice = '0087') {
	const { inn, kpp } = account;
	return {
		sender: { inn, kpp, certificate: { content: certificateOf(account).content }, 'is-representative': false, ipaddress: '203.0.113.10' },
		payer: { inn, organization: { kpp } },
		recipient: { 'ifns-code': taxOffice },
	};
}

export async function openDraft(service: Service, account: SeedAccount): Promise<string> {
	const { id } = await service.call<{ id: string }>('post', `/v1/${account.id}/drafts`, draftMeta(account));
	return id;
}

export async function uploaded(service: Service, account: SeedAccount, bytes: Buffer): Promise<string> {
	const range = { 'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}` };
	const { id } = await service.call<{ id: string }>('post', `/v1/${account.id}/contents`, bytes, range);
	return id;
}

/** A draft, and a fresh report at the content service. */
async function draftAndReport(service: Service, account: SeedAccount) {
	const { inn, kpp, name } = account;
	const report = makeReport({ inn, kpp, organizationName: name, taxOffice: '0087', signer: personOf(certificateOf(account)) });
	return { report, draftId: await openDraft(service, account), contentId: await uploaded(service, account, report.bytes) };
}

/** A draft that holds a fresh report. */
export async function draftWithReport(service: Service, account: SeedAccount) {
	const { report, draftId, contentId } = await draftAndReport(service, account);
	const { id: documentId } = await service.call<{ id: string }>('post', `/v1/${account.id}/drafts/${draftId}/documents`, {
		'content-id': contentId,
		description: { filename: report.fileName },
	});
	return { report, draftId, contentId, documentId };
}

/** A detached signature by the account's valid certificate. */
export function signatureOf(account: SeedAccount, bytes: Uint8Array): Buffer {
	const { content, privateKey } = certificateOf(account);
	const certificate = readCertificate(Buffer.from(content, 'base64'));
	return Buffer.from(signDetached({ digest: streebog(256, bytes), key: readPrivateKey(privateKey), certificate }));
}

/** A draft whose report is signed. */
export async function signedDraft(service: Service, account: SeedAccount) {
	const made = await draftWithReport(service, account);
	const { id: signatureId } = await service.call<{ id: string }>('post', `/v1/${account.id}/drafts/${made.draftId}/documents/${made.documentId}/signatures`, {
		'base64-content': signatureOf(account, made.report.bytes).toString('base64'),
	});
	return { ...made, signatureId };
}

/** A signed draft after a stage of its way: `check`, `prepare` or `send`. */
export async function passed<T>(service: Service, account: SeedAccount, draftId: string, stage: 'check' | 'prepare' | 'send'): Promise<T> {
	const draft = `/v1/${account.id}/drafts/${draftId}`;
	const { id } = await service.call<{ id: string }>('post', `${draft}/${stage}?deferred=true`);
	return await service.finished<T>(`${draft}/tasks/${id}`);
}

export const draftStages: Stages = {
	'a draft': async (service, account) => ({ json: { ...ofAccount(account), draftId: await openDraft(service, account) } }),
	'several drafts': async (service, account) => {
		for (let made = 0; made < 3; made += 1) await openDraft(service, account);
		return { json: ofAccount(account) };
	},
	'a draft and an uploaded report': async (service, account) => {
		const { draftId, contentId, report } = await draftAndReport(service, account);
		return { json: { ...ofAccount(account), draftId, contentId, fileName: report.fileName } };
	},
	'a draft with a report': async (service, account) => {
		const { draftId, documentId, contentId, report } = await draftWithReport(service, account);
		return {
			json: { ...ofAccount(account), draftId, documentId, contentId, fileName: report.fileName },
			files: { data: { bytes: report.bytes, fileName: report.fileName }, signature: { bytes: signatureOf(account, report.bytes), fileName: `${report.fileName}.sig` } },
		};
	},
	'a draft with a picture': async (service, account) => {
		const draftId = await openDraft(service, account);
		const contentId = await uploaded(service, account, Buffer.from('no report, but a picture'));
		const document = { 'content-id': contentId, description: { filename: 'scan.jpg', 'content-type': 'image/jpeg' } };
		const { id: documentId } = await service.call<{ id: string }>('post', `/v1/${account.id}/drafts/${draftId}/documents`, document);
		return { json: { ...ofAccount(account), draftId, documentId, contentId, fileName: 'scan.jpg' } };
	},
	'a report being printed': async (service, account) => {
		const { draftId, documentId } = await draftWithReport(service, account);
		const document = `/v1/${account.id}/drafts/${draftId}/documents/${documentId}`;
		const { id: taskId } = await service.call<{ id: string }>('get', `${document}/print?deferred=true`);
		return { json: { ...ofAccount(account), draftId, documentId, taskId } };
	},
	'a signed draft': async (service, account) => {
		const { draftId, documentId, signatureId } = await signedDraft(service, account);
		return { json: { ...ofAccount(account), draftId, documentId, signatureId } };
	},
	'a prepared draft': async (service, account) => {
		const { draftId, documentId } = await signedDraft(service, account);
		await passed(service, account, draftId, 'prepare');
		return { json: { ...ofAccount(account), draftId, documentId } };
	},
	'a draft being checked': async (service, account) => {
		const { draftId } = await draftWithReport(service, account);
		const { id: taskId } = await service.call<{ id: string }>('post', `/v1/${account.id}/drafts/${draftId}/check?deferred=true`);
		return { json: { ...ofAccount(account), draftId, taskId } };
	},
	'a draft checked several times': async (service, account) => {
		const { draftId } = await draftWithReport(service, account);
		for (let times = 0; times < 3; times += 1) await passed(service, account, draftId, 'check');
		return { json: { ...ofAccount(account), draftId } };
	},
};
