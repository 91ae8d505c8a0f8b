/** A new account: its company becomes the main organization, whoever opens it its administrator. */

import { randomUUID } from 'node:crypto';
import type { Account } from '../world/accounts';
import type { World } from '../world/world';
import type { Caller } from './authorization';

export interface Opening {
	inn: string;
	kpp?: string;
	name: string;
}

export function openAccount({ accounts, clock }: World, { client, user }: Caller, { inn, kpp, name }: Opening): Account {
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
		ogrn: '',
		createdAt: clock.now(),
		signers: [],
	});
	user?.accounts.push({ accountId: account.id, role: 'admin' });
	return account;
}
