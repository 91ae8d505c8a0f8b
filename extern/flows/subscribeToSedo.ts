import type { Extern } from '../client';
import { docflowOf } from '../operations/drafts';
import type { Signer } from '../signing';
import type { WireDocflow } from '../wire/docflow';
import { buildContract } from './buildContract';
import { derivedId } from './derivedId';
import type { DraftRef } from './draftStages';
import { findDraft, isSent } from './draftState';
import { draftMetaOf, type Correspondence } from './parties';
import { readDocflow } from './readDocflow';
import { sendOnce, type SentOnce } from './sendOnce';

/** Whether the documents of the social fund are to come from now on, or no longer. */
export type Wish = 'subscribe' | 'unsubscribe';

/** A subscription to SEDO by registration number. */
export interface Subscription extends Correspondence {
	/** Registration number at the social fund. */
	readonly registrationNumber: string;
	readonly wish: Wish;
	/** How long to wait for background tasks, in milliseconds. */
	readonly patienceMs: number;
}

const CONTRACT = 'fssSedoProviderSubscriptionForRegistrationNumber';
const MOST_REQUESTS = 50;

/**
 * Subscribes a registration number to the documents of the social fund, or ends that (scenarios i.3). A request has an
 * id that follows from account, number, wish and how many there were before; the last one counts. So running it again
 * answers with the docflow of the same request, while one that was refused, or is meant to undo the other wish, is
 * sent anew. Requests that were made elsewhere are not known here; the fund answers a repeated one itself.
 * @throws ExternError as {@link sendOnce}
 */
export async function subscribeToSedo(extern: Extern, subscription: Subscription, signer: Signer): Promise<SentOnce> {
	const { registrationNumber, wish, patienceMs } = subscription;
	const draft = await chooseDraft(extern, subscription);
	return await sendOnce(
		extern,
		{
			draft,
			what: 'The subscription',
			meta: draftMetaOf({ ...subscription, payerNumbers: { 'registration-number-sfr': registrationNumber } }, signer.certificate),
			fill: async () => await buildContract(extern, draft, { contractType: CONTRACT, contract: { 'subscription-type': wish } }),
			until: extern.port.now() + patienceMs,
		},
		signer,
	);
}

/** The last request of this wish while it counts, else the next one. */
async function chooseDraft(extern: Extern, subscription: Subscription): Promise<DraftRef> {
	const own = await requestsOf(extern, subscription, subscription.wish);
	if (!own.last || own.last['success-state'] === FAILED) return own.next;
	const other = await requestsOf(extern, subscription, subscription.wish === 'subscribe' ? 'unsubscribe' : 'subscribe');
	const isUndone = other.last && other.last['success-state'] !== FAILED && sentAt(other.last) > sentAt(own.last);
	return isUndone ? own.next : own.lastDraft;
}

const FAILED = 'urn:docflow-state:failed';

function sentAt(docflow: WireDocflow): string {
	return docflow['send-date'] ?? '';
}

interface Requests {
	readonly last?: WireDocflow;
	readonly lastDraft: DraftRef;
	readonly next: DraftRef;
}

async function requestsOf(extern: Extern, { accountId, registrationNumber }: Subscription, wish: Wish): Promise<Requests> {
	const draftOf = (count: number): DraftRef => ({ accountId, draftId: derivedId('sedo', accountId, registrationNumber, wish, String(count)) });
	let requests: Requests = { lastDraft: draftOf(0), next: draftOf(0) };
	for (let count = 0; count < MOST_REQUESTS; count += 1) {
		const found = await findDraft(extern, draftOf(count));
		const docflowId = found && isSent(found) ? docflowOf(found) : undefined;
		if (!docflowId) break;
		requests = { last: await readDocflow(extern, { accountId, docflowId }), lastDraft: draftOf(count), next: draftOf(count + 1) };
	}
	return requests;
}
