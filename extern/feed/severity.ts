import { nameIn, type Severity } from '../docflows';
import { isKnownEventOf } from '../labels';
import type { WireEvent } from '../wire/event';

/**
 * Events that change what a docflow means for the operator, by kind of docflow: the outcome that comes with each of them
 * (api/schemas/state-machines.json), or that an authority wants something. Whatever else happens is good to know.
 */
const SEVERITIES: Readonly<Record<string, Readonly<Record<string, Severity>>>> = {
	'fns534-application': { 'acceptance-result-negative': 'failure', 'processing-result-v2-negative': 'actionNeeded', 'processing-result-v2-positive': 'success' },
	'fns534-cu-letter': { 'cu-group-letter': 'actionNeeded', 'cu-letter': 'actionNeeded' },
	'fns534-demand': { document: 'actionNeeded', 'receiption-result-cu': 'success' },
	'fns534-ion': { 'acceptance-result-negative': 'failure', response: 'success' },
	'fns534-letter': { decline: 'failure' },
	'fns534-report': { 'acceptance-result-2ndfl': 'success', 'acceptance-result-negative': 'failure', 'acceptance-result-positive': 'success', 'processing-result-ok': 'success', 'processing-result-precise': 'actionNeeded' },
	'fns534-submission': { 'acceptance-result-negative': 'failure', 'acceptance-result-positive': 'success' },
	'fss-report': { 'processing-result-negative': 'failure', 'processing-result-positive': 'success', 'processing-result-suppositive': 'actionNeeded' },
	'pfr-cu-letter': { 'cu-letter': 'actionNeeded', 'cu-upfr-error': 'failure' },
	'pfr-letter': { 'respondent-letter-receipt': 'success', 'respondent-upfr-error': 'failure' },
	'pfr-report': { 'protocol-positive': 'success', 'report-upfr-error': 'failure' },
	'stat-cu-letter': { 'letter-cu': 'actionNeeded' },
	'stat-letter': { 'receipt-letter-cu': 'success' },
	'stat-report': { 'protocol-fail': 'failure', 'protocol-success': 'success', 'protocol-v2-conditional-success': 'failure', 'protocol-v2-fail': 'failure', 'protocol-v2-success': 'success' },
};

const KNOWN: ReadonlyMap<string, Severity> = new Map(Object.entries(SEVERITIES).flatMap(([kind, states]) => Object.entries(states).map(([state, severity]) => [`${kind} ${state}`, severity] as const)));

/** Events of which the docflow alone tells what they mean: some protocols of the pension fund refuse a report, others want it corrected. */
const UNDECIDED: ReadonlySet<string> = new Set(['pfr-report protocol-negative']);

/**
 * How much an event concerns the operator, by what it says itself: whether a reply is owed, and what came later, only the
 * docflow knows.
 * @returns undefined where the event alone does not decide it, and for kinds that are not known yet
 */
export function severityOfEvent({ 'docflow-type': type, 'new-state': state }: WireEvent): Severity | undefined {
	// Inventories have the events of submissions (enums: event_new_state_notes).
	const kind = nameIn(type).replace(/^fns534-inventory$/, 'fns534-submission');
	const event = `${kind} ${nameIn(state)}`;
	if (UNDECIDED.has(event)) return undefined;
	return KNOWN.get(event) ?? (isKnownEventOf(`urn:docflow:${kind}`, state) ? 'info' : undefined);
}
