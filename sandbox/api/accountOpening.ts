/** A new account: its company becomes the main organization, whoever opens it its administrator. */

import { randomUUID } from 'node:crypto';
import type { Account } from '../world/accounts';
import type { Call } from './call';

export interface Opening {
	inn: string;
	kpp?: string;
	name: string;
	ogrn?: string;
}

/** One account for each INN and KPP: the known one, or a new one. */
export function accountFor(call: Call, opening: Opening): { account: Account; isNew: boolean } {
	const known = call.world.accounts.accounts.find(
		(account) => call.sees(account) && account.inn === opening.inn && (account.kpp ?? null) === (opening.kpp ?? null),
	);
	return known ? { account: known, isNew: false } : { account: openAccount(call, opening), isNew: true };
}

function openAccount(call: Call, { inn, kpp, name, ogrn = '' }: Opening): Account {
	const { accounts, clock } = call.world;
	const { client, user } = call.caller;
	const account: Account = {
		id: randomUUID(),
		inn,
		kpp,
		name,
		groupId: randomUUID(),
		clientIds: [client.clientId],
		createdByClient: client.clientId,
	};
	accounts.accounts.push(account);
	accounts.organizations.push({
		id: randomUUID(),
		accountId: account.id,
		inn,
		kpp,
		name,
		isMain: true,
		ogrn,
		createdAt: clock.now(),
		signers: [],
	});
	user?.accounts.push({ accountId: account.id, role: 'admin' });
	return account;
}
