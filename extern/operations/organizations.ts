import type { WireOrganization, WireOrganizationList } from '../wire/account';
import { guid, optional, text } from './fields';
import { accountIds } from './ids';
import { get, object, operation, pages } from './operation';
import { words, yesNo, type Outline } from './outline';

const organization: Outline<WireOrganization> = {
	organizationId: words('Id of the organization', (wire) => wire.id),
	inn: words('INN', (wire) => wire.general.inn),
	kpp: words('KPP, absent for a sole trader', (wire) => wire.general.kpp),
	name: words('Name', (wire) => wire.general.name),
	isMain: yesNo('Whether it is the account\'s own company', (wire) => wire.general['is-main-org']),
	powerOfAttorneyId: words('Id of its machine-readable power of attorney for the tax service', (wire) => wire['fns-mchd-id']),
};

/** Organizations that an account serves. */
export const organizationsList = operation({
	id: 'organizations-list',
	request: get('/v1/{accountId}/organizations'),
	input: { ...accountIds, inn: optional(text()), kpp: optional(text()) },
	query: ({ inn, kpp }) => ({ inn, kpp }),
	answer: pages<WireOrganizationList>({ most: 1000, items: (page) => page.organizations, total: (page) => page['total-count'] }),
	outline: organization,
	source: 'accounts, "методы API для организаций"',
});

/** One organization, with its power of attorney where the service knows it. */
export const organizationGet = operation({
	id: 'organization-get',
	request: get('/v1/{accountId}/organizations/{orgId}'),
	input: { ...accountIds, orgId: guid('Organization: Get Many') },
	answer: object<WireOrganization>(),
	outline: organization,
	source: 'accounts, "методы API для организаций"',
});
