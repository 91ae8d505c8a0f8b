import type { WireSkipTake } from './core';

/** models.md §3. Which of the people and organizations are named depends on who gave the power of attorney. */
export interface WireWarrant {
	readonly 'date-begin'?: string | null;
	readonly 'date-end'?: string | null;
	readonly number?: string | null;
	readonly permissions?: readonly number[] | null;
	readonly notary?: object | null;
	readonly sender?: {
		readonly 'sender-individual'?: { readonly fio?: WirePersonName | null } | null;
		readonly 'sender-organization'?: { readonly name?: string | null } | null;
	} | null;
	readonly issuer?: { readonly 'issuer-organization'?: { readonly name?: string | null; readonly inn?: string | null; readonly kpp?: string | null } | null } | null;
	readonly 'trusted-issuer'?: object | null;
}

export interface WirePersonName {
	readonly surname?: string;
	readonly name?: string;
	readonly patronymic?: string | null;
}

/** A power of attorney with the organization that it is for. */
export interface WireOrganizationWarrant {
	readonly 'organization-id'?: string;
	readonly inn?: string;
	readonly kpp?: string;
	readonly 'organization-name'?: string;
	readonly warrant?: WireWarrant | null;
}

/** The second list holds the first one again, with organizations. */
export interface WireWarrantList extends WireSkipTake {
	readonly warrants?: ReadonlyArray<WireWarrant | null> | null;
	readonly 'organization-warrant-informations'?: readonly WireOrganizationWarrant[] | null;
}
