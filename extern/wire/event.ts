import type { WireLink } from './core';

/** models.md §11. */
export interface WireEvent {
	readonly id: string;
	readonly inn?: string;
	readonly kpp?: string;
	readonly 'docflow-type': string;
	readonly 'docflow-link'?: WireLink;
	readonly 'new-state'?: string;
	readonly 'event-date-time': string;
	readonly 'docflow-id': string;
	readonly 'account-id': string;
	readonly 'related-docflow-id'?: string;
	readonly 'related-document-id'?: string;
}

export interface WireEventsPage {
	readonly 'first-event-id'?: string;
	readonly 'next-event-id'?: string;
	readonly 'requested-count'?: number;
	readonly 'returned-count'?: number;
	readonly 'api-events': readonly WireEvent[];
}

/** Not documented. */
export interface WirePublisher {
	readonly [member: string]: unknown;
}
