/** Test tools that make accounts and their users. */

import { randomBytes, randomUUID } from 'node:crypto';
import type { Membership, User } from '../../directory';
import { madeUpCompany, madeUpTrader, type MadeUp, type Named } from '../../seed/madeUp';
import type { Person } from '../../seed/people';
import { subjectOf } from '../../seed/subjects';
import type { Account, HeldCertificate } from '../../world/accounts';
import type { World } from '../../world/world';
import { accountFor } from '../accountOpening';
import type { Answer, Call, Handlers } from '../call';
import { badRequest } from '../problems';
import { checkRequisites, textsOnly } from './requisites';

export const accountTools: Handlers = {
	'test-tools-create-account-org': createCompanyAccount,
	'test-tools-create-nds-account': createCompanyAccount,
	'test-tools-create-account-individual': (call) => {
		const named = call.body<Named>();
		checkRequisites(named, 12);
		return createAccount(call, madeUpTrader(named));
	},
	'test-tools-create-test-user-for-trusted': (call) => {
		const { phone, ...named } = call.body<Named & { phone: string }>();
		checkRequisites(named);
		const digits = phone.replace(/\D/g, '').slice(-10);
		if (digits.length !== 10) throw badRequest(`Телефон «${phone}» задан неверно: ожидается 10 цифр`, { phone: 'invalid' });
		if (call.world.directory.userByPhone(digits))
			throw badRequest(`Пользователь с телефоном ${phone} уже есть`, { phone: 'occupied' });
		const { company, person } = named.inn?.length === 12 ? madeUpTrader(named) : madeUpCompany(named);
		const { account } = accountFor(call, company);
		// Partners may not link administrators.
		const user = addUser(call.world, { ...person, phone: digits }, { accountId: account.id, role: 'user' });
		return { status: 200, body: { phone, ...refined({ company, person }), portalUserId: user.id } };
	},
};

function createCompanyAccount(call: Call): Answer {
	const named = textsOnly(call.body<Named>());
	checkRequisites(named, 10);
	return createAccount(call, madeUpCompany(named));
}

/** The account gets a user of its own with a certificate; whoever asks for it, if signed in, works in it too. */
function createAccount(call: Call, { company, person }: MadeUp): Answer {
	const { account } = accountFor(call, company);
	const user = addUser(call.world, person, { accountId: account.id, role: 'admin' });
	const { certificate } = certify(call.world, account, { company, person }, user);
	return {
		status: 200,
		body: {
			refinedRequest: refined({ company, person }),
			portalLogin: user.login,
			portalPassword: user.password,
			certificateInfo: { thumbprint: certificate.thumbprint, certificateDrivePath: null },
			portalUserId: user.id,
			organizationId: call.world.accounts.mainOrganization(account.id)?.id ?? null,
			accountId: account.id,
			userId: user.id,
			abonId: account.groupId,
		},
	};
}

function addUser({ directory, accounts }: World, person: Person, membership: Membership): User {
	const { login, phone, snils, inn, title, fio } = person;
	const user: User = {
		id: randomUUID(),
		login,
		password: randomBytes(9).toString('base64url'),
		phone,
		snils,
		fio,
		certificateThumbprints: [],
		accounts: [membership],
	};
	directory.users.push(user);
	accounts.employees.push({ accountId: membership.accountId, fio, inn, snils, position: title });
	return user;
}

function certify({ accounts, pki }: World, { id: accountId }: Account, of: MadeUp, user: User): HeldCertificate {
	const held = { ...pki.issue(subjectOf(of.company, of.person)), accountId, userId: user.id, note: 'valid' };
	accounts.certificates.push(held);
	user.certificateThumbprints.push(held.certificate.thumbprint);
	return held;
}

function refined({ company: { inn, kpp, name }, person: { fio } }: MadeUp) {
	return {
		inn,
		...(kpp === undefined ? {} : { kpp }),
		firstName: fio.name,
		surname: fio.surname,
		patronymic: fio.patronymic,
		organizationName: name,
	};
}
