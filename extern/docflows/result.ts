import type { WireDocflow } from '../wire/docflow';
import { isAtRest, isIncoming, nameIn } from './kinds';

/** What became of something that was sent: every report is in exactly one of these. */
export type DocflowResult = 'accepted' | 'refused' | 'needsCorrection' | 'waiting';

/** How much a docflow, or what happened to it, concerns the operator. */
export type Severity = 'info' | 'success' | 'actionNeeded' | 'failure';

const RESULTS: Readonly<Record<string, DocflowResult>> = { successful: 'accepted', failed: 'refused', warning: 'needsCorrection' };

/**
 * What became of a docflow that was sent (scenarios 0.7); none of one that an authority began.
 * The outcome decides and not the status: a docflow with a refusal goes on until its receipt is sent.
 */
export function resultOf(wire: WireDocflow): DocflowResult | undefined {
	return isIncoming(wire.type) ? undefined : (RESULTS[nameIn(wire['success-state'])] ?? 'waiting');
}

/**
 * Whether a docflow has come to its end: nothing will come any more, and nothing is owed.
 * @param owesReply whether a reply is owed; undefined where that is not known, as in lists
 */
export function isFinished(wire: WireDocflow, owesReply: boolean | undefined): boolean {
	return isAtRest(wire.type, wire.status) && owesReply !== true;
}

/**
 * How much a docflow concerns the operator: a refusal most, then whatever has to be done.
 * @param owesReply whether a reply is owed; undefined where that is not known, as in lists
 */
export function severityOf(wire: WireDocflow, owesReply: boolean | undefined): Severity {
	const state = nameIn(wire['success-state']);
	if (state === 'failed') return 'failure';
	const isOpenHere = isIncoming(wire.type) && !isAtRest(wire.type, wire.status);
	if (owesReply === true || state === 'warning' || isOpenHere) return 'actionNeeded';
	return state === 'successful' ? 'success' : 'info';
}
