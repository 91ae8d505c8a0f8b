import type { WireLink, WireSignature } from './core';

/** models.md §7. */
export interface WireSender {
	readonly inn: string;
	readonly kpp?: string;
	readonly name?: string;
	readonly certificate?: { readonly content: string };
	readonly 'is-representative': boolean;
	readonly ipaddress?: string;
}

export interface WirePayer {
	readonly inn: string;
	readonly name?: string;
	readonly organization?: { readonly kpp?: string };
	readonly 'registration-number-pfr'?: string;
	readonly 'registration-number-sfr'?: string;
	readonly 'registration-number-fss'?: string;
	readonly okpo?: string;
	readonly ogrn?: string;
	readonly snils?: string;
}

export interface WireRecipient {
	readonly 'ifns-code'?: string;
	readonly 'mri-code'?: string;
	readonly 'togs-code'?: string;
	readonly 'upfr-code'?: string;
	readonly 'fss-code'?: string;
	readonly 'sfr-code'?: string;
	readonly 'mvd-code'?: string;
	readonly 'registration-ifns-code'?: string;
}

export interface WireDraftMeta {
	readonly sender: WireSender;
	readonly recipient: WireRecipient;
	readonly payer: WirePayer;
	readonly 'related-document'?: { readonly 'related-docflow-id': string; readonly 'related-document-id': string };
	readonly 'additional-info'?: {
		readonly subject?: string;
		readonly 'additional-certificates'?: readonly string[];
		readonly 'pfr-letter-type'?: string;
		readonly 'machine-readable-warrant-id'?: string;
		readonly 'parent-machine-readable-warrant-id'?: string;
	};
	readonly 'draft-options'?: { readonly 'generate-warrant': boolean };
}

export interface WireDraft {
	readonly id: string;
	readonly 'docflow-id'?: string;
	readonly docflows?: readonly WireLink[];
	readonly documents?: readonly WireLink[];
	readonly meta: WireDraftMeta;
	readonly status: string;
	readonly links?: readonly WireLink[];
}

/** The page's own fields are not documented; only links are (models.md §2). */
export interface WireDraftsPage {
	readonly drafts?: readonly WireDraft[];
	readonly 'total-count'?: number;
	readonly 'page-links'?: readonly WireLink[];
	readonly [other: string]: unknown;
}

export interface WireDraftDocument {
	readonly id: string;
	readonly signatures?: readonly WireSignature[];
	readonly 'signature-content-link'?: WireLink;
	readonly description: {
		readonly type?: string;
		readonly filename?: string;
		readonly 'content-type'?: string;
		readonly properties?: Readonly<Record<string, string | null>>;
	};
	readonly contents: ReadonlyArray<{ readonly 'content-id': string; readonly encrypted: boolean }>;
	readonly 'data-to-sign-content-id'?: string;
}

/** The docs name the member in prose only. */
export interface WireDataToSign {
	readonly 'decrypted-content-id'?: string;
}

export interface WireDocumentRequest {
	readonly 'content-id'?: string;
	readonly description?: {
		readonly type?: string;
		readonly filename?: string;
		readonly 'content-type'?: string;
		readonly 'svdreg-code'?: string;
		readonly 'original-filename'?: string;
		readonly 'is-document-encrypted'?: boolean;
	};
}

/** One finding of a check. */
export interface WireCheckError {
	readonly description?: string;
	readonly source?: string;
	readonly level?: string;
	readonly type?: string;
	readonly tags?: string;
	readonly id?: string;
}

export interface WireCheckData {
	readonly 'documents-errors': Readonly<Record<string, readonly WireCheckError[]>>;
	readonly 'common-errors': readonly WireCheckError[];
}

export interface WireCheckResult {
	readonly data: WireCheckData;
}

export interface WirePrepareResult {
	readonly 'check-result': WireCheckData;
	readonly links?: readonly WireLink[];
	readonly status: string;
}

/** A send that did not happen: may come as the result of a succeeded task (models.md §2). */
export interface WireSendFailure {
	readonly id?: string;
	readonly 'status-code': number | string;
	readonly message?: string;
	readonly status?: string;
	readonly 'check-result'?: WireCheckData;
}
