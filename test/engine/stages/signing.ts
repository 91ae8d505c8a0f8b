import type { SeedAccount } from '../sandbox';
import { ofAccount } from './accounts';
import { draftMeta, draftWithReport, passed, uploaded } from './drafts';
import type { Service } from './service';
import type { Stages } from './stage';

const NOTIFICATION = Buffer.from('<?xml version="1.0" encoding="utf-8"?>\n<Уведомление><Работник>Учебнов</Работник></Уведомление>\n');

/** The code that an SMS would bring, as the test stand tells it. */
async function codeOf(service: Service, requestId: string): Promise<string> {
	const code = await service.call<string | number>('get', `/test-tools/v1/get-cloud-sign-confirmation-code?requestId=${requestId}`);
	return String(code).padStart(6, '0');
}

async function checkedNotification(service: Service, account: SeedAccount) {
	const { id: draftId } = await service.call<{ id: string }>('post', `/v1/${account.id}/drafts`, { ...draftMeta(account), recipient: { 'mvd-code': '660-066' } });
	const contentId = await uploaded(service, account, NOTIFICATION);
	const { id: documentId } = await service.call<{ id: string }>('post', `/v1/${account.id}/drafts/${draftId}/documents`, { 'content-id': contentId });
	await passed(service, account, draftId, 'check');
	return { draftId, documentId };
}

export const signingStages: Stages = {
	'a checked notification for the police': async (service, account) => ({ json: { ...ofAccount(account), ...(await checkedNotification(service, account)) } }),
	'a draft that waits for the code of an SMS': async (service, account) => {
		const { draftId } = await draftWithReport(service, account);
		const started = await service.call<{ 'request-id': string }>('post', `/v1/${account.id}/drafts/${draftId}/cloud-sign`);
		const requestId = started['request-id'];
		return { json: { ...ofAccount(account), draftId, requestId, code: await codeOf(service, requestId) } };
	},
};
