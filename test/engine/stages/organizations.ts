import { ofAccount } from './accounts';
import { draftMeta, passed } from './drafts';
import type { Stages } from './stage';

const SEDO_NUMBER = '066-001-000001';

export const organizationStages: Stages = {
	'an accounting firm': async ({ seed }) => {
		const [, firm] = seed.accounts;
		const [{ inn, kpp }] = firm.organizations;
		return { json: { ...ofAccount(firm), inn, kpp } };
	},
	'an added organization': async (service, account) => {
		const { id } = await service.call<{ id: string }>('post', `/v1/${account.id}/organizations`, { inn: '7736050003', kpp: '773601001', name: 'ООО «Новая»' });
		return { json: { ...ofAccount(account), organizationId: id } };
	},
	'a subscription to the social fund': async (service, account) => {
		const meta = draftMeta(account);
		const draft = { ...meta, payer: { ...meta.payer, 'registration-number-sfr': SEDO_NUMBER }, recipient: { 'fss-code': 'SEDO-TEST' } };
		const { id } = await service.call<{ id: string }>('post', `/v1/${account.id}/drafts`, draft);
		const build = `/v1/${account.id}/drafts/${id}/build-document?type=fssSedoProviderSubscriptionForRegistrationNumber`;
		await service.call('post', build, { 'subscription-type': 'subscribe' });
		await passed(service, account, id, 'send');
		return { json: { ...ofAccount(account), registrationNumber: SEDO_NUMBER } };
	},
};
