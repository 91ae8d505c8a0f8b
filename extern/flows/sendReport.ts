import type { Extern } from '../client';
import { sourceOf, upload } from '../contents';
import { stop, type ProblemLine } from '../failure';
import { draftDocumentDelete, draftDocumentPut } from '../operations/draftDocuments';
import { docflowOf, documentsOf, draftGet, draftPut } from '../operations/drafts';
import type { Party, ReportFile } from '../report';
import type { Signer } from '../signing';
import type { WireDocflow } from '../wire/docflow';
import type { WireDraft, WireDraftMeta, WireRecipient } from '../wire/draft';
import { derivedId } from './derivedId';
import { checkDraftSigner } from './draftSigner';
import { check, prepare, send, type DraftRef } from './draftStages';
import { awaitOtherRun, findDraft, isBusy, isClosed, isInWeb, isSent, stopOnErrors, untilSettled } from './draftState';
import { readDocflow } from './readDocflow';
import { signUnsigned } from './signDraft';

/** One report to file: what, for whom, by whom, to whom. */
export interface Filing {
	readonly accountId: string;
	/** The report first, then what belongs to it. */
	readonly files: readonly ReportFile[];
	/** Kind of the first file as `urn:document:…`, where the service cannot recognise it. */
	readonly documentType?: string;
	readonly sender: Party;
	readonly payer: Party & {
		/** Registration number at the social fund, which its reports and SEDO ask for. */
		readonly sfrNumber?: string;
	};
	readonly recipient: WireRecipient;
	/** Whether the sender acts for the payer by power of attorney. */
	readonly isRepresentative: boolean;
	/** Id of a machine-readable power of attorney (МЧД). */
	readonly powerOfAttorneyId?: string;
	/** Lets the service make the representation message from the payer's requisites. */
	readonly generateWarrant?: boolean;
	readonly senderIp: string;
	/** A deliberate second filing of a report that was filed before. */
	readonly fileAgain?: boolean;
	/** Where to stop. */
	readonly until: 'draft' | 'checked' | 'prepared' | 'sent';
	/** How long to wait for the service's background tasks, in all. */
	readonly patienceMs: number;
}

/** What came of a filing. */
export type Filed =
	| { readonly kind: 'filed'; readonly draftId: string; readonly docflow: WireDocflow; readonly alreadyFiled: boolean; readonly warnings: readonly ProblemLine[] }
	/** Stopped where it was asked to stop. */
	| { readonly kind: 'stopped'; readonly at: Filing['until']; readonly draftId: string; readonly warnings: readonly ProblemLine[] }
	/** A background task outlived the patience; filing the same report again goes on from there. */
	| { readonly kind: 'waiting'; readonly at: 'check' | 'prepare' | 'send' | 'draft'; readonly draftId: string; readonly taskId?: string };

const MOST_REPEATED_FILINGS = 50;

/**
 * Files a report so that the same report is never filed twice.
 *
 * The draft's id follows from account and ИдФайл, a document's id from draft and content, a
 * signature's id from document and certificate, and all are made with PUT. So every run on the
 * same file, at the same time on another machine or after a stop in the middle, meets the same
 * draft and goes on from its state, which is read before every step that cannot be undone. Where
 * another run holds the draft (409), or an answer got lost, the state is read again.
 * @throws ExternError `stopped` when the check finds errors, a signature is wrong, or the same
 * ИдФайл was filed with other content
 */
export async function sendReport(extern: Extern, filing: Filing, signer: Signer): Promise<Filed> {
	const until = extern.port.now() + filing.patienceMs;
	const draft = await chooseDraft(extern, filing);
	return await untilSettled(extern, draft, until, async () => await fileOnce(extern, filing, draft, signer, until));
}

/** The draft that a report has in an account. `again` counts deliberate further filings. */
export function draftIdOf(accountId: string, report: ReportFile, again = 0): string {
	// A file without ИдФайл has no identity but its content.
	const identity = report.fileId ?? `${report.fileName} ${report.sha256}`;
	return derivedId('draft', accountId, identity, ...(again > 0 ? [String(again)] : []));
}

/**
 * The draft to work on: the report's own, or for a deliberate further filing the first that was not
 * sent yet. Chosen once, so that a lost answer to send leads back to the same draft.
 */
async function chooseDraft(extern: Extern, { accountId, files, fileAgain }: Filing): Promise<DraftRef> {
	for (let again = 0; again <= MOST_REPEATED_FILINGS; again += 1) {
		const draft = { accountId, draftId: draftIdOf(accountId, files[0], again) };
		if (!fileAgain || !(await isSentAlready(extern, draft))) return draft;
	}
	throw stop(`This report was filed ${MOST_REPEATED_FILINGS} times already`, 'Switch off File Again');
}

