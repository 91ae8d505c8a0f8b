import type { WireAccount, WireAccountList, WireUser } from '../wire/account';
import { listIn, membersOf, nameOf, restOf } from '../wire/tolerant';
import { optional, text } from './fields';
import { accountIds } from './ids';
import { get, jsonBody, nothing, object, operation, pages, post, remove, whole } from './operation';
import { anything, texts, words, type Outline } from './outline';

const account: Outline<WireAccount> = {
	accountId: words('Id of the account', (wire) => wire.id),
	inn: words('INN of the account\'s company', (wire) => wire.inn),
	kpp: words('KPP, absent for a sole trader', (wire) => wire.kpp),
	name: words('Name of the company', (wire) => wire['organization-name']),
	role: words('What the signed-in user is in it: admin, user or director', (wire) => wire.role),
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
	input: accountIds,
	answer: object<WireAccount>(),
	outline: account,
	source: 'accounts, "методы API для учеток"',
});

/** Deletes an account. Partners can delete only accounts that they created. */
export const accountDelete = operation({
	id: 'account-delete',
	request: remove('/v1/{accountId}'),
	input: accountIds,
	answer: nothing(),
	irreversible: true,
	source: 'accounts, "методы API для учеток"',
});

const user: Outline<WireUser> = {
	login: words('Login', (wire) => wire.login),
	name: words('Name of the person', (wire) => nameOf(wire.fio)),
	thumbprints: texts('Thumbprints of the certificates that sign in', (wire) => membersOf(wire['login-certificates']).flatMap(({ thumbprint }) => thumbprint ?? [])),
	rights: anything('Rights and whatever else the service tells, as it sends them', (wire) => restOf(wire, ['login', 'fio', 'login-certificates'])),
};

/** Users of an account; each comes once for every account that he can enter. The envelope is not documented. */
export const accountUsersList = operation({
	id: 'account-users-list',
	request: get('/v1/{accountId}/users'),
	input: accountIds,
	answer: whole<object>(listIn),
	outline: user,
	inferred: true,
	source: 'accounts, "методы API для учеток"',
});
