import { itemsOf, type WireAccount } from '../../../extern';
import { accounts } from '../../../extern/operations';
import type { Turn } from './source';

/** An account that a trigger watches. */
export interface Watched {
	readonly accountId: string;
	readonly name?: string;
	readonly inn?: string;
	readonly kpp?: string;
}

/** Whether one account was chosen; otherwise the trigger watches all of the user. */
export function chosenAccount({ context }: Turn): string {
	return String(context.getNodeParameter('accountId', '', { extractValue: true }) ?? '').trim();
}

/** The chosen account, or all accounts of the user. */
export async function watchedAccounts(turn: Turn): Promise<Watched[]> {
	const chosen = chosenAccount(turn);
	if (chosen) return [{ accountId: chosen.toLowerCase() }];
	const all: Watched[] = [];
	for await (const one of itemsOf<typeof accounts.accountsList.input, unknown, WireAccount>(turn.extern, accounts.accountsList, {})) {
		all.push({ accountId: one.id, name: one['organization-name'], inn: one.inn, kpp: one.kpp });
	}
	return all;
}

/** A list that begins behind the member that the last poll came to: time or room that runs out must not always hit the same ones. */
export function inTurn<T>(all: readonly T[], nameOf: (one: T) => string, last: string | undefined): T[] {
	const first = all.findIndex((one) => nameOf(one) === last) + 1;
	return [...all.slice(first), ...all.slice(0, first)];
}
