import { ofAccount } from './accounts';
import { draftWithReport } from './drafts';
import type { Stages } from './stage';

const pdf = { bytes: Buffer.from('%PDF-1.4\n%%EOF\n'), fileName: 'demand.pdf', mimeType: 'application/pdf' };

export const testToolStages: Stages = {
	'a company': async (_service, account) => ({ json: { ...ofAccount(account), inn: account.inn, kpp: account.kpp } }),
	'a sole trader': async ({ seed }) => {
		const trader = seed.accounts.find(({ inn }) => inn.length === 12);
		if (!trader) throw new Error('The seed has no sole trader');
		return { json: { ...ofAccount(trader), inn: trader.inn } };
	},
	'a PDF': async (_service, account) => ({ json: ofAccount(account), files: { data: pdf } }),
	'a PDF for the test tools': async (service, account) => {
		const { id } = await service.call<{ id: string }>('post', '/test-tools/v1/upload-content', pdf.bytes);
		return { json: { ...ofAccount(account), inn: account.inn, kpp: account.kpp, contentId: id } };
	},
	'a confirmation that is waited for': async (service, account) => {
		const { draftId } = await draftWithReport(service, account);
		const { 'request-id': requestId } = await service.call<{ 'request-id': string }>('post', `/v1/${account.id}/drafts/${draftId}/cloud-sign`);
		return { json: { ...ofAccount(account), draftId, requestId } };
	},
};
