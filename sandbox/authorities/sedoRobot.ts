/** SEDO-TEST, the robot of the social fund: accepts what it is sent and writes what follows from it. */

import { randomUUID } from 'node:crypto';
import type { Docflow } from '../world/docflows';
import type { World } from '../world/world';
import { begin, bring, favourableAnswer } from './exchange';
import { incomingDocflow, type Addressee } from './incoming';
import { authorityPaper } from './papers';
import { titles } from './titles';
import { workingDaysAfter } from './workingDays';

export const SEDO_ROBOT = 'SEDO-TEST';
const SEDO = /^urn:docflow:fss-sedo-/;

/** Simulated milliseconds between the robot's steps. */
const PACE = 30_000;

/** What the fund begins of its own accord once it accepted a docflow (the order of proactive payments, scenarios i.6). */
const CONSEQUENCES: Record<string, string[]> = {
	'fss-sedo-provider-subscription': ['fss-sedo-broadcast-message', 'fss-sedo-pvso-notification', 'fss-sedo-demand'],
	'fss-sedo-insured-person-registration': ['fss-sedo-sick-report-change-notification', 'fss-sedo-proactive-payments-demand'],
	'fss-sedo-benefit-payment-initiation': ['fss-sedo-proactive-payments-demand'],
	'fss-sedo-proactive-payments-reply': ['fss-sedo-proactive-payments-benefit', 'fss-sedo-benefit-payment-status-notice'],
	'fss-sedo-billing-information-demand': ['fss-sedo-billing-information'],
	'fss-sedo-additional-vacation-statement': ['fss-sedo-additional-vacation-statement-need-doc'],
};

/** Working days that a docflow names a date for (demand_sfr.rst and the order of proactive payments). */
const TERMS: Record<string, { field: string; days: number }> = {
	'fss-sedo-demand': { field: 'reply-deadline-date', days: 5 },
	'fss-sedo-pvso-notification': { field: 'reply-deadline-date', days: 5 },
	'fss-sedo-proactive-payments-demand': { field: 'reply-deadline-date', days: 3 },
	'fss-sedo-broadcast-message': { field: 'relevance-date', days: 10 },
};

/** An outgoing docflow goes its whole way, and what follows from it begins. */
export function sedoTakes(world: World, docflow: Docflow): void {
	if (!SEDO.test(docflow.type) || docflow.authority !== SEDO_ROBOT) return;
	world.clock.after(PACE, () => {
		if (moveOn(world, docflow)) return sedoTakes(world, docflow);
		for (const type of isWithdrawal(docflow) ? [] : (CONSEQUENCES[flowOf(docflow)] ?? [])) sendSedo(world, docflow, type);
	});
}

/** The documents that were asked for come. */
export function sedoDelivers(world: World, docflow: Docflow): void {
	world.clock.after(PACE, () => moveOn(world, docflow));
}

/** Of the notice of reading the fund tells first that it came, then that it counts. */
export function sedoReads(world: World, docflow: Docflow, replyType: string): void {
	if (!replyType.endsWith('-receipt-notification-message')) return;
	const type = replyType.replace(/-message$/, '-receipt-message');
	for (const step of [1, 2]) world.clock.after(step * PACE, () => void bring(world, docflow, paperOf(world, docflow, type)));
}

/** The fund begins a docflow that arrives in the account; all but broadcasts arrive empty. */
export function sendSedo(
	world: World,
	about: Pick<Docflow, 'accountId' | 'organizationId'> & Partial<Docflow>,
	flow: string,
): Docflow {
	const organization = world.accounts.organizationsOf(about.accountId).find(({ id }) => id === about.organizationId);
	if (!organization) throw new Error(`no organization ${about.organizationId}`);
	const addressee: Addressee = {
		organization,
		senderInn: about.senderInn ?? organization.inn,
		certificate: about.senderCertificate,
	};
	const term = TERMS[flow];
	const docflow = incomingDocflow(world, addressee, {
		type: `urn:docflow:${flow}`,
		authority: SEDO_ROBOT,
		description: {
			'registration-number-sfr': about.description?.['registration-number-sfr'] ?? organization.sfrNumber,
			'request-id': randomUUID(),
			...(term ? { [term.field]: `${workingDaysAfter(world.clock.now(), term.days)}T00:00:00.0000000` } : {}),
		},
	});
	const documents = world.machine(docflow.type)?.initial.documents ?? [];
	const types = documents.map(({ type }) => type.replace('urn:document:', ''));
	return begin(
		world,
		docflow,
		types.map((type) => authorityPaper(world, docflow, { type, ...titles(type) })),
	);
}

/** The next document by which the fund moves the docflow on; false when it has nothing more to write. */
function moveOn(world: World, docflow: Docflow): boolean {
	const type = favourableAnswer(world, docflow);
	if (!type || docflow.documents.some((document) => document.type === type)) return false;
	bring(world, docflow, paperOf(world, docflow, type.replace('urn:document:', '')));
	return true;
}

function paperOf(world: World, docflow: Docflow, type: string) {
	return authorityPaper(world, docflow, { type, ...titles(type), secret: true });
}

/** A subscription that is ended brings nothing more. */
function isWithdrawal({ documents }: Docflow): boolean {
	return documents.some(({ type }) => type.includes('-unsubscribe-'));
}

function flowOf({ type }: Docflow): string {
	return type.replace('urn:docflow:', '');
}
