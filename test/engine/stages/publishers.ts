import { ofAccount } from './accounts';
import { Service } from './service';
import type { Stages } from './stage';

interface Publisher {
	readonly id: string;
}

async function publishers(service: Service): Promise<Publisher[]> {
	return (await service.call<{ publishers: Publisher[] }>('get', '/v1/event-publishers')).publishers;
}

/** Events are shared by people; the application of the seed reads those of the seed's user from the start. */
export const publisherStages: Stages = {
	'an administrator of an account': async (service, account) => ({
		json: { ...ofAccount(account), subscriber: service.seed.clientId },
		signIn: 'password',
	}),
	'a publisher of events': async (service) => ({ json: { publisherId: (await publishers(service))[0].id } }),
	'several publishers of events': async ({ sandbox, seed }) => {
		const { login: username, password } = seed.clerk;
		const clerk = await Service.signedIn(sandbox, seed, { grant_type: 'password', username, password });
		const { id } = await clerk.call<{ id: string }>('post', '/v1', { inn: '7736050003', kpp: '773601001', 'organization-name': 'ООО «Новая»' });
		await clerk.call('post', `/v1/${id}/share-events`, { subscriber: seed.clientId });
		return { json: {} };
	},
	'no publisher of events': async (service) => {
		for (const { id } of await publishers(service)) await service.call('delete', `/v1/event-publishers/${id}`);
		return { json: {} };
	},
};
