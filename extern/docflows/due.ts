import type { WireDocflow } from '../wire/docflow';
import { dayOf } from './form';
import { isAtRest, nameIn } from './kinds';

/** Where nothing is owed to a demand any more (models.md §9.2, DemandRepliesStatus). An answer on its way may be declined. */
const ANSWERED: ReadonlySet<string> = new Set(['not-required', 'accepted']);

/**
 * The next day by which the operator owes something: first that a demand arrived, then what it asks for.
 * @returns ISO 8601; undefined where the service names no day, or nothing is owed any more
 */
export function deadlineOf(wire: WireDocflow): string | undefined {
	const { description } = wire;
	const receipt = dayOf(description?.['receipt-deadline-date']);
	if (receipt && isReceiptOwed(wire)) return receipt;
	const mayBeOwed = nameIn(wire.type) === 'fns534-demand' || !isAtRest(wire.type, wire.status);
	return isAnswered(wire) || !mayBeOwed ? undefined : dayOf(description?.['reply-deadline-date']);
}

/** Whether nothing is owed any more of what a demand asks for. */
export function isAnswered({ description }: WireDocflow): boolean {
	return ANSWERED.has(nameIn(description?.['replies-status'])) || Boolean(description?.['reply-date']);
}

function isReceiptOwed({ status, description }: WireDocflow): boolean {
	const told = nameIn(description?.['receipt-status']);
	return told && told !== 'unknown' ? told === 'waiting' : !description?.['receipt-date'] && ['received', 'arrived', 'response-arrived'].includes(nameIn(status));
}
