import { createHash } from 'node:crypto';
import { type ArchivedDocflow, type ArchivedFile, type DocflowFacts, DocumentNames, folderOf, isSafePath, ownFolderOf, prefixOf, signatureName, type Titled } from '../archiving';
import { momentOfSending } from '../calendar';
import { sourceOf } from '../contents';
import { contentsToRead } from '../documentContent';
import { fileNameOf } from '../fileName';
import { labelOf, type Language } from '../labels';
import { docflowOutline } from '../operations/docflows';
import { type Outline, summarise, type View } from '../operations/outline';
import { belongsTo, type Opener, SignatureCheck } from '../signing';
import type { WireSignature } from '../wire/core';
import type { WireDocflow, WireDocflowDocument } from '../wire/docflow';
import { membersOf, textOf } from '../wire/tolerant';
import type { ArchiveWishes, FoundFile } from './archiveFiles';
import { downloaded, keptDocument, type KeptDocument, type NothingKept, told } from './archiveDocument';
import type { ArchivePlace } from './archivePlaces';
import { mayBePrinted, printAhead, printDecrypted, type Printed } from './archivePrints';

/** A docflow, and what is known of it. */
export interface Docflow {
	readonly place: ArchivePlace;
	readonly wire: WireDocflow;
	/** As the archive has it already. */
	readonly before?: ArchivedDocflow;
	/** Of an inventory: the demand that it answers, in whose folder it goes. */
	readonly parent?: ArchivedDocflow;
	/** INN and KPP of whom it is about. */
	readonly organization?: string;
	readonly opener?: () => Promise<Opener>;
	readonly wishes: ArchiveWishes;
	/** Whether another docflow has a folder already. */
	isTaken(folder: string): boolean;
}

/** The papers of one docflow: what the index says of it, and its files in the order of the documents. */
export interface Papers {
	readonly facts: DocflowFacts;
	/** New files as they are found, and entries of the index for those that are archived already or cannot be had. */
	files(): AsyncGenerator<FoundFile | ArchivedFile>;
}

const DOCFLOW_FILE = 'docflow.json';
const EPOCH = new Date(0);
/** What an index says of a docflow: nothing that depends on the day when it was archived. */
const FACTS = [
	'docflowType', 'status', 'state', 'result', 'isFinished', 'form', 'knd', 'period', 'periodBegin', 'periodEnd', 'correctionNumber', 'payer', 'authority', 'recipientCode', 'sentAt', 'changedAt', 'subject', 'deadline',
	'relatedDocflowId', 'relatedDocumentId', 'draftId',
] as const; // prettier-ignore
const facts: Outline<WireDocflow> = Object.fromEntries(FACTS.map((name) => [name, docflowOutline[name]]));

/** Where the papers of a docflow lie, and what they are called: the same every time. */
export function papersOf(docflow: Docflow): Papers {
	const { place, wire, before, parent, organization, wishes } = docflow;
	const { view } = wishes;
	const told = summarise(facts, wire, view);
	const usual: Titled = { wire, organization, title: titleOf(told, view.language), language: view.language };
	const newFolder = (one: Titled) => (parent?.folder ? `${parent.folder}/${ownFolderOf(one)}` : folderOf(one));
	const titled = { ...usual, isDoubled: docflow.isTaken(newFolder(usual)) };
	const known = before?.folder !== undefined && isSafePath(before.folder) ? before.folder : undefined;
	const folder = known ?? newFolder(titled);
	const pathOf = (name: string) => (wishes.flat ? `${prefixOf(titled)}${name}` : `${folder}/${name}`);
	return {
		facts: { docflowId: wire.id, accountId: place.accountId, folder, ...told },
		files: () => filesOf(docflow, pathOf),
	};
}

async function* filesOf(docflow: Docflow, pathOf: (name: string) => string): AsyncGenerator<FoundFile | ArchivedFile> {
	const { place, wire, before, wishes } = docflow;
	const documents = inOrder(wire);
	const names = namesOf(documents, before, wishes.view.language);
	const wanted = wishes.printedForms ? documents.filter((one) => mayBePrinted(one) && !isPrinted(one, before)) : [];
	const printed = await printAhead(place, wanted, wishes.patienceMs);
	let isSaved = false;
	for (const document of documents) {
		const paper = { ...docflow, document, name: names.get(document.id) ?? document.id, pathOf };
		const kept = isArchived(paper) ? undefined : await keptDocument(place, document, openingOf(paper));
		const decrypted = kept?.isKept && kept.plainBytes ? kept : undefined;
		isSaved ||= decrypted?.plainContentId !== undefined;
		const print = printed.get(document.id) ?? (decrypted && wanted.includes(document) ? await printDecrypted(place, document.id, decrypted, wishes.patienceMs) : undefined);
		const signatures = await signaturesOf(paper);
		yield checkedOnTheWay(documentFile(paper, kept, print?.kind === 'unsupported'), kept, signatures);
		for (const signature of signatures.all) yield await signatureFile(paper, signature, signatures, kept);
		yield* printOf(paper, print);
	}
	yield* goneFrom(documents, before);
	yield docflowFile(isSaved ? await place.read() : wire, before, pathOf(DOCFLOW_FILE));
}

