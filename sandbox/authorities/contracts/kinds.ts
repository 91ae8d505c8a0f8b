/** The kinds of contracts by the name that the query gives them. */

import type { ContractKind } from './contract';
import { ionKind } from './ion';
import { joiningKind } from './joining';
import { snilsSubscriptionKind, subscriptionKind } from './subscription';

export interface KnownContract {
	kind: ContractKind;
	/** The only version of the contract; absent where there are none. */
	version?: string;
}

/** The docs and the SDKs differ in capital letters, so the names are compared without them. */
const KINDS = new Map<string, KnownContract>([
	...[3, 4, 5, 6, 7, 8, 9].map((number): [string, KnownContract] => [`ion${number}`, { kind: ionKind(number), version: '3' }]),
	['zped', { kind: joiningKind }],
	['fsssedoprovidersubscriptionforregistrationnumber', { kind: subscriptionKind('provider') }],
	['fsssedoabonentsubscriptionforregistrationnumber', { kind: subscriptionKind('abonent') }],
	['fsssedoabonentsubscriptionforsnils', { kind: snilsSubscriptionKind }],
]);
/** FNS takes them no more. */
const WITHDRAWN = ['ion1', 'ion2', 'usn'];

export function contractOf(type: string): KnownContract | 'withdrawn' | undefined {
	const name = type.toLowerCase();
	return WITHDRAWN.includes(name) ? 'withdrawn' : KINDS.get(name);
}
