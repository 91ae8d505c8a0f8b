import type { WireLink } from './core';

/** What starting a signature in the cloud answers (models.md §7, SignInitResult); two members are known from the Java SDK only. */
export interface WireSignStart {
	readonly 'documents-to-sign'?: readonly WireLink[];
	readonly 'request-id'?: string;
	readonly 'task-id'?: string;
	readonly 'confirm-type'?: string;
	readonly links?: readonly WireLink[];
}

/** What its confirmation answers; for older replies to the pension fund only links. */
export interface WireSignEnd {
	readonly 'signed-documents'?: readonly WireLink[];
	readonly links?: readonly WireLink[];
}
