import { lastDayOfTerm, momentOfSending, moscowDay } from '../calendar';
import { codesIn, labelIn, type Language, type ListName } from '../labels';
import type { WireRecognized } from '../wire/demand';
import type { WireDocflow } from '../wire/docflow';
import { membersOf, textOf } from '../wire/tolerant';
import { isAnswered } from './answered';
import { dayOf } from './form';
import { nameIn } from './kinds';

/** Working days to confirm the receipt of a demand, and of one to pay (limits §10; Tax Code of Russia, article 23 §5.1). */
const RECEIPT_TERM = 6;
const PAYMENT_TERM = 1;

/** What a person or company has told the tax service of a demand. */
export type DemandVerdict = 'accepted' | 'refused';

const VERDICTS: Readonly<Record<string, DemandVerdict>> = {
	accepted: 'accepted',
	'accepted-by-cu': 'accepted',
	'accepted-deferred': 'accepted',
	rejected: 'refused',
	'rejected-by-cu': 'refused',
	'fns534-demand-acceptance-result-positive': 'accepted',
	'fns534-demand-acceptance-result-negative': 'refused',
};

/**
 * Whether a demand was accepted or refused already: its own documents tell, else its description.
 * @param wire a demand with its documents
 * @returns undefined while neither was sent
 */
export function verdictOf({ documents, description }: WireDocflow): DemandVerdict | undefined {
	const sent = membersOf(documents).map((document) => VERDICTS[nameIn(document.description?.type)]);
	return sent.find(Boolean) ?? VERDICTS[nameIn(description?.['receipt-status'])];
}

/** Codes of the forms that a demand consists of, each once. */
export function kndsOf({ description }: WireDocflow): string[] {
	return [...new Set(membersOf(description?.['form-versions']).flatMap((form) => textOf(form?.knd) ?? []))];
}

/**
 * The last day to accept or refuse a demand: the day that the service names, or the one that follows from the day of
 * sending, whichever comes first. A day too early harms nobody; where the days off of its year are not decreed yet the second is
 * provisional and rather early.
 * @param wire a demand
 * @param knds codes of its forms; those that recognition found besides those of its description
 * @returns ISO 8601; undefined when neither day is known
 */
export function receiptDeadlineOf(wire: WireDocflow, knds: readonly string[]): string | undefined {
	const told = dayOf(wire.description?.['receipt-deadline-date']);
	const moment = momentOfSending(wire['send-date']);
	const term = knds.some(isToPay) ? PAYMENT_TERM : RECEIPT_TERM;
	const counted = moment && lastDayOfTerm(moscowDay(Date.parse(moment)), term);
	return [told, counted].filter((day) => day !== undefined).sort()[0];
}

/** The days of a demand, ISO 8601. */
export interface DemandTerms {
	readonly receiptDeadline?: string;
	readonly replyDeadline?: string;
	/** The next day by which something is owed; absent when nothing is any more. */
	readonly deadline?: string;
}

/**
 * Until when something is owed to a demand: first that it was accepted, then what it asks for.
 * @param wire a demand
 * @param recognized what stands in its files
 * @param verdict what it was answered with; undefined while neither was sent
 */
export function demandTermsOf(wire: WireDocflow, recognized: readonly WireRecognized[], verdict: DemandVerdict | undefined): DemandTerms {
	const receiptDeadline = receiptDeadlineOf(wire, [...kndsOf(wire), ...recognized.flatMap((one) => textOf(one['demand-knd']) ?? [])]);
	const replyDays = [wire.description?.['reply-deadline-date'], ...recognized.map((one) => one['reply-deadline-date'])].map(dayOf).filter((day) => day !== undefined);
	const replyDeadline = replyDays.sort()[0];
	const terms = { receiptDeadline, replyDeadline };
	if (verdict === undefined) return { ...terms, deadline: receiptDeadline };
	return verdict === 'refused' ? terms : { ...terms, deadline: isAnswered(wire) ? undefined : replyDeadline };
}

/**
 * What a demand asks for, in words.
 * @param knd code of its form
 * @returns undefined for a form that is not known here
 */
export function demandFormOf(knd: string | undefined, language: Language): string | undefined {
	const list = LISTS_OF_FORMS.find((one) => knd !== undefined && isIn(one, knd));
	return list && knd && labelIn(list, knd, language);
}

/** Whether the answer to a demand of this form is sent as an inventory (scenarios g.5). */
export function isAnsweredByInventory(knd: string): boolean {
	return isIn('demandKind', knd);
}

const LISTS_OF_FORMS: readonly ListName[] = ['demandKind', 'paymentDemand'];

function isToPay(knd: string): boolean {
	return isIn('paymentDemand', knd);
}

function isIn(list: ListName, knd: string): boolean {
	return codesIn(list).some(({ urn }) => urn === knd);
}
