/** The fields of answers that tests look at; the schemas of the reference judge all the others. */

export interface Link {
	rel: string;
	href: string;
	name?: string;
}

export interface DocflowContent {
	'content-id': string;
	encrypted: boolean;
	compressed: boolean;
	'compression-type': string;
}

export interface AnsweredDocument {
	id: string;
	description: { type: string; filename: string; 'encrypted-certificates': Array<{ 'serial-number': string }> };
	content: { 'docflow-document-contents': DocflowContent[] };
	'send-date': string;
	links: Link[];
}

export interface AnsweredDocflow {
	id: string;
	type: string;
	status: string;
	'success-state': string;
	description: Record<string, unknown>;
	documents: AnsweredDocument[];
	links: Link[];
	'send-date': string;
	'last-change-date': string;
}

export interface DocflowPage {
	take: number;
	'total-count': number;
	'docflows-page-item': AnsweredDocflow[];
}

export interface CheckError {
	level: string;
	description: string;
}

export interface CheckData {
	'documents-errors': Record<string, CheckError[]>;
	'common-errors': CheckError[];
}

export interface AnsweredTask<Result> {
	id: string;
	'task-state': string;
	'task-type': string;
	'task-result': Result;
}

export interface SendFailure {
	id: string;
	message: string;
	status: string;
}

export interface EventsPage {
	'first-event-id'?: string;
	'next-event-id': string;
	'requested-count': number;
	'returned-count': number;
	'api-events': Array<{ id: string; 'new-state': string }>;
}

/** Whatever else is asked for: the union of what these tests read. */
export interface Answered {
	id: string;
	status: string;
	'status-code': number;
	message: string;
	'trace-id': string;
	'total-count': number;
	'is-completed': boolean;
	content: string;
	filename: string;
	title: string;
	'signature-certificate-thumbprint': string;
	'docflow-id': string;
	'fns-mchd-id': string;
	meta: { sender: Record<string, unknown>; recipient: Record<string, unknown>; payer: Record<string, unknown> };
	description: Record<string, unknown>;
	documents: Link[];
	drafts: unknown[];
	'page-links': Link[];
	links: Link[];
	accounts: Array<{ id: string; links: Link[] }>;
	organizations: Array<{ id: string; general: { inn: string; 'is-main-org': boolean } }>;
	certificates: Array<{ fio: string; thumbprint: string; 'is-valid': boolean }>;
	publishers: Array<{ id: string; login: string }>;
}
