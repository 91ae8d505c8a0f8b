/** Organizations of an account. */

import { randomUUID } from 'node:crypto';
import { controlUnits, type ControlUnit } from '../handbooks/controlUnits';
import type { Organization } from '../world/accounts';
import type { World } from '../world/world';
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
			signers: [],
		};
		call.world.accounts.organizations.push(organization);
		return { status: 201, body: wireOrganization(call, organization) };
	},
	'organization-get': (call) => {
		const organization = organizationOf(call);
		const { fnsMchdId, signers } = organization;
		return {
			status: 200,
			body: {
				...wireOrganization(call, organization),
				...filled({ 'fns-mchd-id': fnsMchdId }),
				'control-units': controlUnitsOf(call.world, organization).map(({ type, code, name }) => ({ type, code, name })),
				signers,
			},
		};
	},
	'organization-update': (call) => {
		const organization = organizationOf(call);
		organization.name = call.body<{ name: string }>().name;
		if (organization.isMain) call.account().name = organization.name;
		return { status: 200, body: wireOrganization(call, organization) };
	},
	'organization-delete': (call) => {
		const organization = organizationOf(call);
		if (organization.isMain) throw badRequest('Головную организацию учётной записи удалить нельзя');
		const old = call.world.clock.now().getTime() - organization.createdAt.getTime() > YEAR;
		if (!old && hasReported(call.world, organization))
			throw badRequest('Организацию нельзя удалить: она в сервисе меньше года, и за неё уже отчитывались в этом периоде');
		call.world.accounts.removeOrganization(organization.id);
		return { status: 204 };
	},
};

/** The organization of the path. Throws 404. */
export function organizationOf(call: Call): Organization {
	const account = call.account();
	const id = call.param('orgId');
	const organization = call.world.accounts.organizationsOf(account.id).find((candidate) => candidate.id === id);
	if (!organization) throw notFound('Организация', id);
	return organization;
}

/** Whether anything was sent for it in this quarter, the shortest reporting period of all. */
function hasReported({ clock, docflows }: World, { id, accountId }: Organization): boolean {
	const now = clock.now();
	const quarter = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - (now.getUTCMonth() % 3), 1));
	return docflows
		.of(accountId)
		.some(({ organizationId, incoming, createdAt }) => organizationId === id && !incoming && createdAt >= quarter);
}

/** The authorities that it has to do with: those it exchanges documents with, and those it chose a signer for. */
function controlUnitsOf({ docflows }: World, { id, accountId, signers }: Organization): ControlUnit[] {
	const written = docflows.of(accountId).flatMap(({ organizationId, authority }) => (organizationId === id ? [authority] : []));
	const codes = new Set([...written, ...signers.map((signer) => signer['control-unit-code'])]);
	return controlUnits.filter(({ code }) => codes.has(code));
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
