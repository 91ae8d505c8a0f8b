/** The world at the start: an integrator, two users, three accounts, certificates, powers of attorney. */

import { randomBytes, randomUUID } from 'node:crypto';
import { writePrivateKey } from '../../gost';
import type { Client, User } from '../directory';
import type { Account, Employee, HeldCertificate, Organization, Warrant } from '../world/accounts';
import type { World } from '../world/world';
import { clientCompanies, people, companies, staff, type Company, type Person } from './people';
import type { Pki, Signer } from './pki';
import { sfrNumber } from './requisites';
import { subjectOf } from './subjects';

const YEAR = 1;
const DAY = 1 / 365;
/** From and to, in years from now. */
const WARRANT_TERM: [number, number] = [-YEAR / 4, YEAR];
/** The powers of attorney of the first clients; the second one expires soon, the third one has expired. */
const WARRANT_TERMS: Array<[number, number]> = [WARRANT_TERM, [-YEAR, 10 * DAY], [-YEAR, -20 * DAY]];
/** To sign and file reports, to get documents of the tax service. */
const SIGNING_RIGHTS = [1, 3, 5];

export class Seed {
	readonly client: Client = {
		clientId: 'sandbox-integrator',
		apiKey: randomUUID(),
		redirectUris: [
			'http://127.0.0.1:5678/rest/oauth2-credential/callback',
			'http://localhost:5678/rest/oauth2-credential/callback',
		],
	};
	/** Another integrator, without a right to the feed. */
	readonly otherClient: Client = { clientId: 'sandbox-neighbour', apiKey: randomUUID(), redirectUris: [] };
	readonly sid = randomBytes(32).toString('hex');
	readonly clerkSid = randomBytes(32).toString('hex');
	readonly operatorId = randomUUID();
	readonly clerkId = randomUUID();
	readonly operatorPassword = randomBytes(9).toString('base64url');
	readonly clerkPassword = randomBytes(9).toString('base64url');
	#accounts: Account[];
	#foreign: Account;
	#organizations: Organization[];
	#certificates: HeldCertificate[];
	#warrants: Warrant[];
	#employees: Employee[];