async function fileOnce(extern: Extern, filing: Filing, draft: DraftRef, signer: Signer, until: number): Promise<Filed> {
	const wire = await openDraft(extern, filing, draft, signer);
	if (isSent(wire)) return await alreadyFiled(extern, filing, draft, wire);
	if (isBusy(wire)) return await joinOther(extern, filing, draft, until);
	if (isInWeb(wire)) {
		throw stop('This report was handed over to the Extern web interface', 'Finish it there, or delete it there and file it again');
	}
	const left = () => Math.max(0, until - extern.port.now());

	await putDocuments(extern, filing, draft, wire);
	if (filing.until === 'draft') return { kind: 'stopped', at: 'draft', draftId: draft.draftId, warnings: [] };

	const checked = await check(extern, draft, left());
	if (checked.kind === 'sent') return await sentMeanwhile(extern, filing, draft);
	if (checked.kind === 'waiting') return { ...checked, at: 'check', draftId: draft.draftId };
	stopOnErrors(checked, 'The check found errors; nothing was sent');
	if (filing.until === 'checked') return { kind: 'stopped', at: 'checked', draftId: draft.draftId, warnings: checked.lines };

	await signUnsigned(extern, draft, signer);
	const prepared = await prepare(extern, draft, left());
	if (prepared.kind === 'sent') return await sentMeanwhile(extern, filing, draft);
	if (prepared.kind === 'waiting') return { ...prepared, at: 'prepare', draftId: draft.draftId };
	stopOnErrors(prepared, 'Preparing found errors; nothing was sent');
	const warnings = [...checked.lines, ...prepared.lines];
	if (filing.until === 'prepared') return { kind: 'stopped', at: 'prepared', draftId: draft.draftId, warnings };

	const sent = await send(extern, draft, { patienceMs: left() });
	if (sent.kind === 'waiting') return { ...sent, at: 'send', draftId: draft.draftId };
	if (!sent.docflow) throw stop(sent.refusal?.message ?? 'The report was not sent', 'Correct what the lines below name', sent.lines);
	return { kind: 'filed', draftId: draft.draftId, docflow: sent.docflow, alreadyFiled: sent.joined, warnings };
}

async function openDraft(extern: Extern, filing: Filing, draft: DraftRef, signer: Signer): Promise<WireDraft> {
	const found = await findDraft(extern, draft);
	const meta = metaOf(filing, signer);
	if (found && (isClosed(found) || sameMeta(found.meta, meta))) return found;
	checkDraftSigner(extern, meta, signer);
	return await extern.call(draftPut, { ...draft, meta });
}

async function isSentAlready(extern: Extern, draft: DraftRef): Promise<boolean> {
	const found = await findDraft(extern, draft);
	return found !== undefined && isSent(found);
}

/** Another run, perhaps on another machine, works on the same draft: wait and see what it became. */
async function joinOther(extern: Extern, filing: Filing, draft: DraftRef, until: number): Promise<Filed> {
	const wire = await awaitOtherRun(extern, draft, until);
	if (wire) return await alreadyFiled(extern, filing, draft, wire);
	return { kind: 'waiting', at: 'draft', draftId: draft.draftId };
}

async function sentMeanwhile(extern: Extern, filing: Filing, draft: DraftRef): Promise<Filed> {
	return await alreadyFiled(extern, filing, draft, await extern.call(draftGet, draft));
}

async function alreadyFiled(extern: Extern, filing: Filing, draft: DraftRef, wire: WireDraft): Promise<Filed> {
	const docflowId = docflowOf(wire);
	if (!docflowId) throw stop('This report was sent, but the service does not name its docflow yet', 'Look into the list of docflows before doing anything else');
	const [report] = filing.files;
	// What a person changed in the web interface is no mistake of the workflow.
	if (wire.status !== 'sent-via-web' && !documentsOf(wire).includes(documentIdOf(draft, report))) {
		throw stop(
			`Another file with the same ИдФайл (${report.fileId ?? report.fileName}) was filed before, as docflow ${docflowId}`,
			'A correction needs a new file: correction number + 1 and a new name',
		);
	}
	const docflow = await readDocflow(extern, { accountId: draft.accountId, docflowId });
	return { kind: 'filed', draftId: draft.draftId, docflow, alreadyFiled: true, warnings: [] };
}

async function putDocuments(extern: Extern, filing: Filing, draft: DraftRef, wire: WireDraft): Promise<void> {
	const present = new Set(documentsOf(wire));
	const [report] = filing.files;
	const wanted = new Map(filing.files.map((file) => [documentIdOf(draft, file), file]));
	for (const documentId of present) {
		// What an earlier, unsent run left here with other content.
		if (!wanted.has(documentId)) await extern.call(draftDocumentDelete, { ...draft, documentId });
	}
	for (const [documentId, file] of wanted) {
		if (present.has(documentId)) continue;
		const contentId = await upload(extern, draft.accountId, sourceOf(file.bytes));
		const type = file === report ? filing.documentType : undefined;
		const document = { 'content-id': contentId, description: { filename: file.fileName, type } };
		await extern.call(draftDocumentPut, { ...draft, documentId, document });
	}
}

function documentIdOf(draft: DraftRef, file: ReportFile): string {
	return derivedId('document', draft.draftId, file.fileName, file.sha256);
}

function metaOf(filing: Filing, signer: Signer): WireDraftMeta {
	const { sender, payer, powerOfAttorneyId } = filing;
	return {
		sender: {
			inn: sender.inn,
			kpp: sender.kpp,
			certificate: { content: signer.certificate },
			'is-representative': filing.isRepresentative,
			ipaddress: filing.senderIp,
		},
		recipient: filing.recipient,
		payer: { inn: payer.inn, organization: payer.kpp ? { kpp: payer.kpp } : undefined, 'registration-number-sfr': payer.sfrNumber },
		'additional-info': powerOfAttorneyId ? { 'machine-readable-warrant-id': powerOfAttorneyId } : undefined,
		'draft-options': filing.generateWarrant ? { 'generate-warrant': true } : undefined,
	};
}

function sameMeta(found: WireDraftMeta | null | undefined, wanted: WireDraftMeta): boolean {
	return keyOf(found ?? {}) === keyOf(wanted);
}

function keyOf({ sender, payer, recipient, 'additional-info': more }: Partial<WireDraftMeta>): string {
	return JSON.stringify([
		[sender?.inn, sender?.kpp ?? '', sender?.['is-representative'], sender?.certificate?.content ?? ''],
		[payer?.inn, payer?.organization?.kpp ?? '', payer?.['registration-number-sfr'] ?? ''],
		Object.entries(recipient ?? {}).filter(([, code]) => code).sort(),
		more?.['machine-readable-warrant-id'] ?? '',
	]);
}
