import type { WireOrganization, WireOrganizationList, WireSedoSubscription, WireSedoSubscriptions } from '../wire/account';
import { restOf } from '../wire/tolerant';
import { bytes, choice, guid, json, optional, text } from './fields';
import { accountIds } from './ids';
import { get, jsonBody, nothing, object, operation, pages, post, put, remove, searchPages } from './operation';
import { anything, coded, words, yesNo, type Outline } from './outline';

/** Names one organization of an account. */
export const organizationIds = { ...accountIds, orgId: guid('Organization: Get Many') };

const organization: Outline<WireOrganization> = {
	organizationId: words('Id of the organization', (wire) => wire.id),
	inn: words('INN', (wire) => wire.general.inn),
	kpp: words('KPP, absent for a sole trader', (wire) => wire.general.kpp),
	name: words('Name', (wire) => wire.general.name),
	isMain: yesNo('Whether it is the account\'s own company', (wire) => wire.general['is-main-org']),
	powerOfAttorneyId: words('Id of its machine-readable power of attorney for the tax service', (wire) => wire['fns-mchd-id']),
};

const organizationWithSettings: Outline<WireOrganization> = {
	...organization,
	settings: anything('Authorities, their signers and whatever else the service tells, as it sends them', (wire) => restOf(wire, ['id', 'general', 'fns-mchd-id'])),
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

/** One organization, with its power of attorney, authorities and signers where the service tells them. */
export const organizationGet = operation({
	id: 'organization-get',
	request: get('/v1/{accountId}/organizations/{orgId}'),
	input: organizationIds,
	answer: object<WireOrganization>(),
	outline: organizationWithSettings,
	source: 'accounts, "методы API для организаций"',
});

/** Adds an organization to an account. It can be removed again only under conditions. */
export const organizationCreate = operation({
	id: 'organization-create',
	request: post('/v1/{accountId}/organizations'),
	input: { ...accountIds, inn: text(), kpp: optional(text()), organizationName: text() },
	payload: ({ inn, kpp, organizationName }) => jsonBody({ inn, kpp, name: organizationName }),
	answer: object<WireOrganization>(),
	outline: organization,
	irreversible: true,
	inferred: true, // 201 or 200; the docs name neither
	source: 'accounts, "методы API для организаций"',
});

/** Renames an organization; nothing else of it can be changed. */
export const organizationUpdate = operation({
	id: 'organization-update',
	request: put('/v1/{accountId}/organizations/{orgId}'),
	input: { ...organizationIds, organizationName: text() },
	payload: ({ organizationName }) => jsonBody({ name: organizationName }),
	answer: object<WireOrganization>(),
	outline: organization,
	source: 'accounts, "методы API для организаций"',
});

export const organizationDelete = operation({
	id: 'organization-delete',
	request: remove('/v1/{accountId}/organizations/{orgId}'),
	input: organizationIds,
	answer: nothing(),
	irreversible: true,
	source: 'accounts, "методы API для организаций"',
});

/** Chooses certificate and kind of signer for one authority. The docs name the method and not what it takes. */
export const organizationUpdateSigner = operation({
	id: 'organization-update-signer',
	request: post('/v1/{accountId}/organizations/{orgId}/update-signer'),
	input: { ...organizationIds, signer: json() },
	payload: ({ signer }) => jsonBody(signer),
	answer: nothing(),
	inferred: true,
	source: 'accounts, "методы API для организаций"',
});

const subscription: Outline<WireSedoSubscription> = {
	registrationNumber: words('Number of the organization at the social fund', (wire) => wire['registration-number']),
	subscriptionStatus: coded('sedoSubscriptionStatus', 'Whether its documents come through Kontur.Extern', (wire) => wire['subscription-status']),
	isSfr: yesNo('Whether it is a number of the united fund (SFR), not of the former FSS', (wire) => wire['is-sfr']),
};

/** Subscriptions of an organization to documents of an authority; a search, which changes nothing. */
export const subscriptionsSearch = operation({
	id: 'organization-control-unit-subscriptions-search',
	request: post('/v1/{accountId}/organizations/{orgId}/control-unit-subscriptions'),
	input: { ...organizationIds, subscriptionType: choice([]), registrationNumber: optional(text()) },
	payload: ({ subscriptionType, registrationNumber }) => jsonBody({ 'control-unit-subscription-type': subscriptionType, 'registration-number': registrationNumber }),
	answer: searchPages<WireSedoSubscriptions>({ most: 100, items: (page) => page.items, total: (page) => page['total-count'] }),
	outline: subscription,
	repeat: 'safe',
	source: 'accounts, "методы API для организаций"',
});

/** Lets the service speak to Gosuslugi for the organization, for 18 hours from when the key was signed. */
export const gosuslugiAuth = operation({
	id: 'organization-gosuslugi-auth',
	request: post('/v1/{accountId}/organizations/{orgId}/gosuslugi-auth'),
	input: { ...organizationIds, gosuslugiUid: text(), signature: bytes('a file with an embedded signature (.p7s)') },
	payload: ({ gosuslugiUid, signature }) => jsonBody({ 'gosuslugi-uid': gosuslugiUid, 'base64-signature-content': Buffer.from(signature).toString('base64') }),
	answer: nothing(),
	inferred: true,
	source: 'accounts, "методы API для организаций"; mvd-notification',
});
