/** Powers of attorney by which users of an account act for its organizations. */

import type { Organization, Warrant } from '../world/accounts';
import type { World } from '../world/world';
import { forAllUsers } from './accounts';
import type { Handlers } from './call';
import { filled, page } from './wire';

export const warrantHandlers: Handlers = {
	'warrants-list': (call) => {
		const account = call.account();
		const { user } = call.caller;
		const everybody = forAllUsers(call, account) || user === null;
		const warrants = call.world.accounts.warrants.filter(
			({ accountId, userId }) => accountId === account.id && (everybody || userId === user.id),
		);
		const { skip, take, total, items } = page(warrants, call.number('skip', 0), call.number('take', 100));
		return {
			status: 200,
			body: {
				skip,
				take,
				'total-count': total,
				warrants: items.map((warrant) => wireWarrant(call.world, warrant)),
				'organization-warrant-informations': items.flatMap((warrant) => organizationWarrant(call.world, warrant)),
				links: [],
			},
		};
	},
};

function organizationWarrant(world: World, warrant: Warrant) {
	const organization = organizationOf(world, warrant);
	if (!organization) return [];
	const { id, inn, kpp, name } = organization;
	return [filled({ 'organization-id': id, inn, kpp, 'organization-name': name, warrant: wireWarrant(world, warrant) })];
}

function wireWarrant(world: World, warrant: Warrant) {
	const { number, begin, end, permissions, userId } = warrant;
	const organization = organizationOf(world, warrant);
	const fio = world.directory.user(userId)?.fio;
	return filled({
		'date-begin': day(begin),
		'date-end': day(end),
		number,
		permissions,
		sender: fio && { 'sender-individual': { fio } },
		issuer: organization && { 'issuer-organization': requisitesOf(organization) },
	});
}

function requisitesOf({ name, inn, kpp }: Organization) {
	return filled({ name, inn, kpp });
}

function organizationOf({ accounts }: World, { organizationId }: Warrant): Organization | undefined {
	return accounts.organizations.find(({ id }) => id === organizationId);
}

function day(date: Date): string {
	return date.toISOString().slice(0, 10);
}
