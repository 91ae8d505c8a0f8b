import type { Extern } from '../client';
import type { ExternError } from '../failure';
import type { WireDocflow } from '../wire/docflow';
import { answerAll, type Answered, type Answering } from './answerReplies';
import { owingDocflows, type OwingSearch } from './owingDocflows';

/** What one docflow owed and got. */
export interface AnsweredDocflow extends Pick<Answered, 'sent' | 'open'> {
	readonly docflowId: string;
	/** Absent when it could not be read. */
	readonly docflow?: WireDocflow;
	/** Why something is left undone. */
	readonly failure?: ExternError;
	/** Docflows that were not looked at, because what went wrong here would go wrong there as well; absent when all are. */
	readonly leftOut?: number;
}

const SAME_REFUSALS = 10;
/** One docflow may be what the service stumbles over. */
const OUTAGES = 3;

/**
 * Answers what the docflows of an account owe, one docflow after another; a failure of one does not hold up the others.
 * What will not change for the next one either ends the work: with nothing done yet as an error, else by the last docflow.
 * @throws ExternError when the list cannot be read, or the first thing that went wrong will not change
 */
export async function* answerMany(extern: Extern, search: OwingSearch, by: Answering): AsyncGenerator<AnsweredDocflow> {
	let isAnythingSent = false;
	let refusals: string[] = [];
	let outages = 0;
	for await (const { docflowId, read, left } of owingDocflows(extern, search)) {
		const outcome = read.ok ? await answerAll(extern, search.accountId, read.value, by) : { sent: [], open: [], failure: read.error };
		const { failure } = outcome;
		isAnythingSent ||= outcome.sent.length > 0;
		refusals = failure?.failure.kind === 'refused' ? [...refusals, failure.message] : [];
		outages = failure && isOutage(failure) ? outages + 1 : 0;
		const isHopeless = failure !== undefined && (concernsAll(failure) || areTheSame(refusals) || outages === OUTAGES);
		if (isHopeless && !isAnythingSent) throw failure;
		yield { ...outcome, docflowId, ...(isHopeless && { leftOut: left }) };
		if (isHopeless) return;
	}
}

function isOutage({ failure: { kind } }: ExternError): boolean {
	return kind === 'busy' || kind === 'unavailable';
}

/** Nobody signed in, a key that does not sign: the next docflow fares no better. */
function concernsAll({ failure: { kind }, operation }: ExternError): boolean {
	// What a docflow names wrongly is an `input` of a call; without a call it is that of whoever signs.
	if (kind === 'input') return operation === undefined;
	return ['signed-out', 'cancelled', 'stopped'].includes(kind);
}

/** A certificate that the service does not take is refused in the same words every time. */
function areTheSame(refusals: readonly string[]): boolean {
	const last = refusals.slice(-SAME_REFUSALS);
	return last.length === SAME_REFUSALS && new Set(last).size === 1;
}
