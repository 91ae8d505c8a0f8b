/** Whom an order of a test tool is about: an account, the payer in it, the sender and his certificate. */

import { readCertificate, type Certificate } from '../../../gost';
import type { Addressee } from '../../authorities/incoming';
import type { Account, Organization } from '../../world/accounts';
import type { Call } from '../call';
import { badRequest } from '../problems';

export interface PartyOrder {
	accountId: string;
	sender?: { inn: string; kpp?: string; certificate?: { content: string } };
	payer?: { inn: string; organization?: { kpp?: string } };
}

export interface Parties {
	account: Account;
	/** The payer. */
	organization: Organization;
	sender: { inn: string; kpp?: string };
	certificate: Certificate;
}

/** Without a payer the sender pays, without a sender the account's own organization does. Throws 400 and 403. */
export function partiesOf(call: Call, { accountId, sender, payer }: PartyOrder): Parties {
	const account = call.accountOf(accountId);
	const organization = payerOf(call, account, { sender, payer });
	const { inn, kpp } = sender ?? organization;
	const certificate = sender?.certificate ? readable(sender.certificate.content) : heldCertificate(call, account, inn);
	return { account, organization, sender: { inn, kpp }, certificate };
}

export function addresseeOf({ organization, sender, certificate }: Parties): Addressee {
	return { organization, senderInn: sender.inn, certificate: certificate.der };
}

function payerOf({ world: { accounts } }: Call, { id }: Account, { sender, payer }: Omit<PartyOrder, 'accountId'>): Organization {
	const inn = payer?.inn ?? sender?.inn;
	const kpp = payer ? payer.organization?.kpp : sender?.kpp;
	const found = inn === undefined ? accounts.mainOrganization(id) : accounts.organizationBy(id, inn, kpp);
	if (!found) throw badRequest(`В учётной записи нет организации с ИНН ${inn ?? '(не указан)'}`, { 'payer.inn': 'unknown' });
	return found;
}

function readable(content: string): Certificate {
	try {
		return readCertificate(Buffer.from(content, 'base64'));
	} catch {
		throw badRequest('Не удалось прочитать сертификат отправителя', { 'sender.certificate.content': 'unreadable' });
	}
}

/** A certificate that the service knows the sender by. */
function heldCertificate({ world }: Call, { id }: Account, inn: string): Certificate {
	const now = world.clock.now();
	const held = world.accounts
		.certificatesOf(id)
		.find(
			({ certificate: { subject, notBefore, notAfter } }) =>
				(subject.innLegal ?? subject.inn) === inn && notBefore <= now && now <= notAfter,
		);
	if (!held) throw badRequest(`Не найден действующий сертификат отправителя с ИНН ${inn}`, { 'sender.certificate': 'missing' });
	return held.certificate;
}
