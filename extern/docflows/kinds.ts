import { textOf } from '../wire/tolerant';

/** Kinds of docflow that an authority begins; every other one begins with something that was sent. */
const INCOMING: ReadonlySet<string> = new Set([
	'fns534-cu-broadcast',
	'fns534-cu-letter',
	'fns534-demand',
	'fss-sedo-abonent-subscription-result',
	'fss-sedo-additional-vacation-statement-need-doc',
	'fss-sedo-appeal',
	'fss-sedo-benefit-payment-initiation-result',
	'fss-sedo-benefit-payment-status-notice',
	'fss-sedo-billing-information',
	'fss-sedo-billing-information-demand-result',
	'fss-sedo-broadcast-message',
	'fss-sedo-demand',
	'fss-sedo-demand-reply-result',
	'fss-sedo-error',
	'fss-sedo-insured-person-mismatch',
	'fss-sedo-insured-person-registration-result',
	'fss-sedo-judicial-restriction',
	'fss-sedo-payment-details-demand',
	'fss-sedo-proactive-expire-notice',
	'fss-sedo-proactive-payments-benefit',
	'fss-sedo-proactive-payments-demand',
	'fss-sedo-proactive-payments-reply-result',
	'fss-sedo-proactive-process-events-notification',
	'fss-sedo-proactive-salary-notification',
	'fss-sedo-pvso-notification',
	'fss-sedo-receipt-notification-result',
	'fss-sedo-sick-report-change-notification',
	'fss-warrant-management-result',
	'pfr-cu-letter',
	'stat-cu-broadcast',
	'stat-cu-letter',
]);

/** Where docflows of a kind come to rest, of those that do not end with `finished`. */
const LAST_STATUS: Readonly<Record<string, string>> = {
	'fns534-cu-broadcast': 'received',
	'fns534-letter': 'response-processed',
	'mvd-notification': 'response-arrived',
	'stat-cu-broadcast': 'received',
	'stat-letter': 'delivered',
};

/**
 * Whether an authority begins docflows of this type, by api/schemas/state-machines.json.
 * @param type with or without `urn:docflow:`
 */
export function isIncoming(type: unknown): boolean {
	return INCOMING.has(nameIn(type));
}

/**
 * Whether a docflow of this type goes no further than this status, by api/schemas/state-machines.json.
 * Replies may be owed all the same.
 */
export function isAtRest(type: unknown, status: unknown): boolean {
	const name = nameIn(status);
	return name === 'finished' || LAST_STATUS[nameIn(type)] === name;
}

/**
 * Whether a list of docflows leaves out this type unless it is asked for by name (limits §6).
 * @param type with or without `urn:docflow:`
 */
export function isHiddenInLists(type: unknown): boolean {
	return /^(business-registration|fns534-cu-broadcast|fns534-inventory|fss-sedo-.*|fss-warrant-management.*|stat-cu-broadcast)$/.test(nameIn(type));
}

/** The part of a URN behind the last colon; empty where there is none. */
export function nameIn(urn: unknown): string {
	return textOf(urn)?.replace(/^.*:/, '') ?? '';
}
