/** Accounts, users, employees, certificates, powers of attorney. */

import { randomUUID } from 'node:crypto';
import type { Account, HeldCertificate } from '../world/accounts';
import type { World } from '../world/world';
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
		const known = call.world.accounts.accounts.find(
			(account) => call.sees(account) && account.inn === inn && (account.kpp ?? null) === (kpp ?? null),
		);
		return known
			? { status: 200, body: wireAccount(call, known) }
			: { status: 201, body: wireAccount(call, createAccount(call, { inn, kpp: kpp ?? undefined, name })) };
	},
	'account-get': (call) => ({ status: 200, body: wireAccount(call, visible(call)) }),
	'account-delete': (call) => {
		const account = visible(call);
		if (account.createdByClient !== call.caller.client.clientId)
			throw forbidden('Удалить можно только учётную запись, созданную этим партнёром');
		call.world.accounts.remove(account.id);
		return { status: 204 };
	},
	'account-users-list': (call) => {
		const account = administered(call);
		const users = call.world.directory.users.filter((user) => user.accounts.some(({ accountId }) => accountId === account.id));
		return {
			status: 200,
			body: {
				users: users.map(({ login, fio, certificateThumbprints }) => ({
					login,
					fio,
					'login-certificates': certificateThumbprints.map((thumbprint) => ({ thumbprint })),
				})),
			},
		};
	},
	'account-employees-list': (call) => {
		const account = call.account();
		const people = call.world.accounts
			.certificatesOf(account.id)
			.map(({ certificate: { subject } }) => ({ fio: fioOf(subject), inn: subject.inn, position: subject.title }));
		return { status: 200, body: { employees: [...new Map(people.map((person) => [person.inn, filled(person)])).values()] } };
	},
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
	'warrants-list': (call) => {
		const account = call.account();
		const { user } = call.caller;
		const everybody = forAllUsers(call, account) || user === null;
		const warrants = call.world.accounts.warrants.filter(
			({ accountId, userId }) => accountId === account.id && (everybody || userId === user.id),
		);
		const { skip, take, total, items } = page(warrants, call.number('skip', 0), call.take(100));
		return {
			status: 200,
			body: {
				skip,
				take,
				'total-count': total,
				warrants: items.map(wireWarrant),
				'organization-warrant-informations': items.map((warrant) => organizationWarrant(call.world, warrant)),
				links: [],
			},
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

function forAllUsers(call: Call, account: Account): boolean {
	const wanted = call.flag('forAllUsers') ?? false;
	if (wanted && !call.isAdministratorOf(account)) throw forbidden('Данные всех пользователей доступны только администратору');
	return wanted;
}

function createAccount(call: Call, { inn, kpp, name }: { inn: string; kpp?: string; name: string }): Account {
	const { accounts, clock } = call.world;
	const { client, user } = call.caller;
	const account: Account = {
		id: randomUUID(),
		inn,
		kpp,
		name,
		groupId: randomUUID(),
		clientIds: [client.clientId],
		createdByClient: client.clientId,
	};
	accounts.accounts.push(account);
	accounts.organizations.push({
		id: randomUUID(),
		accountId: account.id,
		inn,
		kpp,
		name,
		isMain: true,
		ogrn: '',
		createdAt: clock.now(),
	});
	user?.accounts.push({ accountId: account.id, role: 'admin' });
	return account;
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

function wireWarrant({ number, begin, end }: { number: string; begin: Date; end: Date }): unknown {
	return { 'date-begin': day(begin), 'date-end': day(end), number };
}

function organizationWarrant(world: World, warrant: { organizationId: string; number: string; begin: Date; end: Date }): unknown {
	const organization = world.accounts.organizations.find(({ id }) => id === warrant.organizationId);
	return filled({
		'organization-id': warrant.organizationId,
		inn: organization?.inn ?? '',
		kpp: organization?.kpp,
		'organization-name': organization?.name ?? '',
		warrant: wireWarrant(warrant),
	});
}

function day(date: Date): string {
	return date.toISOString().slice(0, 10);
}
