import type { IPollFunctions } from 'n8n-workflow';
import { isKnown, isKnownEvent, type WireEvent } from '../../../extern';
import { choicesOf, isOfOrganization } from './choices';

/**
 * The filters of the event feed. What the package does not know yet cannot have been chosen from a list,
 * so it passes: a new kind of event must not be lost silently.
 */
export function acceptsBy(context: IPollFunctions): (event: WireEvent) => boolean {
	const types = choicesOf(context, 'docflowTypes');
	const states = choicesOf(context, 'states');
	const organizations = choicesOf(context, 'organizations');
	return (event) => isChosenType(event, types) && isChosenState(event, states) && isOfOrganization(organizations, event);
}

function isChosenType(event: WireEvent, types: ReadonlySet<string>): boolean {
	const type = event['docflow-type'];
	return types.size === 0 || types.has(type) || !isKnown(type);
}

function isChosenState(event: WireEvent, states: ReadonlySet<string>): boolean {
	const state = event['new-state'];
	return states.size === 0 || state === undefined || states.has(state) || !isKnownEvent(state);
}
