import type { WireDocflow } from '../wire/docflow';
import { isAnswered } from './answered';
import { demandTermsOf, kndsOf, receiptDeadlineOf, verdictOf } from './demand';
import { dayOf } from './form';
import { isAtRest, nameIn } from './kinds';

/**
 * The next day by which the operator owes something: first that a demand arrived, then what it asks for. Of a demand of
 * the tax service it is the day that Accept Demand tells, counted where the service names none.
 * @returns ISO 8601; undefined where no day is known, or nothing is owed any more
 */
export function deadlineOf(wire: WireDocflow): string | undefined {
	if (isTaxDemand(wire)) return demandTermsOf(wire, [], isToBeAccepted(wire) ? undefined : (verdictOf(wire) ?? 'accepted')).deadline;
	const receipt = receiptDayOf(wire);
	if (receipt && isReceiptOwed(wire)) return receipt;
	return isAnswered(wire) || isAtRest(wire.type, wire.status) ? undefined : dayOf(wire.description?.['reply-deadline-date']);
}

/**
 * The last day to confirm a demand, whether that is owed still or not.
 * @returns ISO 8601; undefined where no day is known
 */
export function receiptDayOf(wire: WireDocflow): string | undefined {
	return isTaxDemand(wire) ? receiptDeadlineOf(wire, kndsOf(wire)) : dayOf(wire.description?.['receipt-deadline-date']);
}

/** Whether a demand of the tax service is neither accepted nor refused yet, as far as its status tells where the documents do not. */
export function isToBeAccepted(wire: WireDocflow): boolean {
	return isTaxDemand(wire) && verdictOf(wire) === undefined && isReceiptOwed(wire);
}

function isTaxDemand({ type }: WireDocflow): boolean {
	return nameIn(type) === 'fns534-demand';
}

function isReceiptOwed({ status, description }: WireDocflow): boolean {
	const told = nameIn(description?.['receipt-status']);
	return told && told !== 'unknown' ? told === 'waiting' : !description?.['receipt-date'] && ['received', 'arrived', 'response-arrived'].includes(nameIn(status));
}