	/** @param clientCount how many organizations the accounting firm keeps books for */
	constructor(pki: Pki, clientCount: number) {
		const clientIds = [this.client.clientId, this.otherClient.clientId];
		const account = ({ inn, kpp, name }: Company): Account => ({
			id: randomUUID(),
			inn,
			kpp,
			name,
			groupId: randomUUID(),
			clientIds,
		});
		const [company, firm, trader] = [account(companies.company), account(companies.firm), account(companies.trader)];
		this.#accounts = [company, firm, trader];
		this.#foreign = { ...account(companies.foreign), clientIds: [this.otherClient.clientId] };
		const main = (owner: Account, source: Company) => organizationOf(owner, source, pki, true);
		const clients = clientCompanies(clientCount).map((source) => organizationOf(firm, source, pki, false));
		this.#organizations = [
			main(company, companies.company),
			main(firm, companies.firm),
			main(trader, companies.trader),
			main(this.#foreign, companies.foreign),
			...clients,
		];
		this.#certificates = this.#issue(pki, { company, firm, trader });
		this.#warrants = [
			...clients.map((client, index) =>
				warrantOf(pki, client, { userId: this.operatorId, term: WARRANT_TERMS[index] ?? WARRANT_TERM }),
			),
			...this.#organizations
				.filter(({ accountId }) => accountId === company.id)
				.map((organization) => warrantOf(pki, organization, { userId: this.clerkId, term: WARRANT_TERM })),
		];
		this.#employees = [
			...employed(company, [people.operator, people.clerk, ...staff]),
			...employed(firm, [people.operator]),
			...employed(trader, [people.trader]),
		];
	}

	/** Fills an empty world. */
	sow(world: World): void {
		const [company] = this.#accounts;
		world.directory.clients.push(this.client, this.otherClient);
		world.directory.users.push(this.#operator(), this.#clerk(company?.id ?? ''));
		world.accounts.accounts.push(...[...this.#accounts, this.#foreign].map((account) => ({ ...account })));
		world.accounts.organizations.push(...this.#organizations.map((organization) => ({ ...organization, signers: [] })));
		world.accounts.certificates.push(...this.#certificates);
		world.accounts.warrants.push(...this.#warrants);
		world.accounts.employees.push(...this.#employees);
		world.tokens.sessions.adopt(this.sid, this.operatorId);
		world.tokens.sessions.adopt(this.clerkSid, this.clerkId);
		world.feed.allow(this.client.clientId);
		world.feed.share({ id: randomUUID(), userId: this.operatorId, subscriber: this.client.clientId, since: world.clock.now() });
	}

	/** What Kontur's letter to the integrator would hold, and the keys that a subscriber would have. */
	letter() {
		return {
			clientId: this.client.clientId,
			apiKey: this.client.apiKey,
			login: people.operator.login,
			password: this.operatorPassword,
			phone: people.operator.phone,
			sid: this.sid,
			clerk: { login: people.clerk.login, password: this.clerkPassword, phone: people.clerk.phone, sid: this.clerkSid },
			neighbour: { clientId: this.otherClient.clientId, apiKey: this.otherClient.apiKey },
			foreignAccountId: this.#foreign.id,
			accounts: this.#accounts.map((account) => ({
				id: account.id,
				inn: account.inn,
				kpp: account.kpp,
				name: account.name,
				organizations: this.#organizations
					.filter(({ accountId }) => accountId === account.id)
					.map(({ id, inn, kpp, name, isMain, fnsMchdId, ogrn }) => ({ id, inn, kpp, name, isMain, fnsMchdId, ogrn })),
				certificates: this.#certificates.filter(({ accountId }) => accountId === account.id).map(letterCertificate),
			})),
		};
	}

	#operator(): User {
		return this.#user(people.operator, {
			id: this.operatorId,
			password: this.operatorPassword,
			accounts: this.#accounts.map(({ id }) => ({ accountId: id, role: 'admin' })),
		});
	}

	#clerk(accountId: string): User {
		return this.#user(people.clerk, { id: this.clerkId, password: this.clerkPassword, accounts: [{ accountId, role: 'user' }] });
	}

	#user({ login, phone, snils, fio }: Person, { id, password, accounts }: Pick<User, 'id' | 'password' | 'accounts'>): User {
		const certificateThumbprints = this.#certificates
			.filter(({ userId }) => userId === id)
			.map(({ certificate }) => certificate.thumbprint);
		return { id, login, password, phone, snils, fio, certificateThumbprints, accounts };
	}

	#issue(pki: Pki, { company, firm, trader }: Record<'company' | 'firm' | 'trader', Account>): HeldCertificate[] {
		const held = (account: Account, note: string, userId: string, signer: Signer): HeldCertificate => ({
			...signer,
			accountId: account.id,
			userId,
			note,
		});
		const ofCompany = subjectOf(companies.company, people.operator);
		return [
			held(company, 'valid', this.operatorId, pki.issue(ofCompany)),
			held(company, 'expired', this.operatorId, pki.issue(ofCompany, pki.years(-2 * YEAR, -30 * DAY))),
			held(company, 'expiring-soon', this.operatorId, pki.issue(ofCompany, pki.years(-YEAR, 10 * DAY))),
			held(company, 'another-person', this.clerkId, pki.issue(subjectOf(undefined, people.clerk))),
			held(firm, 'valid', this.operatorId, pki.issue(subjectOf(companies.firm, people.operator))),
			held(trader, 'valid', this.operatorId, pki.issue(subjectOf(companies.trader, people.trader))),
		];
	}
}

function organizationOf({ id: accountId }: Account, { inn, kpp, name, ogrn }: Company, pki: Pki, isMain: boolean): Organization {
	return {
		id: randomUUID(),
		accountId,
		inn,
		kpp,
		name,
		ogrn,
		isMain,
		fnsMchdId: isMain ? undefined : randomUUID(),
		createdAt: pki.years(-YEAR / 2, 0).notBefore,
		signers: [],
		sfrNumber: sfrNumber(inn),
	};
}

function warrantOf(
	pki: Pki,
	{ id: organizationId, accountId, fnsMchdId }: Organization,
	{ userId, term: [from, to] }: { userId: string; term: [number, number] },
): Warrant {
	const { notBefore: begin, notAfter: end } = pki.years(from, to);
	return { organizationId, accountId, userId, number: fnsMchdId ?? '1', begin, end, permissions: SIGNING_RIGHTS };
}

function employed({ id: accountId }: Account, persons: Array<Pick<Person, 'fio' | 'inn' | 'snils' | 'title'>>): Employee[] {
	return persons.map(({ fio, inn, snils, title }) => ({ accountId, fio, inn, snils, position: title }));
}

function letterCertificate({ certificate, key, note }: HeldCertificate) {
	const { subject, der, thumbprint, serialNumber, notBefore, notAfter } = certificate;
	return {
		note,
		content: Buffer.from(der).toString('base64'),
		thumbprint,
		serialNumber,
		privateKey: writePrivateKey(key),
		inn: subject.innLegal ?? subject.inn,
		fio: [subject.surname, subject.givenName].join(' '),
		notBefore: notBefore.toISOString(),
		notAfter: notAfter.toISOString(),
	};
}
