import type { Extern } from '../client';
import { type ProblemLine, stop } from '../failure';
import { docflowOf, documentsOf, draftGet, draftPut } from '../operations/drafts';
import type { ReportFile } from '../report';
import { certificateFrom, type Signer } from '../signing';
import type { WireDraft } from '../wire/draft';
import { derivedId } from './derivedId';
import { checkDraftSigner } from './draftSigner';
import { check, prepare, send, type DraftRef } from './draftStages';
import { awaitOtherRun, findDraft, isBusy, isClosed, isInWeb, isSent, stopOnErrors, untilSettled } from './draftState';
import type { Filed, Filing, FilingState } from './filing';
import { documentIdOf, putDocuments } from './filingDocuments';
import { metaOf, sameMeta } from './filingRequisites';
import { requirePowerOfAttorney } from './powerOfAttorney';
import { readDocflow } from './readDocflow';
import { otherPerson } from './reportSigner';
import { signUnsigned } from './signDraft';
import { StageLog } from './stageLog';

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
 * ИдФайл was filed with other content, or a representative has no power of attorney
 */
export async function sendReport(extern: Extern, filing: Filing, signer: Signer): Promise<Filed> {
	const until = extern.port.now() + filing.patienceMs;
	const draft = filing.draftId ? { accountId: filing.accountId, draftId: filing.draftId } : await chooseDraft(extern, filing);
	const log = new StageLog(extern);
	const state = await untilSettled(extern, draft, until, async () => await fileOnce(extern, { filing, draft, signer, until, log }));
	return { ...state, stages: log.done };
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

/** One attempt, which begins with the state that the draft is in. */
interface Attempt {
	readonly filing: Filing;
	readonly draft: DraftRef;
	readonly signer: Signer;
	readonly until: number;
	readonly log: StageLog;
}

async function fileOnce(extern: Extern, attempt: Attempt): Promise<FilingState> {
	const { filing, draft, signer, until, log } = attempt;
	const { draftId } = draft;
	const wire = await log.stage('draft', async () => await openDraft(extern, attempt));
	if (isSent(wire)) return await alreadyFiled(extern, filing, draft, wire);
	if (isBusy(wire)) return await joinOther(extern, filing, draft, until);
	if (isInWeb(wire)) {
		throw stop('This report was handed over to the Extern web interface', 'Finish it there, or delete it there and file it again');
	}
	const left = () => Math.max(0, until - extern.port.now());

	warnOfOtherPerson(extern, filing, signer);
	await log.stage('documents', async () => await putDocuments(extern, filing, draft, wire));
	if (filing.until === 'draft') return { kind: 'stopped', at: 'draft', draftId, warnings: [] };

	const checked = await log.stage('check', async () => await check(extern, draft, left()));
	if (checked.kind === 'sent') return await sentMeanwhile(extern, filing, draft);
	if (checked.kind === 'waiting') return { ...checked, at: 'check', draftId };
	stopOnErrors(checked, 'The check found errors; nothing was sent');
	stopOnWarnings(filing, checked.lines, 'The check found warnings; nothing was sent');
	if (filing.until === 'checked') return { kind: 'stopped', at: 'checked', draftId, warnings: checked.lines };

	await log.stage('sign', async () => await signUnsigned(extern, draft, signer));
	const prepared = await log.stage('prepare', async () => await prepare(extern, draft, left()));
	if (prepared.kind === 'sent') return await sentMeanwhile(extern, filing, draft);
	if (prepared.kind === 'waiting') return { ...prepared, at: 'prepare', draftId };
	stopOnErrors(prepared, 'Preparing found errors; nothing was sent');
	stopOnWarnings(filing, prepared.lines, 'Preparing found warnings; nothing was sent');
	const warnings = [...checked.lines, ...prepared.lines];
	if (filing.until === 'prepared') return { kind: 'stopped', at: 'prepared', draftId, warnings };

	const sent = await log.stage('send', async () => await send(extern, draft, { patienceMs: left() }));
	if (sent.kind === 'waiting') return { ...sent, at: 'send', draftId };
	if (!sent.docflow) throw stop(sent.refusal?.message ?? 'The report was not sent', 'Correct what the lines below name', sent.lines);
	return { kind: 'filed', draftId, docflow: sent.docflow, alreadyFiled: sent.joined, warnings };
}

async function openDraft(extern: Extern, { filing, draft, signer }: Attempt): Promise<WireDraft> {
	const found = await findDraft(extern, draft);
	if (filing.draftId) {
		if (found) return found;
		throw stop(`There is no draft ${filing.draftId} in this account`, 'Leave Draft ID empty to file the report in a draft of its own');
	}
	const meta = metaOf(filing, signer);
	if (found && isClosed(found)) return found;
	if (filing.until !== 'draft') await requirePowerOfAttorney(extern, filing); // a person may add it in the web interface
	if (found && sameMeta(found.meta, meta)) return found;
	checkDraftSigner(extern, meta, signer);
	return await extern.call(draftPut, { ...draft, meta });
}

/** Also told where an earlier run has signed. Ready signatures may be of several people; those are looked at when they are attached. */
function warnOfOtherPerson(extern: Extern, { files }: Filing, { certificate, expect }: Signer): void {
	if (expect) return;
	extern.warn(...files.flatMap((file) => otherPerson(file, [certificateFrom(certificate)]) ?? []));
}

function stopOnWarnings({ stopOnWarnings: wanted }: Filing, lines: readonly ProblemLine[], message: string): void {
	if (wanted && lines.length > 0) throw stop(message, 'Correct what the lines below name. Warnings do not forbid sending: without Stop on Warnings they are only told', lines);
}

async function isSentAlready(extern: Extern, draft: DraftRef): Promise<boolean> {
	const found = await findDraft(extern, draft);
	return found !== undefined && isSent(found);
}

/** Another run, perhaps on another machine, works on the same draft: wait and see what it became. */
async function joinOther(extern: Extern, filing: Filing, draft: DraftRef, until: number): Promise<FilingState> {
	const wire = await awaitOtherRun(extern, draft, until);
	if (wire) return await alreadyFiled(extern, filing, draft, wire);
	return { kind: 'waiting', at: 'draft', draftId: draft.draftId };
}

async function sentMeanwhile(extern: Extern, filing: Filing, draft: DraftRef): Promise<FilingState> {
	return await alreadyFiled(extern, filing, draft, await extern.call(draftGet, draft));
}

async function alreadyFiled(extern: Extern, filing: Filing, draft: DraftRef, wire: WireDraft): Promise<FilingState> {
	const docflowId = docflowOf(wire);
	if (!docflowId) throw stop('This report was sent, but the service does not name its docflow yet', 'Look into the list of docflows before doing anything else');
	const [report] = filing.files;
	// What a person changed in the web interface is no mistake of the workflow.
	if (report && !filing.draftId && wire.status !== 'sent-via-web' && !documentsOf(wire).includes(documentIdOf(draft, report))) {
		throw stop(
			`Another file with the same ИдФайл (${report.fileId ?? report.fileName}) was filed before, as docflow ${docflowId}`,
			'A correction needs a new file: correction number + 1 and a new name',
		);
	}
	const docflow = await readDocflow(extern, { accountId: draft.accountId, docflowId });
	return { kind: 'filed', draftId: draft.draftId, docflow, alreadyFiled: true, warnings: [] };
}
