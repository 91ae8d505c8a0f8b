import type { WireLink } from './core';

/** A decryption with a key at the service that waits for its confirmation; none of it is documented (models.md §7). */
export interface WireDecryptionStart {
	readonly 'request-id'?: string | null;
	readonly 'confirm-link'?: WireLink | null;
	readonly 'decryption-task-id'?: string | null;
	readonly 'task-id'?: string | null;
	readonly 'confirm-type'?: string;
	readonly links?: readonly WireLink[];
}

/** Where the bytes of a file lie at the content service. */
export interface WireContentRef {
	readonly 'content-id'?: string;
}
