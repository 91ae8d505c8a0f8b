import type { Extern } from '../client';
import type { ExternError } from '../failure';
import { accountCreate, accountGet } from '../operations/accounts';
import type { InputOf } from '../operations/fields';
import type { WireAccount } from '../wire/account';
import { textOf } from '../wire/tolerant';

// operations.json, account-create: a new account can be read after about a second
const PAUSE_MS = 500;
const PATIENCE_MS = 10_000;

/**
 * Opens an account for a company and waits until the service finds it, so that the next step can
 * work in it. Where the service is slow the account is returned all the same: it exists.
 * @throws ExternError of creating; never of the waiting
 */
export async function createAccount(extern: Extern, company: InputOf<typeof accountCreate.input>): Promise<WireAccount> {
	const account = await extern.call(accountCreate, company);
	const accountId = textOf(account.id);
	if (accountId) await untilFound(extern, accountId);
	return account;
}

async function untilFound(extern: Extern, accountId: string): Promise<void> {
	const deadline = extern.port.now() + PATIENCE_MS;
	while (!extern.port.cancelled() && extern.port.now() < deadline) {
		const found = await extern.attempt(accountGet, { accountId });
		if (found.ok || !isNotFound(found.error)) return;
		await extern.port.pause(PAUSE_MS);
	}
}

function isNotFound({ failure }: ExternError): boolean {
	return failure.kind === 'refused' && failure.status === 404;
}
