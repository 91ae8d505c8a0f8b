import type { WireAccount, WireAccountList } from '../wire/account';
import { optional, text } from './fields';
import { accountIds } from './ids';
import { get, jsonBody, object, operation, pages, post } from './operation';
import { words, type Outline } from './outline';

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
