import type { WireLink } from './core';

/** models.md §9: whether there is a legal ground to decline a demand. */
export interface WireDemandCheck {
	readonly 'has-errors'?: boolean;
	readonly 'error-codes': readonly string[];
	/** The reply that the check advises. */
	readonly links?: readonly WireLink[];
}

/** What recognition read in the PDF of a demand. */
export interface WireRecognized {
	readonly 'demand-number'?: string | null;
	readonly 'demand-knd'?: string | null;
	readonly 'demand-date'?: string | null;
	readonly 'receipt-deadline-date'?: string | null;
	readonly 'reply-deadline-date'?: string | null;
	readonly 'demand-inn-list'?: readonly string[] | null;
}

/** Somebody who may work on a demand. */
export interface WireAssignee {
	readonly id: string;
	readonly email?: string | null;
	readonly 'first-name'?: string | null;
	readonly 'middle-name'?: string | null;
	readonly 'last-name'?: string | null;
}

/** The list itself, or an object that holds it: the answer is not documented. */
export type WireAssignees = readonly WireAssignee[] | { readonly assignees?: readonly WireAssignee[] };
