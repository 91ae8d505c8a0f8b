import type { WireFormVersion, WireLink, WireSignature, WireSkipTake } from './core';

/** A section of a report to the social fund. */
export interface WireSection {
	readonly 'form-version'?: WireFormVersion;
	readonly 'period-begin'?: string;
	readonly 'period-end'?: string;
}

/** models.md §9. The description depends on the type; only members that outputs use are named. */
export interface WireDocflowDescription {
	readonly 'form-version'?: WireFormVersion;
	/** Of a demand. */
	readonly 'form-versions'?: readonly WireFormVersion[];
	/** Of a report to the social fund. */
	readonly 'section-infos'?: readonly WireSection[];
	/** Of what an authority sent: the code of its office. */
	readonly cu?: string;
	readonly recipient?: string;
	readonly 'final-recipient'?: string;
	readonly 'correction-number'?: number;
	readonly 'period-begin'?: string;
	readonly 'period-end'?: string;
	readonly 'payer-inn'?: string;
	readonly 'sender-inn'?: string;
	readonly 'original-draft-id'?: string;
	readonly subject?: string;
	readonly 'receipt-deadline-date'?: string;
	readonly 'reply-deadline-date'?: string;
	readonly 'related-docflow-id'?: string;
	readonly 'related-document-id'?: string;
	readonly [other: string]: unknown;
}

export interface WireDocflow {
	readonly id: string;
	readonly 'organization-id'?: string;
	readonly type: string;
	readonly status: string;
	readonly 'success-state'?: string | null;
	readonly description?: WireDocflowDescription;
	readonly links?: readonly WireLink[];
	/** Moscow time without a zone (models.md §1). */
	readonly 'send-date'?: string;
	/** UTC. */
	readonly 'last-change-date'?: string;
	readonly documents?: readonly WireDocflowDocument[];
}

export interface WireDocflowPage extends WireSkipTake {
	readonly 'docflows-page-item': readonly WireDocflow[];
}

export interface WireDocumentDescription {
	readonly type: string;
	readonly filename?: string;
	readonly 'content-type'?: string;
	readonly compressed?: boolean;
	readonly 'decrypted-content-size'?: number;
	readonly 'encrypted-content-size'?: number;
	readonly 'encrypted-certificates'?: ReadonlyArray<{ readonly 'serial-number': string }>;
	readonly 'related-docflows-count'?: number;
	readonly 'support-recognition'?: boolean;
	readonly 'support-print'?: string;
	/** Of a demand's file what was recognised and noted; others have requisites of their own. */
	readonly requisites?: object | null;
}

export interface WireDocflowDocument {
	readonly id: string;
	readonly description: WireDocumentDescription;
	readonly content?: {
		readonly 'docflow-document-contents'?: ReadonlyArray<{
			readonly 'content-id': string;
			readonly encrypted: boolean;
			readonly compressed: boolean;
			readonly 'compression-type'?: string;
		}>;
	};
	readonly 'send-date'?: string;
	readonly signatures?: readonly WireSignature[];
	readonly links?: readonly WireLink[];
}
