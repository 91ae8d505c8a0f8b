/** SEDO-TEST, the robot of the social fund: accepts what it is sent and writes what follows from it. */

import { randomUUID } from 'node:crypto';
import type { Docflow } from '../world/docflows';
import type { World } from '../world/world';
import { bring, favourableAnswer } from './exchange';
import { arrive, type Addressee } from './incoming';
import { authorityPaper } from './papers';
import { titles } from './titles';
import { workingDaysAfter } from './workingDays';

export const SEDO_ROBOT = 'SEDO-TEST';
const SEDO = /^urn:docflow:fss-sedo-/;

/** These come plain. */
const TECHNOLOGICAL = /-(receipt|reception-result|subscribe-result|receipt-message)$/;

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

/** What the fund writes into a docflow of ours only when it is asked to: notices of the status and of the rate (scenarios i.7). */
const ON_REQUEST: Record<string, string[]> = {
	'fss-sedo-oved-confirmation': ['result-document', 'result-document', 'insurance-premiums-amount-notification-document'],
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
		if (docflow.status !== 'sent' && ON_REQUEST[flowOf(docflow)]) return;
		if (moveOn(world, docflow)) return sedoTakes(world, docflow);
		begins(world, docflow);
	});
}

/** The documents that were asked for come. */
export function sedoDelivers(world: World, docflow: Docflow): void {
	const flow = flowOf(docflow);
	const wanted = ON_REQUEST[flow]?.map((end) => `${flow}-${end}`);
	world.clock.after(PACE, () => {
		if (!wanted) return void moveOn(world, docflow);
		if (docflow.documents.some(({ type }) => wanted.includes(type.replace('urn:document:', '')))) return;
		for (const type of wanted) bring(world, docflow, paperOf(world, docflow, type));
	});
}

/** Of the notice of reading the fund tells first that it came, then that it counts. */
export function sedoReads(world: World, docflow: Docflow, replyType: string): void {
	if (!replyType.endsWith('-receipt-notification-message')) return;
	const type = replyType.replace(/-message$/, '-receipt-message');
	for (const step of [1, 2]) world.clock.after(step * PACE, () => void bring(world, docflow, paperOf(world, docflow, type)));
}

/** The fund begins a docflow that arrives in the account; all but broadcasts arrive empty. */
export function sendSedo(world: World, addressee: Addressee, { flow, number }: { flow: string; number: unknown }): Docflow {
	const term = TERMS[flow];
	return arrive(world, addressee, {
		type: `urn:docflow:${flow}`,
		authority: SEDO_ROBOT,
		description: {
			'registration-number-sfr': number ?? addressee.organization.sfrNumber,
			'request-id': randomUUID(),
			...(term ? { [term.field]: `${workingDaysAfter(world.clock.now(), term.days)}T00:00:00.0000000` } : {}),
		},
	});
}

/** What the fund begins once it accepted a docflow. */
function begins(world: World, docflow: Docflow): void {
	const { accountId, organizationId, senderInn, senderCertificate, description, successState } = docflow;
	const organization = world.accounts.organizationsOf(accountId).find(({ id }) => id === organizationId);
	if (!organization || successState === 'failed' || isWithdrawal(docflow)) return;
	const addressee = { organization, senderInn, certificate: senderCertificate };
	for (const flow of CONSEQUENCES[flowOf(docflow)] ?? [])
		sendSedo(world, addressee, { flow, number: description['registration-number-sfr'] });
}

/** The next document by which the fund moves the docflow on; false when it has nothing more to write. */
function moveOn(world: World, docflow: Docflow): boolean {
	const type = favourableAnswer(world, docflow);
	if (!type || docflow.documents.some((document) => document.type === type)) return false;
	bring(world, docflow, paperOf(world, docflow, type.replace('urn:document:', '')));
	return true;
}

function paperOf(world: World, docflow: Docflow, type: string) {
	return authorityPaper(world, docflow, { type, ...titles(type), secret: !TECHNOLOGICAL.test(type) });
}

/** A subscription that is ended brings nothing more. */
function isWithdrawal({ documents }: Docflow): boolean {
	return documents.some(({ type }) => type.includes('-unsubscribe-'));
}

function flowOf({ type }: Docflow): string {
	return type.replace('urn:docflow:', '');
}
