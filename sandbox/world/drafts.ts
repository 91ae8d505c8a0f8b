/** Drafts: containers of files and metadata before sending. */

import type { ReportFile } from '../authorities/reportFile';

export type DraftStatus =
	| 'new'
	| 'check-in-progress'
	| 'checked'
	| 'prepare-in-progress'
	| 'ready-to-send'
	| 'send-in-progress'
	| 'sent'
	| 'transferred-to-web'
	| 'sent-via-web';

export interface DraftMeta {
	sender: {
		inn: string;
		kpp?: string | null;
		certificate?: { content: string } | null;
		'is-representative'?: boolean;
		ipaddress?: string | null;
	};
	recipient: {
		'ifns-code'?: string | null;
		'mri-code'?: string | null;
		'togs-code'?: string | null;
		'upfr-code'?: string | null;
		'fss-code'?: string | null;
		'registration-ifns-code'?: string | null;
		'sfr-code'?: string | null;
		'mvd-code'?: string | null;
	};
	payer: {
		inn: string;
		organization?: { kpp?: string | null } | null;
		okpo?: string | null;
		'registration-number-pfr'?: string | null;
		'registration-number-sfr'?: string | null;
		'registration-number-fss'?: string | null;
	};
	'related-document'?: { 'related-docflow-id': string; 'related-document-id': string } | null;
	'additional-info'?: {
		subject?: string | null;
		'additional-certificates'?: string[] | null;
		'machine-readable-warrant-id'?: string | null;
	} | null;
	'draft-options'?: { 'generate-warrant'?: boolean } | null;
}

export interface DraftSignature {
	id: string;
	content: Uint8Array;
	thirdParty: boolean;
}

export interface DraftDocument {
	id: string;
	/** Absent in an empty document that waits to be built. */
	contentId?: string;
	type: string;
	filename: string;
	contentType: string;
	svdregCode?: string;
	originalFilename?: string;
	file?: ReportFile;
	/** Where a builder took it from. */
	builderFile?: { documentId: string; fileId: string };
	/** What is known about the docflow that it will start, beside what it says itself. */
	describes?: Record<string, unknown>;
	signatures: DraftSignature[];
	encryptedContentId?: string;
	/** The bytes that a raw signature is made over. */
	dataToSignContentId?: string;
	/** The XML with that signature inside, as it will travel. */
	signedContentId?: string;
}

export interface Draft {
	id: string;
	accountId: string;
	userId: string | null;
	meta: DraftMeta;
	status: DraftStatus;
	documents: DraftDocument[];
	docflowId?: string;
	/** The drafts builder that made it. */
	builderId?: string;
	createdAt: Date;
}

export class Drafts {
	#drafts = new Map<string, Draft>();

	find(accountId: string, id: string): Draft | undefined {
		return this.#drafts.get(key(accountId, id));
	}

	add(draft: Draft): Draft {
		this.#drafts.set(key(draft.accountId, draft.id), draft);
		return draft;
	}

	delete(draft: Draft): void {
		this.#drafts.delete(key(draft.accountId, draft.id));
	}

	/** Newest first. */
	of(accountId: string): Draft[] {
		return this.all().filter((draft) => draft.accountId === accountId);
	}

	/** Newest first. */
	all(): Draft[] {
		return [...this.#drafts.values()].reverse();
	}

	clear(): void {
		this.#drafts.clear();
	}
}

function key(accountId: string, id: string): string {
	return `${accountId} ${id.toLowerCase()}`;
}

/** What a document is sent as. */
export function travellingContent({ signedContentId, contentId }: DraftDocument): string | undefined {
	return signedContentId ?? contentId;
}
