import type { WireAccount, WireAccountList, WireCertificate, WireCertificateList, WireOrganization, WireOrganizationList } from '../wire/account';
import { flag, guid, optional, text } from './fields';
import { get, jsonBody, object, operation, pages, post } from './operation';
import { words, yesNo, type Outline } from './outline';

const ACCOUNT = 'Account: Get Many';

const account: Outline<WireAccount> = {
	accountId: words('Id of the account', (wire) => wire.id),
	inn: words('INN of the account\'s company', (wire) => wire.inn),
	kpp: words('KPP, absent for a sole trader', (wire) => wire.kpp),
	name: words('Name of the company', (wire) => wire['organization-name']),
	role: words('What the signed-in user is in it: admin, user or director', (wire) => wire.role),
};

const organization: Outline<WireOrganization> = {
	organizationId: words('Id of the organization', (wire) => wire.id),
	inn: words('INN', (wire) => wire.general.inn),
	kpp: words('KPP, absent for a sole trader', (wire) => wire.general.kpp),
	name: words('Name', (wire) => wire.general.name),
	isMain: yesNo('Whether it is the account\'s own company', (wire) => wire.general['is-main-org']),
	powerOfAttorneyId: words('Id of its machine-readable power of attorney for the tax service', (wire) => wire['fns-mchd-id']),
};

const certificate: Outline<WireCertificate> = {
	thumbprint: words('Thumbprint (SHA-1)', (wire) => wire.thumbprint),
	serialNumber: words('Serial number', (wire) => wire['serial-number']),
	owner: words('Person that the certificate names', (wire) => wire.fio),
	inn: words('INN in the certificate', (wire) => wire.inn),
	kpp: words('KPP in the certificate', (wire) => wire.kpp),
	isValid: yesNo('Whether the service takes it', (wire) => wire['is-valid']),
	isQualified: yesNo('Whether it is a qualified certificate', (wire) => wire['is-qualified']),
	expiresAt: words('When it ends, UTC', (wire) => wire['expired-at']),
	certificate: words('The certificate itself, base64', (wire) => wire.content),
};

/** Accounts that the signed-in user or application sees. */
export const accountsList = operation({
	id: 'accounts-list',
	request: get('/v1'),
	input: {},
	answer: pages<WireAccountList>({ most: 100, items: (page) => page.accounts, total: (page) => page['total-count'] }),
	outline: account,
	source: 'accounts, "методы API для учеток"',
});

/**
 * Opens an account for a company or a sole trader; the user becomes its administrator. A second
 * POST for the same INN and KPP makes no second account, but that is known of one after the other
 * only, so a lost answer is told and not repeated.
 */
export const accountCreate = operation({
	id: 'account-create',
	request: post('/v1'),
	input: { inn: text(), kpp: optional(text()), organizationName: text() },
	payload: ({ inn, kpp, organizationName }) => jsonBody({ inn, kpp, 'organization-name': organizationName }),
	answer: object<WireAccount>(),
	outline: account,
	irreversible: true,
	inferred: true, // 201 or 200; the docs name neither
	source: 'accounts, "методы API для учеток"',
});

/** One account. */
export const accountGet = operation({
	id: 'account-get',
	request: get('/v1/{accountId}'),
	input: { accountId: guid(ACCOUNT) },
	answer: object<WireAccount>(),
	outline: account,
	source: 'accounts, "методы API для учеток"',
});

/** Organizations that an account serves. */
export const organizationsList = operation({
	id: 'organizations-list',
	request: get('/v1/{accountId}/organizations'),
	input: { accountId: guid(ACCOUNT), inn: optional(text()), kpp: optional(text()) },
	query: ({ inn, kpp }) => ({ inn, kpp }),
	answer: pages<WireOrganizationList>({ most: 1000, items: (page) => page.organizations, total: (page) => page['total-count'] }),
	outline: organization,
	source: 'accounts, "методы API для организаций"',
});

/** One organization, with its power of attorney where the service knows it. */
export const organizationGet = operation({
	id: 'organization-get',
	request: get('/v1/{accountId}/organizations/{orgId}'),
	input: { accountId: guid(ACCOUNT), orgId: guid('Organization: Get Many') },
	answer: object<WireOrganization>(),
	outline: organization,
	source: 'accounts, "методы API для организаций"',
});

/** Certificates that may sign for an account. */
export const certificatesList = operation({
	id: 'certificates-list',
	request: get('/v1/{accountId}/certificates'),
	input: { accountId: guid(ACCOUNT), forAllUsers: optional(flag()) },
	query: ({ forAllUsers }) => ({ forAllUsers }),
	answer: pages<WireCertificateList>({ most: 100, items: (page) => page.certificates, total: (page) => page['total-count'] }),
	outline: certificate,
	source: 'accounts, "методы API для сертификатов"',
});
