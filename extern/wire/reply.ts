import type { WireLink } from './core';

/** models.md §10. Members in base64. */
export interface WireReply {
	readonly id: string;
	readonly content: string;
	readonly 'data-to-sign'?: string;
	readonly 'print-content'?: string;
	readonly filename?: string;
	readonly signature?: string;
	readonly links?: readonly WireLink[];
	readonly 'docflow-id': string;
	readonly 'document-id': string;
}

/** A reply as it was made in 2018; it knows neither docflow nor document. */
export interface WireLegacyReply {
	readonly id: string;
	readonly content?: string;
	readonly 'print-form-content'?: string;
	readonly filename?: string;
	readonly signature?: { readonly id?: string; readonly 'content-data'?: string };
	readonly 'sender-ip'?: string;
	readonly links?: readonly WireLink[];
}

/** One file of an older reply to the pension fund. */
export interface WirePfrReplyDocument {
	readonly id: string;
	readonly 'reply-id'?: string;
	readonly 'docflow-id'?: string;
	readonly 'document-id'?: string;
	readonly 'encrypted-content'?: string;
	readonly 'decrypted-content'?: WireLink;
	readonly signature?: string;
	readonly links?: readonly WireLink[];
}

/** An older reply to the pension fund: a package of files. */
export interface WirePfrReply {
	readonly id: string;
	readonly documents?: readonly WirePfrReplyDocument[];
	readonly 'docflow-id'?: string;
	readonly links?: readonly WireLink[];
}

/** A request for the documents of a docflow of the social fund. Members in base64. */
export interface WireDocumentsRequest {
	readonly id: string;
	readonly content: string;
	readonly 'data-to-sign': string;
	readonly signature?: string;
	readonly links?: readonly WireLink[];
	readonly 'docflow-id': string;
}
