/** A file for the tax office that the service itself makes from a draft's requisites. */

import { encode } from 'iconv-lite';
import { randomUUID } from 'node:crypto';
import type { DraftMeta } from '../world/drafts';
import type { World } from '../world/world';
import { authorityCode } from './routing';
import { element, type Attributes } from './xml';

export interface TaxFileText {
	/** The beginning of the file name. */
	prefix: string;
	knd?: string;
	/** As the caller writes it; otherwise as the accounts know it. */
	taxpayerName?: string;
	/** Further attributes of Документ. */
	attributes?: Attributes;
	/** What stands in Документ after the taxpayer. */
	content: string[];
}

export type TaxFileMeta = Pick<DraftMeta, 'sender' | 'payer' | 'recipient'>;

/** XML in windows-1251, named as the tax office wants it. */
export function taxFile(
	world: World,
	{ sender, payer, recipient }: TaxFileMeta,
	{ prefix, knd, taxpayerName, attributes, content }: TaxFileText,
): { name: string; bytes: Buffer } {
	const today = world.clock.now().toISOString().slice(0, 10);
	const office = authorityCode({ recipient });
	const kpp = payer.organization?.kpp ?? undefined;
	const author = `${sender.inn}${sender.inn.length === 10 ? (sender.kpp ?? '') : ''}`;
	const fileId = `${prefix}_${recipient['mri-code'] ?? office}_${office}_${author}_${today.replaceAll('-', '')}_${randomUUID()}`;
	const taxpayer =
		payer.inn.length === 10
			? element('НПЮЛ', { НаимОрг: taxpayerName ?? nameOf(world, payer.inn, kpp), ИННЮЛ: payer.inn, КПП: kpp })
			: element('НПФЛ', { ИННФЛ: payer.inn });
	const document = element(
		'Документ',
		{ КНД: knd, ДатаДок: today.split('-').reverse().join('.'), КодНО: office, ...attributes },
		element('СвНП', {}, taxpayer),
		...content,
	);
	const file = element('Файл', { ИдФайл: fileId, ВерсПрог: 'Песочница 1.0', ВерсФорм: '5.01' }, document);
	return { name: `${fileId}.xml`, bytes: encode(`<?xml version="1.0" encoding="windows-1251"?>\r\n${file}`, 'win1251') };
}

function nameOf(world: World, inn: string, kpp: string | undefined): string | undefined {
	return world.accounts.organizations.find((organization) => organization.inn === inn && (!kpp || organization.kpp === kpp))
		?.name;
}
