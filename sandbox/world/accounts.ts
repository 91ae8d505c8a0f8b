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
	signer?: unknown;
	gosuslugiUid?: string;
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
}

export class Accounts {
	readonly accounts: Account[] = [];
	organizations: Organization[] = [];
	readonly certificates: HeldCertificate[] = [];
	readonly warrants: Warrant[] = [];

	account(id: string): Account | undefined {
		return this.accounts.find((account) => account.id === id.toLowerCase());
	}

	remove(id: string): void {
		const index = this.accounts.findIndex((account) => account.id === id);
		if (index >= 0) this.accounts.splice(index, 1);
		this.organizations = this.organizations.filter(({ accountId }) => accountId !== id);
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

	clear(): void {
		this.accounts.length = 0;
		this.organizations = [];
		this.certificates.length = 0;
		this.warrants.length = 0;
	}
}
