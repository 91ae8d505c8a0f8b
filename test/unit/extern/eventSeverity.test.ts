import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { severityOfEvent } from '../../../extern';

interface Outcome {
	readonly eventState?: string;
	readonly successState?: string;
}
interface Machine {
	readonly docflowType: string;
	readonly direction: 'incoming' | 'outgoing';
	readonly terminalStatuses: readonly string[];
	readonly initial: Outcome & { readonly status: string };
	readonly transitions: readonly Outcome[];
}
const reference = <T>(name: string): T => JSON.parse(readFileSync(join(__dirname, '../../reference', name), 'utf8'));
const { machines } = reference<{ machines: Machine[] }>('schemas/state-machines.json');
const { event_new_states: states } = reference<{ event_new_states: Record<string, ReadonlyArray<{ urn: string }>> }>('enums.json');

const SEVERITIES: Readonly<Record<string, string>> = { successful: 'success', warning: 'actionNeeded', failed: 'failure', neutral: 'info' };

const severityOf = (type: string, state: string | undefined) =>
	severityOfEvent({ id: '0_1', 'docflow-type': type, 'new-state': state, 'event-date-time': '2026-03-31T12:00:00Z', 'docflow-id': 'd', 'account-id': 'a' });

/** What the machines say of an event: every severity that it may have. */
function severitiesInMachine({ direction, terminalStatuses, initial, transitions }: Machine, event: string): Set<string> {
	const begun = direction === 'incoming' && !terminalStatuses.includes(initial.status) ? ['actionNeeded'] : [];
	const outcomes = transitions.filter(({ eventState, successState }) => eventState === event && successState);
	return new Set([...(initial.eventState === event ? begun : []), ...outcomes.map(({ successState }) => SEVERITIES[successState ?? '']).filter(Boolean)]);
}

const told = machines.flatMap((machine) =>
	[...new Set([machine.initial, ...machine.transitions].flatMap(({ eventState }) => eventState ?? []))]
		.map((event) => ({ type: machine.docflowType, event, severities: severitiesInMachine(machine, event) }))
		.filter(({ severities }) => severities.size > 0),
);

test.each(told)('$type $event is as severe as the outcome that comes with it, unless that is not always the same', ({ type, event, severities }) => {
	expect(severityOf(type, event)).toBe(severities.size > 1 ? undefined : [...severities][0]);
});

test('every event of the reference has a severity but those that do not decide it', () => {
	const undecided = Object.entries(states).flatMap(([type, all]) => all.filter(({ urn }) => severityOf(type, urn) === undefined).map(({ urn }) => `${type} ${urn}`));
	expect(undecided).toEqual(['urn:docflow:pfr-report urn:transaction:protocol-negative']);
});

test.each([
	['what we sent ourselves', 'urn:docflow:fns534-demand', 'urn:transaction:receipt-abonent', 'info'],
	['a date that the operator confirmed', 'urn:docflow:fns534-cu-letter', 'urn:transaction:date-confirmation', 'info'],
	['a letter to a group', 'urn:docflow:fns534-cu-letter', 'urn:transaction:cu-group-letter', 'actionNeeded'],
	['an inventory, as a submission', 'urn:docflow:fns534-inventory', 'urn:transaction:receipt-date-confirmation-cu', 'info'],
	['a kind that is not known yet', 'urn:docflow:new-kind', 'urn:transaction:acceptance-result-negative', undefined],
	['an event that is not known yet', 'urn:docflow:fns534-report', 'urn:transaction:new-event', undefined],
	['an event of another kind of docflow', 'urn:docflow:fns534-report', 'urn:transaction:protocol-fail', undefined],
	['what every object has', 'constructor', 'name', undefined],
	['no event', 'urn:docflow:fns534-report', undefined, undefined],
])('%s', (_, type, state, severity) => {
	expect(severityOf(type, state)).toBe(severity);
});
