/** Which registration numbers of an organization get documents of the social fund, by the requests it has sent. */

import type { Organization } from '../world/accounts';
import type { Docflow } from '../world/docflows';
import type { World } from '../world/world';

export type SubscriptionStatus =
	| 'subscribed'
	| 'unsubscribed'
	| 'subscribe-in-progress'
	| 'unsubscribe-in-progress'
	| 'subscribe-failed'
	| 'subscribe-without-response'
	| 'unsubscribe-without-response';

export interface SedoSubscription {
	number: string;
	status: SubscriptionStatus;
}

const REQUESTS = 'urn:docflow:fss-sedo-provider-subscription';
/** The fund answers within minutes; a request that it left so long will not be answered. */
const PATIENCE_MS = 3 * 24 * 3600 * 1000;

/** The organization's own number is listed even while nobody has subscribed it. */
export function sedoSubscriptions(world: World, organization: Organization): SedoSubscription[] {
	const statuses = new Map<string, SubscriptionStatus>();
	if (organization.sfrNumber) statuses.set(organization.sfrNumber, 'unsubscribed');
	for (const docflow of world.docflows.of(organization.accountId)) {
		const number = numberOf(world, docflow);
		if (docflow.type !== REQUESTS || docflow.organizationId !== organization.id || !number) continue;
		statuses.set(number, statusAfter(world, docflow, statuses.get(number) ?? 'unsubscribed'));
	}
	return [...statuses].map(([number, status]) => ({ number, status }));
}

function statusAfter({ clock }: World, { documents, status, successState, createdAt }: Docflow, before: SubscriptionStatus) {
	const wish = documents.some(({ type }) => type.includes('-unsubscribe-')) ? 'unsubscribe' : 'subscribe';
	if (status !== 'finished')
		return clock.now().getTime() - createdAt.getTime() > PATIENCE_MS
			? (`${wish}-without-response` as const)
			: (`${wish}-in-progress` as const);
	if (successState === 'failed') return wish === 'subscribe' ? 'subscribe-failed' : before;
	return wish === 'subscribe' ? 'subscribed' : 'unsubscribed';
}

function numberOf({ drafts }: World, { accountId, draftId, description }: Docflow): string | undefined {
	const told = description['registration-number-sfr'] ?? description['registration-number'];
	if (typeof told === 'string') return told;
	const draft = draftId === undefined ? undefined : drafts.find(accountId, draftId);
	return draft?.meta.payer['registration-number-sfr'] ?? undefined;
}
