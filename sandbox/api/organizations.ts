/** Organizations of an account. */

import { randomUUID } from 'node:crypto';
import type { Organization } from '../world/accounts';
import type { Call, Handlers } from './call';
import { badRequest, notFound } from './problems';
import { filled, page } from './wire';

const YEAR = 365 * 24 * 3600 * 1000;

export const organizationHandlers: Handlers = {
	'organizations-list': (call) => {
		const account = call.account();
		const [inn, kpp] = [call.text('inn'), call.text('kpp')];
		const found = call.world.accounts
			.organizationsOf(account.id)
			.filter(
				(organization) => (inn === undefined || organization.inn === inn) && (kpp === undefined || organization.kpp === kpp),
			);
		const { skip, take, total, items } = page(found, call.number('skip', 0), call.take(1000));
		return {
			status: 200,
			body: {
				organizations: items.map((organization) => wireOrganization(call, organization)),
				skip,
				take,
				'total-count': total,
				links: [],
			},
		};
	},
	'organization-create': (call) => {
		const account = call.account();
		const { inn, kpp, name } = call.body<{ inn: string; kpp?: string | null; name: string }>();
		const known = call.world.accounts
			.organizationsOf(account.id)
			.find((organization) => organization.inn === inn && (organization.kpp ?? null) === (kpp ?? null));
		if (known) throw badRequest(`Организация с ИНН ${inn} уже есть в учётной записи`);
		const organization: Organization = {
			id: randomUUID(),
			accountId: account.id,
			inn,
			kpp: kpp ?? undefined,
			name,
			isMain: false,
			ogrn: '',
			createdAt: call.world.clock.now(),
		};
		call.world.accounts.organizations.push(organization);
		return { status: 201, body: wireOrganization(call, organization) };
	},
	'organization-get': (call) => {
		const organization = organizationOf(call);
		return {
			status: 200,
			body: { ...wireOrganization(call, organization), ...filled({ 'fns-mchd-id': organization.fnsMchdId }) },
		};
	},
	'organization-update': (call) => {
		const organization = organizationOf(call);
		organization.name = call.body<{ name: string }>().name;
		return { status: 200, body: wireOrganization(call, organization) };
	},
	'organization-delete': (call) => {
		const { accounts, clock, docflows } = call.world;
		const organization = organizationOf(call);
		const old = clock.now().getTime() - organization.createdAt.getTime() > YEAR;
		const idle = docflows.of(organization.accountId).every(({ organizationId }) => organizationId !== organization.id);
		if (organization.isMain || (!old && !idle))
			throw badRequest('Организацию нельзя удалить: за неё уже отчитывались в этом периоде или она головная');
		accounts.organizations = accounts.organizations.filter(({ id }) => id !== organization.id);
		return { status: 204 };
	},
	'organization-update-signer': (call) => {
		organizationOf(call).signer = call.body<Record<string, unknown>>();
		return { status: 200 };
	},
	'organization-gosuslugi-auth': (call) => {
		organizationOf(call).gosuslugiUid = call.body<{ 'gosuslugi-uid': string }>()['gosuslugi-uid'];
		return { status: 200 };
	},
};

function organizationOf(call: Call): Organization {
	const account = call.account();
	const id = call.param('orgId');
	const organization = call.world.accounts.organizationsOf(account.id).find((candidate) => candidate.id === id);
	if (!organization) throw notFound('Организация', id);
	return organization;
}

function wireOrganization(call: Call, { id, accountId, inn, kpp, name, isMain }: Organization) {
	return {
		id,
		general: filled({
			inn,
			kpp,
			name,
			'is-main-org': isMain,
			links: [{ rel: 'self', href: call.world.href(`/${accountId}/organizations/${id}`) }],
		}),
	};
}
