/** Docflows: the exchange of signed documents about one package. */

import type { SignatureKind, Status, SuccessState } from './machine';

export interface DocflowContent {
	contentId: string;
	encrypted: boolean;
	compression: 'none' | 'zip' | 'gzip';
}

export interface DocflowSignature {
	id: string;
	content: Uint8Array;
	signerType: 'organization-representative' | 'third-party-representative' | 'provider-representative' | 'cu-representative';
}

export interface DocflowDocument {
	id: string;
	/** urn:document:… */
	type: string;
	filename: string;
	contentType: string;
	sentAt: Date;
	contents: DocflowContent[];
	plainSize: number;
	/** Hex digest of the plain bytes, for tests and for print, which refuses other bytes. */
	plainSha256: string;
	encryptedSize?: number;
	encryptedFor: string[];
	signatures: DocflowSignature[];
	/** Reply types, without urn:document:, that still wait to be sent. */
	openReplies: string[];
	sentReplies: string[];
	requisites: Record<string, unknown>;
}

export interface Reply {
	id: string;
	documentId: string;
	/** Without urn:document: */
	type: string;
	filename: string;
	content: Uint8Array;
	printContent: Uint8Array;
	/** DER of the certificate the reply was made for. */
	certificate: Uint8Array;
	wantedSignature: SignatureKind;
	/** The content encrypted to the certificate, as the older replies to the pension fund travel. */
	encrypted?: Uint8Array;
	signature?: Uint8Array;
	sent: boolean;
	/** Which of the paths shows it. */
	room: 'replies' | 'pfr-replies';
}

/** Our request for the documents of a docflow that arrived empty. */
export interface DocumentsRequest {
	id: string;
	content: Uint8Array;
	/** DER of the certificate the request was made for. */
	certificate: Uint8Array;
	signature?: Uint8Array;
	sent: boolean;
}

export interface Docflow {
	id: string;
	accountId: string;
	organizationId: string;
	/** Who sent it; null for an application without a user. */
	userId: string | null;
	/** urn:docflow:… */
	type: string;
	status: Status;
	successState: SuccessState;
	description: Record<string, unknown>;
	/** Oldest first. */
	documents: DocflowDocument[];
	replies: Map<string, Reply>;
	requests: Map<string, DocumentsRequest>;
	createdAt: Date;
	changedAt: Date;
	incoming: boolean;
	draftId?: string;
	payer: { inn: string; kpp?: string };
	/** Code of the authority on the other side. */
	authority: string;
	/** The INN whose certificate signs replies. */
	senderInn: string;
	/** DER of the certificate that incoming documents are encrypted to. */
	senderCertificate?: Uint8Array;
	related?: { docflowId: string; documentId: string };
	/** Key of the employee in whose name it went through Gosuslugi. */
	employeeKey?: string;
}

export interface FormCodes {
	knd?: string;
	okud?: string;
	/** Full and short. */
	names: string[];
}

/** The forms that a docflow is about, as its description names them: a demand may be about several. */
export function formsOf({ description }: Pick<Docflow, 'description'>): FormCodes[] {
	return [description['form-version'], description['form-versions']].flat().flatMap((form: unknown) => {
		if (typeof form !== 'object' || form === null) return [];
		const fields: Record<string, unknown> = { ...form };
		const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined);
		const names = [text('form-fullname'), text('form-shortname')].filter((name) => name !== undefined);
		return [{ knd: text('knd'), okud: text('okud'), names }];
	});
}

export class Docflows {
	#docflows = new Map<string, Docflow>();
	/** ИдФайл of everything filed, per account. */
	#filed = new Set<string>();

	find(accountId: string, id: string): Docflow | undefined {
		const docflow = this.#docflows.get(id.toLowerCase());
		return docflow?.accountId === accountId ? docflow : undefined;
	}

	add(docflow: Docflow): Docflow {
		this.#docflows.set(docflow.id, docflow);
		return docflow;
	}

	of(accountId: string): Docflow[] {
		return this.all().filter((docflow) => docflow.accountId === accountId);
	}

	/** Oldest first. */
	all(): Docflow[] {
		return [...this.#docflows.values()];
	}

	wasFiled(accountId: string, fileId: string): boolean {
		return this.#filed.has(`${accountId} ${fileId.toLowerCase()}`);
	}

	rememberFiled(accountId: string, fileId: string): void {
		this.#filed.add(`${accountId} ${fileId.toLowerCase()}`);
	}

	clear(): void {
		this.#docflows.clear();
		this.#filed.clear();
	}
}
