/** The search of an organization's subscriptions to documents of the social fund. */

import { sedoSubscriptions } from '../authorities/sedoSubscriptions';
import type { Handlers } from './call';
import { organizationOf } from './organizations';
import { page } from './wire';

interface SubscriptionSearch {
	'registration-number'?: string | null;
	skip?: number | null;
	take?: number | null;
}

/** The single number of the social fund; before 2023 insurers had numbers of ten digits. */
const SFR_NUMBER = /^\d{3}-\d{3}-\d{6}$/;

export const sedoSubscriptionHandlers: Handlers = {
	'organization-control-unit-subscriptions-search': (call) => {
		const organization = organizationOf(call);
		const { 'registration-number': wanted, skip, take } = call.body<SubscriptionSearch>();
		const found = sedoSubscriptions(call.world, organization).filter(({ number }) => !wanted || number === wanted);
		const { total, items } = page(found, skip ?? 0, Math.min(take ?? 100, call.world.largestPage));
		return {
			status: 200,
			body: {
				items: items.map(({ number, status }) => ({
					'is-sfr': SFR_NUMBER.test(number),
					'registration-number': number,
					'subscription-status': status,
				})),
				'total-count': total,
			},
		};
	},
};
