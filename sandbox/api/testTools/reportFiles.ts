/** Test tools that write report files. */

import { encode } from 'iconv-lite';
import { Readable } from 'node:stream';
import { samples } from '../../samples/forms';
import type { Fio, SampleOrder } from '../../samples/parties';
import { statReport } from '../../samples/statReport';
import { taxAnnex, taxReport, type Sample } from '../../samples/taxReport';
import type { Answer, Call, Handlers } from '../call';
import { badRequest } from '../problems';
import { checkRequisites, OKPO, textsOnly } from './requisites';

interface FileOrder {
	sender: { inn: string; kpp?: string; name?: string };
	payer?: { inn: string; name?: string; organization?: { kpp?: string }; chiefFio?: Fio } | null;
	warrant?: { number?: string; dateBegin: string } | null;
}

interface StatFileOrder {
	sender?: { inn?: string; name?: string };
	payer?: { inn?: string; name?: string; okpo?: string };
	okpo?: string;
}

/** Files are made for the robot that accepts everything. */
const OFFICE = '0087';
const MADE_UP_OKPO = '66990014';

export const reportFileTools: Handlers = {
	'test-tools-generate-fuf-3ndfl': (call) => text(call, samples.threeNdfl, 'person'),
	'test-tools-generate-fuf-profit-tax': (call) => text(call, samples.profitTax, 'company'),
	'test-tools-generate-fuf-rsv': (call) => text(call, samples.rsv),
	'test-tools-generate-fuf-envd': (call) => text(call, samples.envd),
	'test-tools-generate-fuf-ssch': (call) => {
		const { xml } = taxReport(samples.ssch, orderOf(call));
		return call.flag('windows1251')
			? { status: 200, stream: Readable.from([encode(xml, 'win1251')]) }
			: { status: 200, body: xml };
	},
	'test-tools-generate-fuf-nds-with-attachments': declaration,
	'test-tools-generate-nds-declarations': declaration,
	'test-tools-generate-stat-report': (call) => {
		const { payer, sender, okpo = payer?.okpo ?? MADE_UP_OKPO } = textsOnly(call.body<StatFileOrder>());
		const { inn, name = `Организация ${inn}` } = payer ?? sender ?? {};
		if (!inn) throw badRequest('Не указан ИНН респондента', { 'payer.inn': 'required' });
		checkRequisites({ inn });
		if (!OKPO.test(okpo)) throw badRequest(`ОКПО «${okpo}» задан неверно`, { okpo: 'invalid' });
		return { status: 200, body: statReport({ inn, name, okpo }, call.world.clock.now()) };
	},
};

function text(call: Call, sample: Sample, only?: 'company' | 'person'): Answer {
	const order = orderOf(call);
	if (only === 'company' && order.taxpayer.kpp === undefined)
		throw badRequest('Эту форму сдают только организации', { 'payer.inn': 'not a company' });
	if (only === 'person' && order.taxpayer.kpp !== undefined)
		throw badRequest('Эту форму сдают только физические лица', { 'payer.inn': 'not a person' });
	return { status: 200, body: taxReport(sample, order).xml };
}

function declaration(call: Call): Answer {
	const order = orderOf(call);
	return {
		status: 200,
		body: {
			mainDocument: taxReport(samples.nds, order).xml,
			fnsBookPurchases: taxAnnex(samples.purchases, order).xml,
			fnsBookSales: taxAnnex(samples.sales, order).xml,
		},
	};
}

/** Without a payer the sender reports for itself. Throws 400 when a company has no KPP. */
function orderOf(call: Call): SampleOrder {
	const { sender, payer, warrant } = textsOnly(call.body<FileOrder>());
	if (!sender?.inn) throw badRequest('Не указан ИНН отправителя', { 'sender.inn': 'required' });
	const { inn, name } = payer ?? sender;
	const given = payer ? payer.organization?.kpp : sender.kpp;
	checkRequisites({ inn, kpp: given });
	if (inn.length === 10 && !given) throw badRequest('Не указан КПП организации', { kpp: 'required' });
	return {
		taxpayer: { inn, name, kpp: inn.length === 10 ? given : undefined },
		senderInn: sender.inn,
		chief: payer?.chiefFio,
		warrant: warrant ?? undefined,
		office: OFFICE,
		now: call.world.clock.now(),
	};
}
