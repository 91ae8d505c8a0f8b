import type { WireLink } from './core';

/** A start of signing at the server (models.md §7, SignInitResult): who started it, and how it is confirmed. */
export interface WireSignInit {
	readonly links?: readonly WireLink[];
	readonly 'documents-to-sign'?: readonly WireLink[];
	readonly 'task-id'?: string;
	readonly 'request-id'?: string;
	readonly 'confirm-type'?: string;
}

export interface WireSigned {
	readonly 'signed-documents'?: readonly WireLink[];
	readonly links?: readonly WireLink[];
}
