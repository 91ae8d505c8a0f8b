/** The application to join the electronic exchange with the social fund (ZPED). */

import { randomUUID } from 'node:crypto';
import { contractXml } from '../contractXml';
import type { ContractKind } from './contract';

interface JoiningContract extends Record<string, unknown> {
	'for-ul': boolean;
}

export const joiningKind: ContractKind = (world, { draft, read }) => {
	const { payer } = draft.meta;
	const contract = read<JoiningContract>('extern:contract#/$defs/JoiningApplicationContract');
	const number = payer['registration-number-sfr'] ?? payer['registration-number-pfr'];
	if (!number) return 'У плательщика не указан регистрационный номер СФР';
	if (contract['for-ul'] !== (payer.inn.length === 10))
		return 'Вид страхователя в заявлении (for-ul) не соответствует ИНН плательщика';
	const day = world.clock.now().toISOString().slice(0, 10).replaceAll('-', '');
	const application = contractXml('ЗПЭД', { РегНомер: number, ИНН: payer.inn, КПП: payer.organization?.kpp, ...contract });
	return {
		type: 'urn:document:pfr-ancillary-document',
		name: `ПФР_${number}_ЗПЭД_${day}_${randomUUID()}.xml`,
		bytes: Buffer.from(`<?xml version="1.0" encoding="utf-8"?>\n${application}`),
	};
};
