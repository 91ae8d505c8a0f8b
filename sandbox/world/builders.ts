/** Drafts builders: what a person has, file by file, before it is packed into drafts. */

import type { DraftMeta } from './drafts';

export interface BuilderMeta extends Pick<DraftMeta, 'sender' | 'payer' | 'recipient' | 'draft-options'> {
	/** urn:drafts-builder:… */
	'builder-type': string;
	'builder-data'?: BuilderData | null;
}

/** Each kind of builder uses its own of these fields, here and below. */
export interface BuilderData {
	'related-document'?: DraftMeta['related-document'];
	/** ИдФайл of a report that went through another operator. */
	'id-file-osn'?: string | null;
	subject?: string;
	'additional-certificates'?: string[] | null;
	'registration-info'?: RegistrationInfo;
}

export interface RegistrationInfo {
	'applicant-infos': Array<{ inn?: string | null; fio: { surname: string; name: string; patronymic?: string | null } }>;
	'ul-info'?: { ogrn: string; name: string } | null;
}

export interface BuilderDocumentData {
	type?: 'formalized' | 'scanned' | 'warrant' | 'attachment' | 'letter' | null;
	'claim-item-number'?: string;
	'scanned-document-name'?: string | null;
	/** Documents with different labels go into different drafts. */
	'label-for-grouping'?: string | null;
	/** How many files are still to come before the document counts as whole. */
	'background-processing'?: { 'total-file-count': number } | null;
	'svdreg-code'?: string;
	signers?: Array<{ fio: { surname: string; name: string; patronymic?: string | null } }>;
}

export interface BuilderFileData {
	'scanned-file-order'?: number | string;
	'is-file-encrypted'?: boolean;
	'attachment-file-order'?: number | string;
}

export interface BuilderFile {
	id: string;
	name: string;
	contentId?: string;
	/** Of the counterparty, as a formalised document carries it. */
	signature?: Uint8Array;
	data?: BuilderFileData | null;
}

export interface BuilderDocument {
	id: string;
	data?: BuilderDocumentData | null;
	files: BuilderFile[];
}

export interface DraftsBuilder {
	id: string;
	accountId: string;
	userId: string | null;
	meta: BuilderMeta;
	status: 'new' | 'building' | 'finished';
	documents: BuilderDocument[];
}

export class Builders {
	#builders = new Map<string, DraftsBuilder>();

	find(accountId: string, id: string): DraftsBuilder | undefined {
		return this.#builders.get(key(accountId, id));
	}

	add(builder: DraftsBuilder): DraftsBuilder {
		this.#builders.set(key(builder.accountId, builder.id), builder);
		return builder;
	}

	delete({ accountId, id }: DraftsBuilder): void {
		this.#builders.delete(key(accountId, id));
	}

	clear(): void {
		this.#builders.clear();
	}
}

function key(accountId: string, id: string): string {
	return `${accountId} ${id.toLowerCase()}`;
}
