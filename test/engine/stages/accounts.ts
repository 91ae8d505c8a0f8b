import { certificateOf } from '../filing';
import type { SeedAccount } from '../sandbox';
import type { Stages } from './stage';

/** What every item of a pipeline says about the account. */
export const ofAccount = (account: SeedAccount) => ({
	accountId: account.id,
	organizationId: account.organizations[0].id,
	certificate: certificateOf(account).content,
});

export const accountStages: Stages = {
	'an account without certificates': async (service) => {
		const { id } = await service.call<{ id: string }>('post', '/v1', { inn: '7736050003', kpp: '773601001', 'organization-name': 'ООО «Новая»' });
		return { json: { accountId: id } };
	},
	'a file': async (_service, account) => ({ json: ofAccount(account), files: { data: { bytes: Buffer.from('a file'), fileName: 'file.txt' } } }),
	'an account': async (_service, account) => ({ json: ofAccount(account) }),
};
