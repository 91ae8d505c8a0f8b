import type { Extern } from '../client';
import { nameIn, verdictOf, type DemandVerdict } from '../docflows';
import { ExternError, stop } from '../failure';
import { labelOf } from '../labels';
import { docflowCheckDemand, openRepliesOf } from '../operations/docflows';
import type { OpenReply, ReplyLink } from '../replies';
import type { Opener } from '../signing';
import type { WireRecognized } from '../wire/demand';
import type { WireDocflow } from '../wire/docflow';
import { textOf } from '../wire/tolerant';
import { answerAt, owedBy, type Answering, type SentReply } from './answerReplies';
import { demandDocuments, openDemand, recognizeDemand, type DemandFile } from './demandFiles';
import { readDocflow, type DocflowRef } from './readDocflow';
import { docflowReplies } from './replyPlaces';

/** Encrypted for another recipient: the one ground that the subscriber finds himself (scenarios g.4). */
const CANNOT_BE_DECRYPTED = '0100300003';
const RECEIPT = 'fns534-demand-receipt';
const VERDICTS: Readonly<Record<DemandVerdict, string>> = {
	accepted: 'fns534-demand-acceptance-result-positive',
	refused: 'fns534-demand-acceptance-result-negative',
};

/** How a demand is to be accepted. */
export interface AcceptingDemand extends Answering {
	readonly opener: () => Promise<Opener>;
	/** What to do when the law allows to refuse the demand: leave it to a person, or refuse it. */
	readonly onGround: 'stop' | 'refuse';
	/** Gets every document of the demand as soon as it can be read. */
	readonly keep: (file: DemandFile) => Promise<void>;
}

/** What became of a demand. */
export interface AcceptedDemand {
	readonly docflow: WireDocflow;
	/** `decisionNeeded` where there is a ground to refuse it, and a person has to decide. */
	readonly outcome: DemandVerdict | 'decisionNeeded';
	/** Whether this run accepted or refused it; an earlier one or somebody else may have. */
	readonly isNew: boolean;
	/** Codes of the grounds to refuse it. */
	readonly reasons: readonly string[];
	/** Documents that cannot be opened with any certificate of the account, by name. */
	readonly closed: readonly string[];
	readonly sent: readonly SentReply[];
	readonly open: readonly OpenReply[];
	/** What stands in its files, by the document's id. */
	readonly recognized: ReadonlyMap<string, WireRecognized>;
}

/**
 * Accepts a demand of the tax service (scenarios g.1 to g.4): decrypts and saves its documents, reads number and deadline
 * in them, confirms the receipt, has the demand checked, and accepts it, or refuses it on a ground of the law.
 *
 * Each step is read before it is done, so a second run goes on where the first one ended. Nothing is confirmed of a
 * demand that cannot be opened before a person has decided: the key may be the wrong one.
 * @throws ExternError `stopped` when the docflow is no demand, or the key given here does not open it though another one
 * of the account would; else as {@link Extern.call}
 */
export async function acceptDemand(extern: Extern, demand: DocflowRef, how: AcceptingDemand): Promise<AcceptedDemand> {
	const first = await readDemand(extern, demand);
	const { main, attachments } = demandDocuments(first);
	if (!main) throw stop('The demand has no document yet', 'The service is still processing it: run this again in some minutes');
	const { contents, closed } = await openDemand(extern, demand, [main, ...attachments], how.opener, how.keep);
	const recognized = await recognizeDemand(extern, demand, attachments, contents);
	const told = { closed, recognized };
	const before = verdictOf(first);
	if (before) return { ...told, docflow: first, outcome: before, isNew: false, reasons: [], sent: [], open: owedBy(first) };
	if (closed.length > 0 && how.onGround === 'stop') return undecided(first, { ...told, reasons: [CANNOT_BE_DECRYPTED], sent: [] });

	const confirmed = await give(extern, demand, { docflow: first, sent: [] }, RECEIPT, how);
	const reasons: readonly string[] = closed.length > 0 ? [CANNOT_BE_DECRYPTED] : await groundsOf(extern, demand);
	if (reasons.length > 0 && how.onGround === 'stop') return undecided(confirmed.docflow, { ...told, reasons, sent: confirmed.sent });
	const outcome = reasons.length > 0 ? 'refused' : 'accepted';
	const { docflow, sent } = await give(extern, demand, confirmed, VERDICTS[outcome], how, reasons);
	const isNew = sent.some(({ type }) => type === VERDICTS[outcome]);
	const standing = verdictOf(docflow) ?? (isNew ? outcome : undefined);
	if (!standing) throw stop('The service does not ask for accepting or refusing the demand yet', 'Run this again in some minutes');
	return { ...told, docflow, outcome: standing, isNew, reasons, sent, open: owedBy(docflow) };
}

/**
 * A demand with its documents.
 * @throws ExternError `stopped` when it is another kind of docflow
 */
export async function readDemand(extern: Extern, demand: DocflowRef): Promise<WireDocflow> {
	const wire = await readDocflow(extern, demand);
	if (nameIn(wire.type) === 'fns534-demand') return wire;
	throw stop(`This is no demand of the tax service, but: ${labelOf(wire.type, 'en')}`, 'Let only demands come here: choose Tax Demand as the type in Docflow: Get Many or in the trigger');
}

/**
 * Codes of the grounds to refuse a demand that the service finds.
 * @throws ExternError `malformed` when that cannot be read: it must not pass for none
 */
async function groundsOf(extern: Extern, demand: DocflowRef): Promise<readonly string[]> {
	const { 'error-codes': codes, 'has-errors': hasErrors } = await extern.call(docflowCheckDemand, demand);
	const isRead = Array.isArray(codes) && codes.every((code) => textOf(code)) && (codes.length > 0 || hasErrors !== true);
	if (isRead) return codes;
	throw new ExternError({ kind: 'malformed', problem: { message: 'The check of the demand cannot be read' } }, docflowCheckDemand.id);
}

interface Standing {
	readonly docflow: WireDocflow;
	readonly sent: readonly SentReply[];
}

/** Gives a reply where it is owed. */
async function give(extern: Extern, demand: DocflowRef, { docflow, sent }: Standing, type: string, by: Answering, reasons: readonly string[] = []): Promise<Standing> {
	const link = linkOf(docflow, type);
	if (!link) return { docflow, sent };
	const answered = await answerAt(docflowReplies(extern, demand), link, by, reasons.length > 0 ? reasons : undefined);
	return { docflow: answered.docflow, sent: answered.reply ? [...sent, answered.reply] : sent };
}

function linkOf(wire: WireDocflow, type: string): ReplyLink | undefined {
	return openRepliesOf(wire).find((link) => link.type === type);
}

function undecided(docflow: WireDocflow, more: Pick<AcceptedDemand, 'closed' | 'recognized' | 'reasons' | 'sent'>): AcceptedDemand {
	return { ...more, docflow, outcome: 'decisionNeeded', isNew: false, open: owedBy(docflow) };
}
