/** Accounts, users, employees, certificates. */

import type { User } from '../directory';
import type { Account, Employee, HeldCertificate } from '../world/accounts';
import type { World } from '../world/world';
import { accountFor } from './accountOpening';
import type { Call, Handlers } from './call';
import { forbidden, notFound } from './problems';
import { base64, filled, instant, page } from './wire';

interface CreateAccountRequest {
	inn: string;
	kpp?: string | null;
	'organization-name': string;
}

export const accountHandlers: Handlers = {
	'accounts-list': (call) => {
		const { skip, take, total, items } = page(
			call.world.accounts.accounts.filter((account) => call.sees(account)),
			call.number('skip', 0),
			call.take(100),
		);
		return {
			status: 200,
			body: { skip, take, 'total-count': total, accounts: items.map((account) => wireAccount(call, account)), links: [] },
		};
	},
	'account-create': (call) => {
		const { inn, kpp, 'organization-name': name } = call.body<CreateAccountRequest>();
		const { account, isNew } = accountFor(call, { inn, kpp: kpp ?? undefined, name });
		return { status: isNew ? 201 : 200, body: wireAccount(call, account) };
	},
	'account-get': (call) => ({ status: 200, body: wireAccount(call, visible(call)) }),
	'account-delete': (call) => {
		const account = visible(call);
		if (account.createdByClient !== call.caller.client.clientId)
			throw forbidden('Удалить можно только учётную запись, созданную этим партнёром');
		call.world.accounts.remove(account.id);
		call.world.directory.leave(account.id);
		return { status: 204 };
	},
	// A user stands there once for each account that he can enter.
	'account-users-list': (call) => {
		const { id } = administered(call);
		const users = call.world.directory.users.filter((user) => user.accounts.some(({ accountId }) => accountId === id));
		return { status: 200, body: { users: users.flatMap((user) => wireUser(call, user)) } };
	},
	'account-employees-list': (call) => ({
		status: 200,
		body: { employees: call.world.accounts.employeesOf(call.account().id).map(wireEmployee) },
	}),
	'certificates-list': (call) => {
		const account = call.account();
		const { user } = call.caller;
		const everybody = forAllUsers(call, account) || user === null;
		const certificates = call.world.accounts.certificatesOf(account.id).filter(({ userId }) => everybody || userId === user.id);
		const { skip, take, total, items } = page(certificates, call.number('skip', 0), call.take(100));
		return {
			status: 200,
			body: { certificates: items.map((held) => wireCertificate(call.world, held)), skip, take, 'total-count': total, links: [] },
		};
	},
};

function visible(call: Call): Account {
	const account = call.visibleAccount();
	if (!account) throw notFound('Учётная запись', call.param('accountId'));
	return account;
}

function administered(call: Call): Account {
	const account = call.account();
	if (!call.isAdministratorOf(account)) throw forbidden('Метод доступен только администратору учётной записи');
	return account;
}

export function forAllUsers(call: Call, account: Account): boolean {
	const wanted = call.flag('forAllUsers') ?? false;
	if (wanted && !call.isAdministratorOf(account)) throw forbidden('Данные всех пользователей доступны только администратору');
	return wanted;
}

function wireAccount(call: Call, account: Account): unknown {
	const membership = call.caller.user?.accounts.find(({ accountId }) => accountId === account.id);
	return filled({
		id: account.id,
		inn: account.inn,
		kpp: account.kpp,
		'organization-name': account.name,
		'product-name': 'Песочница',
		products: [{ name: 'extern' }],
		role: membership?.role ?? 'admin',
		'abonent-id': account.groupId,
		links: [{ rel: 'self', href: call.world.href(`/${account.id}`) }],
	});
}

function wireUser(call: Call, { login, fio, certificateThumbprints, accounts }: User) {
	return accounts
		.filter(({ accountId }) => call.world.accounts.account(accountId)?.clientIds.includes(call.caller.client.clientId))
		.map(({ accountId, role }) => ({
			login,
			fio,
			'login-certificates': certificateThumbprints.map((thumbprint) => ({ thumbprint })),
			'account-id': accountId,
			role,
		}));
}

function wireEmployee({ fio: { surname, name, patronymic }, inn, snils, position }: Employee) {
	return filled({ fio: [surname, name, patronymic].join(' '), inn, snils, position });
}

function wireCertificate(world: World, { certificate }: HeldCertificate): unknown {
	const { subject, notBefore, notAfter, der, thumbprint, serialNumber } = certificate;
	const now = world.clock.now();
	const company = world.accounts.organizations.find(({ inn }) => inn === subject.innLegal);
	return filled({
		fio: fioOf(subject),
		inn: subject.innLegal ?? subject.inn ?? '',
		kpp: company?.kpp,
		'is-valid': notBefore <= now && now <= notAfter,
		'is-qualified': world.pki.isQualified(certificate),
		content: base64(der),
		thumbprint,
		'expired-at': instant(notAfter),
		'serial-number': serialNumber,
	});
}

function fioOf({ surname, givenName }: { surname?: string; givenName?: string }): string {
	return [surname, givenName].filter(Boolean).join(' ');
}
