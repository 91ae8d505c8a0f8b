import type { WireLink, WireSkipTake } from './core';
import type { WirePersonName } from './warrant';

/** models.md §3. */
export interface WireAccount {
	readonly id: string;
	readonly inn: string;
	readonly kpp?: string;
	readonly 'organization-name': string;
	readonly role?: string;
}

export interface WireAccountList extends WireSkipTake {
	readonly accounts: readonly WireAccount[];
}

/** models.md §4; `fns-mchd-id` is named in the docs only (scenarios (b)). */
export interface WireOrganization {
	readonly id: string;
	readonly general: {
		readonly inn: string;
		readonly kpp?: string;
		readonly name: string;
		readonly 'is-main-org'?: boolean;
		readonly links?: readonly WireLink[];
	};
	readonly 'fns-mchd-id'?: string;
}

export interface WireOrganizationList extends WireSkipTake {
	readonly organizations: readonly WireOrganization[];
}

export interface WireCertificate {
	readonly fio: string;
	readonly inn: string;
	readonly kpp?: string;
	readonly 'is-valid': boolean;
	readonly 'is-qualified': boolean;
	/** DER in base64. */
	readonly content: string;
	readonly thumbprint: string;
	readonly 'expired-at'?: string;
	readonly 'serial-number'?: string;
}

export interface WireCertificateList extends WireSkipTake {
	readonly certificates: readonly WireCertificate[];
}

/** Only partly documented; the members that are not are passed on as they come. */
export interface WireUser {
	readonly login?: string;
	readonly fio?: string | WirePersonName | null;
	readonly 'login-certificates'?: ReadonlyArray<{ readonly thumbprint?: string | null }> | null;
}

/** A subscription to documents of the social fund, by the number that the organization has there. */
export interface WireSedoSubscription {
	readonly 'is-sfr': boolean;
	readonly 'registration-number': string;
	readonly 'subscription-status': string;
}

export interface WireSedoSubscriptions {
	readonly 'total-count': number;
	readonly items: readonly WireSedoSubscription[];
}
