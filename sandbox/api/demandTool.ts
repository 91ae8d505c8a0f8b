/** The test tool that makes the robot of an inspection send a demand. */

import { readCertificate } from '../../gost';
import { sendDemand, type DemandedFile } from '../authorities/demands';
import { knownCertificate } from '../authorities/incoming';
import type { Account } from '../world/accounts';
import type { Call, Handlers } from './call';
import { badRequest, notFound } from './problems';
import { shelfOf } from './testTools/contents';

interface DemandOrder {
	accountId: string;
	sender: { inn: string; certificate?: { content?: string } };
	payer: { inn: string; organization?: { kpp?: string } };
	knds?: string[];
	ifnsCode?: string;
	contents?: Array<{ contentId?: string; knd?: string }>;
}

/** What is demanded when the order does not say: documents. */
const DOCUMENTS_DEMAND = '1165013';
const ACCEPTING_ROBOT = '0087';

export const demandToolHandlers: Handlers = {
	'test-tools-generate-demand': (call) => {
		const order = call.body<DemandOrder>();
		const account = call.accountOf(order.accountId);
		const { inn, organization: { kpp } = {} } = order.payer;
		const organization = call.world.accounts.organizationBy(account.id, inn, kpp);
		if (!organization)
			throw badRequest(`В учётной записи нет организации с ИНН ${inn}${kpp ? ` и КПП ${kpp}` : ''}`, {
				'payer.inn': 'unknown',
			});
		const addressee = { organization, senderInn: order.sender.inn, certificate: recipientCertificate(call, account, order) };
		const docflow = sendDemand(call.world, addressee, {
			authority: order.ifnsCode ?? ACCEPTING_ROBOT,
			files: demandedFiles(call, order),
		});
		return { status: 200, body: { accountId: account.id, docflowId: docflow.id } };
	},
};

/** To whom the demand is encrypted: the certificate of the order, or one that the subscriber is known by. */
function recipientCertificate({ world }: Call, { id }: Account, { sender: { inn, certificate } }: DemandOrder): Uint8Array {
	if (certificate?.content) return readable(certificate.content);
	const held = knownCertificate(world, id, inn);
	if (!held) throw badRequest(`Не найден действующий сертификат отправителя с ИНН ${inn}`, { 'sender.certificate': 'missing' });
	return held.certificate.der;
}

function readable(certificate: string): Uint8Array {
	try {
		return readCertificate(Buffer.from(certificate, 'base64')).der;
	} catch {
		throw badRequest('Не удалось прочитать сертификат отправителя', { 'sender.certificate.content': 'unreadable' });
	}
}

/** Ready files come from the test tools' own upload; what was uploaded to an account does not do. */
function demandedFiles({ world, caller }: Call, { knds = [], contents = [] }: DemandOrder): DemandedFile[] {
	const ready = contents.map(({ contentId = '', knd = DOCUMENTS_DEMAND }) => {
		const content = world.contents.find(shelfOf(caller.client), contentId);
		if (!content?.complete) throw notFound('Контент', contentId);
		return { knd, bytes: world.contents.read(content.id) };
	});
	const files = [...knds.map((knd) => ({ knd })), ...ready];
	return files.length > 0 ? files : [{ knd: DOCUMENTS_DEMAND }];
}
