/** Requests for information to the tax office (ION). */

import { contractXml } from '../contractXml';
import { taxFile } from '../taxFile';
import { element } from '../xml';
import type { ContractKind } from './contract';

interface IonContract {
	data: Record<string, unknown> & { ДатаНач?: string; ДатаКон?: string };
	'additional-org-info': {
		'document-sender': { 'sender-full-name': string };
		'signer-type': 'chief' | 'representative';
		'representative-document-name'?: string | null;
		'representative-document-warrant-id'?: string | null;
		taxpayer: { kpp?: string; 'taxpayer-full-name': string };
	};
}

/** A selector with 2 names its members in a list. */
const SELECTORS = [
	{ selector: 'ЗапрКБК', choice: 'ПрКБК', list: 'ПеречКБК' },
	{ selector: 'ЗапрОКТМО', choice: 'ПрОКТМО', list: 'ПеречОКТМО' },
	{ selector: 'ЗапрКПП', choice: 'ПрКПП', list: 'ПеречКПП' },
];

export function ionKind(number: number): ContractKind {
	return (world, { draft, read }) => {
		const { meta } = draft;
		const { data, 'additional-org-info': info } = read<IonContract>(`extern:contract#/$defs/Ion${number}Contract`);
		const problem = meta.recipient['ifns-code']
			? (periodProblem(data) ?? selectorProblem(data))
			: 'Не указан получатель: нужен ifns-code';
		if (problem) return problem;
		const kpp = info.taxpayer.kpp ?? meta.payer.organization?.kpp;
		const file = taxFile(
			world,
			{ ...meta, payer: { ...meta.payer, organization: kpp ? { kpp } : null } },
			{
				prefix: 'IU_ZAPR',
				knd: '1166101',
				taxpayerName: info.taxpayer['taxpayer-full-name'],
				content: [
					element('Отправитель', { Наим: info['document-sender']['sender-full-name'] }),
					element('Подписант', {
						ПрПодп: info['signer-type'] === 'chief' ? 1 : 2,
						НаимДок: info['representative-document-name'],
						НомДовер: info['representative-document-warrant-id'],
					}),
					element('Запрос', { ВидЗапр: number }, contractXml('Сведения', data)),
				],
			},
		);
		return { ...file, type: 'urn:document:fns534-ion-request', describes: { 'service-code': String(number) } };
	};
}

/** The tax office answers for one calendar year at a time. */
function periodProblem({ ДатаНач: begin, ДатаКон: end }: IonContract['data']): string | undefined {
	if (!begin || !end) return undefined;
	const [from, to] = [isoDay(begin), isoDay(end)];
	if (!from || !to) return 'Дата периода запроса не существует';
	if (from > to) return 'Начало периода запроса позже его конца';
	return from.slice(0, 4) === to.slice(0, 4) ? undefined : 'Период запроса должен лежать в пределах одного календарного года';
}

function isoDay(day: string): string | undefined {
	const iso = day.split('.').reverse().join('-');
	const date = new Date(`${iso}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined;
}

function selectorProblem(data: IonContract['data']): string | undefined {
	const incomplete = SELECTORS.find(({ selector, choice, list }) => {
		const given: unknown = data[selector];
		const fields: Record<string, unknown> = typeof given === 'object' && given !== null ? { ...given } : {};
		return fields[choice] === 2 && fields[list] === undefined;
	});
	return incomplete && `В «${incomplete.selector}» не заполнен ${incomplete.list}, а ${incomplete.choice} равен 2`;
}
