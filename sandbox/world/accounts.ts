/** Accounts with their organizations, certificates and powers of attorney. */

import type { Certificate, PrivateKey } from '../../gost';

export interface Account {
	id: string;
	inn: string;
	kpp?: string;
	name: string;
	/** Groups the accounts of one administrator. */
	groupId: string;
	/** Which integrators may work in the account. */
	clientIds: string[];
	createdByClient?: string;
}

export interface Organization {
	id: string;
	accountId: string;
	inn: string;
	kpp?: string;
	name: string;
	isMain: boolean;
	/** Machine-readable power of attorney by which the account's owner represents this organization. */
	fnsMchdId?: string;
	ogrn: string;
	createdAt: Date;
	/** Who signs for which authority; at most one choice for each. */
	signers: SignerChoice[];
	/** The way into Gosuslugi for notifications to the police. */
	gosuslugi?: { uid: string; validUntil: Date };
	/** The number by which the social fund knows it as an employer. */
	sfrNumber?: string;
}

/** The reference does not tell the fields of this; two are understood, the others are kept as they came. */
export interface SignerChoice extends Record<string, unknown> {
	'control-unit-code'?: string;
	'certificate-thumbprint'?: string;
}

export interface Employee {
	accountId: string;
	fio: { surname: string; name: string; patronymic: string };
	inn?: string;
	snils?: string;
	position?: string;
}

export interface HeldCertificate {
	certificate: Certificate;
	key: PrivateKey;
	/** Whose it is. */
	userId: string;
	accountId: string;
	/** A word for people: valid, expired, … */
	note: string;
}

export interface Warrant {
	organizationId: string;
	accountId: string;
	userId: string;
	number: string;
	begin: Date;
	end: Date;
	/** What the representative may do, by the codes of the tax service. */
	permissions: number[];
}

export class Accounts {
	readonly accounts: Account[] = [];
	organizations: Organization[] = [];
	certificates: HeldCertificate[] = [];
	warrants: Warrant[] = [];
	employees: Employee[] = [];

	account(id: string): Account | undefined {
		return this.accounts.find((account) => account.id === id.toLowerCase());
	}

	remove(id: string): void {
		const index = this.accounts.findIndex((account) => account.id === id);
		if (index >= 0) this.accounts.splice(index, 1);
		const stays = ({ accountId }: { accountId: string }) => accountId !== id;
		this.organizations = this.organizations.filter(stays);
		this.certificates = this.certificates.filter(stays);
		this.warrants = this.warrants.filter(stays);
		this.employees = this.employees.filter(stays);
	}

	removeOrganization(id: string): void {
		this.organizations = this.organizations.filter((organization) => organization.id !== id);
		this.warrants = this.warrants.filter(({ organizationId }) => organizationId !== id);
	}

	organizationsOf(accountId: string): Organization[] {
		return this.organizations.filter((organization) => organization.accountId === accountId);
	}

	/** The organization with these requisites; without a KPP the INN decides. */
	organizationBy(accountId: string, inn: string, kpp?: string): Organization | undefined {
		return this.organizationsOf(accountId).find(
			(organization) =>
				organization.inn === inn && (kpp === undefined || organization.kpp === undefined || organization.kpp === kpp),
		);
	}

	mainOrganization(accountId: string): Organization | undefined {
		return this.organizationsOf(accountId).find(({ isMain }) => isMain);
	}

	certificatesOf(accountId: string): HeldCertificate[] {
		return this.certificates.filter((held) => held.accountId === accountId);
	}

	employeesOf(accountId: string): Employee[] {
		return this.employees.filter((employee) => employee.accountId === accountId);
	}

	clear(): void {
		this.accounts.length = 0;
		this.organizations = [];
		this.certificates = [];
		this.warrants = [];
		this.employees = [];
	}
}
