/** Subscriptions to the documents of the social fund (SEDO). */

import { randomUUID } from 'node:crypto';
import type { Draft } from '../../world/drafts';
import { contractXml } from '../contractXml';
import type { ContractKind } from './contract';

interface SubscriptionContract extends Record<string, unknown> {
	'subscription-type': 'subscribe' | 'unsubscribe';
}

interface SnilsContract extends SubscriptionContract {
	'snils-list': Array<{ snils: string; force?: boolean }>;
}

/** By registration number, of the operator or of the subscriber. */
export function subscriptionKind(flow: 'provider' | 'abonent'): ContractKind {
	return (_world, { draft, read }) => {
		const contract = read<SubscriptionContract>('extern:contract#/$defs/SedoSubscriptionContract');
		const type = `fss-sedo-${flow}-subscription-${contract['subscription-type']}-request-for-registration-number`;
		const describes = flow === 'abonent' ? { 'subscription-type': contract['subscription-type'] } : undefined;
		return requisitesProblem(draft) ?? { type: `urn:document:${type}`, describes, ...written(draft, contract) };
	};
}

export const snilsSubscriptionKind: ContractKind = (_world, { draft, read }) => {
	const contract = read<SnilsContract>('extern:contract#/$defs/SnilsSubscriptionContract');
	const type = `fss-sedo-abonent-subscription-${contract['subscription-type']}-request-for-snils`;
	const describes = {
		'subscription-type': contract['subscription-type'],
		'snils-list': contract['snils-list'].map(({ snils }) => snils),
	};
	return requisitesProblem(draft) ?? { type: `urn:document:${type}`, describes, ...written(draft, contract) };
};

function requisitesProblem(draft: Draft): string | undefined {
	if (!draft.meta.recipient['fss-code']) return 'Не указан получатель: нужен fss-code';
	return numberOf(draft) ? undefined : 'У плательщика не указан регистрационный номер СФР';
}

function numberOf({ meta: { payer } }: Draft): string | undefined {
	return payer['registration-number-sfr'] ?? payer['registration-number-fss'] ?? undefined;
}

function written(draft: Draft, contract: SubscriptionContract): { name: string; bytes: Uint8Array } {
	const subscription = contractXml('subscription', {
		'registration-number': numberOf(draft),
		inn: draft.meta.payer.inn,
		...contract,
	});
	return {
		name: `SEDO_${contract['subscription-type']}_${numberOf(draft)}_${randomUUID()}.xml`,
		bytes: Buffer.from(`<?xml version="1.0" encoding="utf-8"?>\n${subscription}`),
	};
}
