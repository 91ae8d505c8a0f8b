/** Test tools that make an authority write a letter. */

import { randomUUID } from 'node:crypto';
import { letterArrives } from '../../authorities/letters';
import type { Call, Handlers } from '../call';
import { badRequest } from '../problems';
import { addresseeOf, partiesOf, type PartyOrder } from './parties';
import { OKPO, textsOnly } from './requisites';

type LetterOrder = PartyOrder & { text?: string; textOfLetter?: string; ifnsCode?: string };
/** The reference does not tell its fields; they are taken to be called as those of the other letter. */
type StatLetterOrder = Partial<LetterOrder> & { togsCode?: string; okpo?: string };

/** A letter shows up about so much later. */
const TRAVEL_MS = 20 * 60 * 1000;

export const letterTools: Handlers = {
	'test-tools-generate-cu-letter': (call) => {
		const order = call.body<LetterOrder>();
		const { ifnsCode: authority = '0087' } = order;
		return announce(call, order, {
			type: 'urn:docflow:fns534-cu-letter',
			authority,
			describe: (inn) => ({ cu: authority, subject: 'Письмо налогового органа', 'recipient-inn': inn }),
		});
	},
	'test-tools-generate-incoming-stat-letter': (call) => {
		const { accountId, togsCode: authority = '00-87', okpo, ...order } = textsOnly(call.body<StatLetterOrder>());
		if (!accountId) throw badRequest('Не указана учётная запись', { accountId: 'required' });
		if (!/^\d{2}-\d{2}$/.test(authority)) throw badRequest(`Код органа статистики «${authority}» задан неверно`);
		if (okpo && !OKPO.test(okpo)) throw badRequest(`ОКПО «${okpo}» задан неверно`, { okpo: 'invalid' });
		return announce(
			call,
			{ ...order, accountId },
			{
				type: 'urn:docflow:stat-cu-letter',
				authority,
				describe: () => ({ cu: authority, subject: 'Письмо Росстата', ...(okpo ? { okpo } : {}) }),
			},
		);
	},
};

interface Letter {
	type: string;
	authority: string;
	describe: (payerInn: string) => Record<string, unknown>;
}

/** Answers at once with the id under which the letter will be found. */
function announce(call: Call, order: LetterOrder, { type, authority, describe }: Letter) {
	const parties = partiesOf(call, order);
	const { world } = call;
	const docflowId = randomUUID();
	const arrival = { type, authority, description: describe(parties.organization.inn) };
	const text = order.textOfLetter ?? order.text ?? 'Учебное письмо песочницы.';
	world.clock.after(TRAVEL_MS, () => letterArrives(world, addresseeOf(parties), { ...arrival, docflowId, text }));
	return { status: 200, body: { accountId: parties.account.id, docflowId } };
}
