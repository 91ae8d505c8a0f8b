import type { WireLink } from './core';
import type { WirePayer, WireRecipient, WireSender } from './draft';

/** Data of a builder, its document or file; the shape follows from the type of the builder (models.md §8). */
export type WireBuilderData = Readonly<Record<string, unknown>> | null;

export interface WireBuilderMeta {
	readonly sender: WireSender;
	readonly payer: WirePayer;
	readonly recipient: WireRecipient;
	readonly 'builder-type': string;
	readonly 'builder-data'?: WireBuilderData;
}

export interface WireBuilderMetaRequest extends WireBuilderMeta {
	readonly 'draft-options'?: { readonly 'generate-warrant': boolean };
}

export interface WireBuilder {
	readonly id: string;
	readonly meta: WireBuilderMeta;
	readonly status: string;
}

export interface WireBuilderDocumentMeta {
	readonly 'builder-type': string;
	readonly 'builder-data'?: WireBuilderData;
}

export interface WireBuilderDocument {
	readonly id: string;
	readonly 'drafts-builder-id': string;
	readonly meta: WireBuilderDocumentMeta;
}

export interface WireBuilderFileMeta {
	readonly 'file-name': string;
	readonly 'builder-type': string;
	readonly 'builder-data'?: WireBuilderData;
}

export interface WireBuilderFile {
	readonly id: string;
	readonly 'drafts-builder-id': string;
	readonly 'drafts-builder-document-id': string;
	readonly 'content-id'?: string | null;
	readonly 'signature-content-link'?: WireLink | null;
	readonly meta: WireBuilderFileMeta;
}

/** A document that could not be packed. */
export interface WireBuilderDocumentError {
	readonly 'document-id': string;
	readonly 'error-message'?: string | null;
}

export interface WirePreparedDocuments {
	readonly 'error-drafts-builder-documents'?: readonly WireBuilderDocumentError[];
}

export interface WireBuiltDrafts extends WirePreparedDocuments {
	readonly 'draft-ids'?: readonly string[];
}
