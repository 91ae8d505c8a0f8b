import type { IPollFunctions } from 'n8n-workflow';
import { isKnown, isKnownEvent, type WireEvent } from '../../../extern';

/**
 * The trigger's filters. What the package does not know yet cannot have been chosen from a list,
 * so it passes: a new kind of event must not be lost silently.
 */
export function acceptsBy(context: IPollFunctions): (event: WireEvent) => boolean {
	const types = listOf(context.getNodeParameter('docflowTypes', []));
	const states = listOf(context.getNodeParameter('states', []));
	const organizations = listOf(context.getNodeParameter('organizations', ''));
	return (event) => isChosenType(event, types) && isChosenState(event, states) && isChosenOrganization(event, organizations);
}

function isChosenType(event: WireEvent, types: ReadonlySet<string>): boolean {
	const type = event['docflow-type'];
	return types.size === 0 || types.has(type) || !isKnown(type);
}

function isChosenState(event: WireEvent, states: ReadonlySet<string>): boolean {
	const state = event['new-state'];
	return states.size === 0 || state === undefined || states.has(state) || !isKnownEvent(state);
}

function isChosenOrganization({ inn, kpp }: WireEvent, organizations: ReadonlySet<string>): boolean {
	return organizations.size === 0 || !inn || organizations.has(inn) || organizations.has(`${inn}-${kpp ?? ''}`);
}

function listOf(value: unknown): ReadonlySet<string> {
	const values = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/[\s,;]+/);
	return new Set(values.filter(Boolean));
}
