import { inputError } from '../failure';
import { jsonIn } from '../json';
import { isObject, textOf } from '../wire/tolerant';

/** What a file of an archive is. */
export type FileKind = 'document' | 'signature' | 'print' | 'docflow';

/** A file of an archive, or one that should be there and could not be fetched. */
export interface ArchivedFile {
	readonly kind: FileKind;
	/** Its place in the archive; absent when it is not there, and `problem` says why. */
	readonly path?: string;
	/** Hexadecimal. */
	readonly sha256?: string;
	/** In bytes. */
	readonly size?: number;
	/** The document that it is, or belongs to. */
	readonly documentId?: string;
	readonly documentType?: string;
	readonly documentTypeLabel?: string;
	/** When the document was sent, UTC. */
	readonly sentAt?: string;
	/** Whether it is kept as it came, encrypted, since nobody could open it. */
	readonly isEncrypted?: boolean;
	readonly signatureId?: string;
	readonly signer?: string;
	/** SHA-1 of the signer's certificate, hexadecimal. */
	readonly thumbprint?: string;
	/** Of a signature: whether it fits the document. Absent where that could not be told: the document was not at hand, or the signature is not GOST 2012. */
	readonly signatureFits?: boolean;
	/** False of a document that the service cannot print though it does not say so before. */
	readonly canBePrinted?: boolean;
	readonly problem?: string;
}

/** What an index says of a docflow beside its files: its ids, its folder, and its simplified output. */
export interface DocflowFacts {
	readonly docflowId: string;
	readonly folder?: string;
	readonly [fact: string]: unknown;
}

/** A docflow in an archive. */
export interface ArchivedDocflow extends DocflowFacts {
	readonly files: readonly ArchivedFile[];
	readonly problem?: string;
}

/** What an archive holds, for programs. It tells no time of its own: the same archive has the same index. */
export interface ArchiveIndex {
	readonly schema: typeof SCHEMA;
	readonly schemaVersion: number;
	readonly docflows: readonly ArchivedDocflow[];
}

const SCHEMA = 'kontur-extern-archive';
const VERSION = 1;
const KINDS: readonly string[] = ['document', 'signature', 'print', 'docflow'] satisfies FileKind[];

/** The index of an archive, docflows by folder. */
export function indexOf(docflows: Iterable<ArchivedDocflow>): ArchiveIndex {
	const key = ({ folder, docflowId }: ArchivedDocflow) => `${folder ?? ''}\n${docflowId}`;
	const inOrder = [...docflows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
	return { schema: SCHEMA, schemaVersion: VERSION, docflows: inOrder };
}

/**
 * What was archived before: an index, as JSON or as its text, or files as rows of a table, one for each file as the
 * node gave it out.
 * @returns docflows by their ids; none for nothing at all
 * @throws ExternError `input` when it is something else, or an index of a later version
 */
export function archivedBefore(given: unknown): Map<string, ArchivedDocflow> {
	const value = typeof given === 'string' ? (given.trim() === '' ? [] : jsonIn(given.replace(/^\ufeff/, ''))) : (given ?? []);
	if (Array.isArray(value)) return docflowsOf(value.every(isIndex) ? value.flatMap(({ docflows }) => docflows) : fromRows(value));
	if (!isIndex(value)) throw unreadable();
	return docflowsOf(value.docflows);
}

function isIndex(value: unknown): value is { readonly docflows: readonly unknown[] } {
	if (!isObject(value) || !('schema' in value) || value.schema !== SCHEMA || !('docflows' in value) || !Array.isArray(value.docflows)) return false;
	if ('schemaVersion' in value && Number(value.schemaVersion) <= VERSION) return true;
	throw inputError('The index of Already Archived was written by a later version of this package', 'Update the package, or archive everything again into another folder', 'alreadyArchived');
}

function docflowsOf(list: readonly unknown[]): Map<string, ArchivedDocflow> {
	const docflows = list.flatMap((one) => {
		if (!isObject(one) || !('docflowId' in one)) return [];
		const docflowId = textOf(one.docflowId);
		if (!docflowId) return [];
		const files = 'files' in one && Array.isArray(one.files) ? one.files.flatMap(fileIn) : [];
		return [{ ...one, docflowId, files }];
	});
	return new Map(docflows.map((docflow) => [docflow.docflowId, docflow]));
}

/** Rows of a table; those of other things, such as of the index itself, are passed over. */
function fromRows(rows: readonly unknown[]): unknown[] {
	const files = new Map<string, unknown[]>();
	const others = rows.filter((row) => {
		const values = isObject(row) && 'json' in row && isObject(row.json) ? row.json : row;
		if (!isObject(values)) return true;
		const docflowId = 'docflowId' in values ? textOf(values.docflowId) : undefined;
		if (docflowId) files.set(docflowId, [...(files.get(docflowId) ?? []), values]);
		return false;
	});
	if (others.length > 0) throw unreadable();
	return [...files].map(([docflowId, list]) => ({ docflowId, files: list }));
}

/** Columns of a table that are not filled in come as null or empty. */
function fileIn(value: unknown): ArchivedFile[] {
	if (!isObject(value)) return [];
	const read: Readonly<Record<string, unknown>> = { ...value };
	const kind = textOf(read.kind);
	if (!isKind(kind)) return [];
	const texts = ['path', 'sha256', 'documentId', 'documentType', 'documentTypeLabel', 'sentAt', 'signatureId', 'signer', 'thumbprint', 'problem'] as const;
	return [
		{
			kind,
			...Object.fromEntries(texts.flatMap((name) => (textOf(read[name]) ? [[name, read[name]]] : []))),
			...(Number.isSafeInteger(read.size) && { size: Number(read.size) }),
			...(read.isEncrypted === true && { isEncrypted: true }),
			...(typeof read.signatureFits === 'boolean' && { signatureFits: read.signatureFits }),
			...(read.canBePrinted === false && { canBePrinted: false }),
		},
	];
}

function isKind(kind: string | undefined): kind is FileKind {
	return kind !== undefined && KINDS.includes(kind);
}

function unreadable() {
	return inputError('Already Archived is not the index of an archive', 'Give the file index.json of the archive, or its rows as this node gave them out. Leave it empty the first time', 'alreadyArchived');
}
