import type { INodeParameters } from 'n8n-workflow';

import { makeReport, type Person } from '../reports/fnsReport';
import type { CredentialData } from './credentials';
import type { ItemIn } from './engine';
import type { Sandbox, Seed, SeedAccount, SeedCertificate } from './sandbox';
import { externCredential, type SignIn } from './signIn';

/** A company of the seed with the report it is about to file, and all it needs for that. */
export interface Company {
	account: SeedAccount;
	credentials: CredentialData;
	item: ItemIn;
	report: ReturnType<typeof makeReport>;
}

/** The first account of the seed with a fresh report to a tax office (0087 accepts, 0088 rejects, 0085 asks for clarification). */
export function givenReport(sandbox: Sandbox, seed: Seed, wishes: { taxOffice?: string; guid?: string; inn?: string; signer?: Person } = {}): Company {
	const [account] = seed.accounts;
	const { inn, kpp, name } = account;
	const report = makeReport({
		inn: wishes.inn ?? inn,
		kpp,
		organizationName: name,
		taxOffice: wishes.taxOffice ?? '0087',
		signer: wishes.signer ?? personOf(certificateOf(account)),
		...(wishes.guid && { guid: wishes.guid }),
	});
	return { account, report, credentials: credentialsOf(sandbox, seed, account), item: itemWith(report.fileName, report.bytes) };
}

/** Sign-in and the test key of an account's valid certificate. */
export function credentialsOf(sandbox: Sandbox, seed: Seed, account: SeedAccount, signIn?: SignIn): CredentialData {
	const certificate = certificateOf(account);
	return {
		...externCredential(sandbox, seed, signIn),
		konturExternTestKeyApi: { privateKey: certificate.privateKey, publicCertificate: certificate.content },
	};
}

/** An account's certificate that is neither expired nor somebody else's. */
export function certificateOf(account: SeedAccount): SeedCertificate {
	const certificate = account.certificates.find(({ note }) => note === 'valid');
	if (!certificate) throw new Error(`The seed gives ${account.name} no valid certificate`);
	return certificate;
}

export function itemWith(fileName: string, bytes: Buffer): ItemIn {
	return { files: { data: { bytes, fileName, mimeType: 'application/xml' } } };
}

/** The person of a certificate, as the signer of a report. */
export function personOf({ fio }: SeedCertificate): Person {
	const [surname, name, patronymic] = fio.split(' ');
	return { surname, name, patronymic };
}

/** A node of a chain, with nothing typed in but what is given. */
export const step = (type: string, name: string, resource: string, operation: string, typed: INodeParameters = {}) => ({
	type,
	name,
	parameters: { resource, operation, ...typed },
});

/** A locator, filled in by id. */
export const chosen = (id: string) => ({ __rl: true, mode: 'id', value: id });

/** The node that files in one step. */
export const sendReport = (account: SeedAccount, more: INodeParameters = {}, options: INodeParameters = {}) => ({
	type: 'konturExternSend',
	name: 'Send Report',
	parameters: {
		resource: 'report',
		operation: 'send',
		accountId: { __rl: true, mode: 'id', value: account.id },
		files: 'data',
		signWith: 'testKey',
		additionalFields: more,
		options,
	},
});