/** A document with what belongs to it. */
interface Paper extends Docflow {
	readonly document: WireDocflowDocument;
	readonly name: string;
	pathOf(name: string): string;
}

/** Oldest first, each once: so the names of those that were there before stay as they are. */
function inOrder({ documents }: WireDocflow): WireDocflowDocument[] {
	const once = new Map(membersOf(documents).filter(({ id }) => textOf(id)).map((document) => [document.id, document]));
	const key = ({ id, 'send-date': sent }: WireDocflowDocument) => `${textOf(sent) ?? ''} ${id}`;
	return [...once.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function namesOf(documents: readonly WireDocflowDocument[], before: ArchivedDocflow | undefined, language: Language): ReadonlyMap<string, string> {
	const names = new DocumentNames([DOCFLOW_FILE]);
	for (const { path, documentId } of before?.files ?? []) if (path && documentId) names.keep(path.slice(path.lastIndexOf('/') + 1), documentId);
	return new Map(
		documents.map(({ id, description, signatures }) => {
			const kind = labelOf(textOf(description?.type), language);
			const fileName = fileNameOf([textOf(description?.filename), kind, id], textOf(description?.['content-type']));
			return [id, names.nameFor({ id, fileName, kind, signatures: membersOf(signatures).length })];
		}),
	);
}

function archivedAs({ before, document }: Pick<Paper, 'before' | 'document'>): ArchivedFile | undefined {
	return before?.files.find(({ kind, documentId, path }) => kind === 'document' && documentId === document.id && path !== undefined);
}

/** Whether a document is archived as well as it can be now. */
function isArchived(paper: Paper): boolean {
	const known = archivedAs(paper);
	if (!known) return false;
	return !known.isEncrypted || (!paper.opener && contentsToRead(paper.document).every(({ isEncrypted }) => isEncrypted));
}

function openingOf(paper: Paper) {
	return { opener: paper.opener, save: paper.wishes.save, isKeptEncrypted: archivedAs(paper)?.isEncrypted === true };
}

function documentFile(paper: Paper, kept: KeptDocument | NothingKept | undefined, cannotBePrinted: boolean): FoundFile | ArchivedFile {
	const { document, name, pathOf, wishes } = paper;
	const known = archivedAs(paper);
	const printing = cannotBePrinted || known?.canBePrinted === false ? { canBePrinted: false } : {};
	if (!kept && known) return { ...known, ...printing };
	const face = { kind: 'document' as const, ...faceOf(document, wishes.view), ...printing };
	if (!kept?.isKept) return { ...face, ...known, ...printing, ...(kept?.problem !== undefined && { problem: kept.problem }) };
	const { isEncrypted, ending, source, problem } = kept;
	return {
		entry: { ...face, path: pathOf(name + ending), ...(isEncrypted && { isEncrypted }), ...(problem !== undefined && { problem }) },
		source,
		mimeType: isEncrypted || ending !== '' ? 'application/octet-stream' : (textOf(document.description?.['content-type']) ?? 'application/octet-stream'),
		modifiedAt: sentAt(document),
	};
}

/** The signatures of a document, read before it, so that it need not be read twice to be held against them. */
interface Signatures {
	readonly all: readonly FoundSignature[];
	readonly check: SignatureCheck;
	/** Those that are checked, in their order. */
	readonly checked: readonly FoundSignature[];
}

interface FoundSignature {
	readonly entry: ArchivedFile;
	/** Absent when it is archived already or cannot be had; the entry says which. */
	readonly bytes?: Uint8Array;
}

async function signaturesOf(paper: Paper): Promise<Signatures> {
	const { place, document, name, before, pathOf, wishes } = paper;
	const listed = [...membersOf(document.signatures)].filter(({ id }) => textOf(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
	const all: FoundSignature[] = [];
	for (const [index, signature] of listed.entries()) {
		const known = before?.files.find(({ kind, signatureId, path }) => kind === 'signature' && signatureId === signature.id && path !== undefined);
		if (known) {
			all.push({ entry: known });
			continue;
		}
		const entry = { kind: 'signature' as const, ...faceOf(document, wishes.view), ...signerOf(signature) };
		const read = await told(async () => await place.document(document.id).signature(signature.id));
		all.push(read.ok ? { entry: { ...entry, path: pathOf(signatureName(name, index)) }, bytes: read.value } : { entry: { ...entry, problem: read.error.message } });
	}
	const checked = all.filter(({ bytes }) => bytes !== undefined);
	return { all, checked, check: new SignatureCheck(checked.flatMap(({ bytes }) => bytes ?? [])) };
}

/** What stays encrypted is not what was signed. */
function checkedOnTheWay(file: FoundFile | ArchivedFile, kept: KeptDocument | NothingKept | undefined, { check }: Signatures): FoundFile | ArchivedFile {
	if (!('source' in file) || !kept?.isKept || kept.isEncrypted) return file;
	const { source } = file;
	return { ...file, source: { length: source.length, chunks: () => check.passing(source.chunks()) } };
}

async function signatureFile({ document }: Paper, signature: FoundSignature, { check, checked }: Signatures, kept: KeptDocument | NothingKept | undefined): Promise<FoundFile | ArchivedFile> {
	const { entry, bytes } = signature;
	const { path } = entry;
	if (!bytes || path === undefined) return entry;
	const { fits, reason } = check.fitOf(checked.indexOf(signature));
	const signatureFits = fits === false && kept?.isKept ? await fitsPacked(bytes, kept) : fits;
	return {
		entry: { ...entry, path, ...(signatureFits !== undefined && { signatureFits }), ...(signatureFits === false && { problem: reason }) },
		source: sourceOf(bytes),
		mimeType: 'application/pgp-signature',
		modifiedAt: sentAt(document),
	};
}

/** What does not fit a file may fit the archive that it came out of. What several files in one archive were signed as, nobody tells. */
async function fitsPacked(signature: Uint8Array, { packedBytes, ending }: KeptDocument): Promise<boolean | undefined> {
	if (packedBytes && (await belongsTo(signature, sourceOf(packedBytes))) === true) return true;
	return ending === '' ? false : undefined;
}

async function* printOf({ place, document, name, before, pathOf, wishes }: Paper, print: Printed | undefined): AsyncGenerator<FoundFile | ArchivedFile> {
	const known = before?.files.find(({ kind, documentId, path }) => kind === 'print' && documentId === document.id && path !== undefined);
	if (known) yield known;
	if (known || !print || print.kind === 'unsupported') return;
	const entry = { kind: 'print' as const, ...faceOf(document, wishes.view) };
	if (print.kind === 'problem') {
		yield { ...entry, problem: print.problem };
		return;
	}
	const read = await told(async () => await downloaded(place, print.contentId));
	yield read.ok ? { entry: { ...entry, path: pathOf(`${name}.pdf`) }, source: read.value, mimeType: 'application/pdf', modifiedAt: sentAt(document) } : { ...entry, problem: read.error.message };
}

function isPrinted(document: WireDocflowDocument, before: ArchivedDocflow | undefined): boolean {
	const files = before?.files.filter(({ documentId }) => documentId === document.id) ?? [];
	return files.some(({ kind, path, canBePrinted }) => (kind === 'print' && path !== undefined) || canBePrinted === false);
}

/** What is archived of documents that the docflow has no more stays archived. */
function* goneFrom(documents: readonly WireDocflowDocument[], before: ArchivedDocflow | undefined): Generator<ArchivedFile> {
	const ids = new Set(documents.map(({ id }) => id));
	for (const file of before?.files ?? []) if (file.documentId !== undefined && !ids.has(file.documentId)) yield file;
}

/** The docflow as the service tells it; unchanged, it is not given out again. */
function docflowFile(wire: WireDocflow, before: ArchivedDocflow | undefined, path: string): FoundFile | ArchivedFile {
	const bytes = Buffer.from(JSON.stringify(wire, undefined, 2));
	const known = before?.files.find(({ kind }) => kind === 'docflow');
	if (known && known.sha256 === createHash('sha256').update(bytes).digest('hex')) return known;
	return { entry: { kind: 'docflow', path }, source: sourceOf(bytes), mimeType: 'application/json', modifiedAt: momentOf(wire['last-change-date']) };
}

function faceOf({ id, description, 'send-date': sent }: WireDocflowDocument, { language }: View) {
	const type = textOf(description?.type);
	return {
		documentId: id,
		...(type && { documentType: type, documentTypeLabel: labelOf(type, language) }),
		...(textOf(sent) && { sentAt: sent }),
	};
}

function signerOf({ id, title, 'signature-certificate-thumbprint': thumbprint }: WireSignature) {
	return { signatureId: id, ...(textOf(title) && { signer: title }), ...(textOf(thumbprint) && { thumbprint }) };
}

/** Form, period and correction, or the kind of docflow where there is no form. */
function titleOf({ form, docflowTypeLabel, period, periodBegin, periodEnd, correctionNumber }: Readonly<Record<string, unknown>>, language: Language): string {
	const time = textOf(period) ?? [periodBegin, periodEnd].filter(Boolean).join(' - ');
	const correction = Number(correctionNumber) > 0 ? `${language === 'ru' ? 'корректировка' : 'correction'} ${String(correctionNumber)}` : '';
	return [textOf(form) ?? textOf(docflowTypeLabel), time, correction].filter(Boolean).join(', ');
}

function sentAt(document: WireDocflowDocument): Date {
	return momentOf(document['send-date']);
}

/** The service writes UTC; what has no zone is Moscow's. */
function momentOf(stamp: string | undefined): Date {
	const moment = momentOfSending(textOf(stamp));
	return moment === undefined ? EPOCH : new Date(moment);
}
