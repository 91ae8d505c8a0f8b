import { signatureOf } from './drafts';
import { ofAccount } from './accounts';
import type { Stages } from './stage';

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
	'a signed key for Gosuslugi': async (_service, account) => {
		const key = Buffer.from('0123456789abcdef0123456789abcdef');
		return { json: ofAccount(account), files: { signature: { bytes: signatureOf(account, key), fileName: 'key.txt.p7s' } } };
	},
};
