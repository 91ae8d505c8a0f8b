/** Sample report files for the tax service: made-up figures, requisites of whoever asks. */

import { randomUUID } from 'node:crypto';
import { knownForms } from '../authorities/forms';
import { escaped } from '../authorities/xml';
import { moscowDay } from '../calendar/days';
import { lastEnded, reportForms } from '../calendar/reports';
import { fioOf, subscriberOf, warrantOf, type Fio, type SampleOrder } from './parties';

export interface Sample {
	/** The beginning of the file's name. */
	prefix: string;
	knd: string;
	/** What stands between the signatory and the end of the document. */
	body: string[];
}

export interface SampleFile {
	fileId: string;
	xml: string;
}

const OKTMO = '65701000';
const CHIEF: Fio = { surname: 'Проверкина', name: 'Проба', patronymic: 'Тестовна' };

/** A report for the last period that has ended. */
export function taxReport(sample: Sample, order: SampleOrder): SampleFile {
	const { knd, body } = sample;
	const { taxpayer, senderInn, office, warrant, chief = CHIEF } = order;
	const day = moscowDay(order.now);
	const period = periodOf(knd, day);
	const representative = senderInn !== taxpayer.inn;
	return fileOf(sample, order, [
		`<Документ КНД="${knd}" ДатаДок="${russian(day)}" Период="${period.code}" ОтчетГод="${period.year}" КодНО="${office}" НомКорр="0" ПоМесту="214">`,
		`<СвНП ОКТМО="${OKTMO}">`,
		...subscriberOf(taxpayer, chief),
		'</СвНП>',
		`<Подписант ПрПодп="${representative ? 2 : 1}">`,
		fioOf(chief),
		...(representative ? [warrantOf(warrant)] : []),
		'</Подписант>',
		...body,
		'</Документ>',
	]);
}

/** An annex, such as a book of purchases: it names no taxpayer, the declaration that it goes with does. */
export function taxAnnex(sample: Sample, order: SampleOrder): SampleFile {
	return fileOf(sample, order, [`<Документ КНД="${sample.knd}" НомКорр="0">`, ...sample.body, '</Документ>']);
}

function fileOf({ prefix, knd }: Sample, { office, now, taxpayer: { inn, kpp = '' } }: SampleOrder, lines: string[]): SampleFile {
	const fileId = `${prefix}_${office}_${office}_${inn}${kpp}_${moscowDay(now).replaceAll('-', '')}_${randomUUID()}`;
	const version = knownForms.find((form) => form.knd === knd)?.versions.at(-1) ?? '5.01';
	const xml = [
		'<?xml version="1.0" encoding="windows-1251"?>',
		`<Файл ИдФайл="${escaped(fileId)}" ВерсПрог="Песочница 1.0" ВерсФорм="${version}">`,
		...lines,
		'</Файл>',
	];
	return { fileId, xml: xml.join('\r\n') };
}

function periodOf(knd: string, day: string): { code: string; year: string } {
	const form = reportForms.find((known) => known.knd === knd);
	return (form && lastEnded(form, day)) ?? { code: '34', year: String(Number(day.slice(0, 4)) - 1) };
}

function russian(day: string): string {
	return day.split('-').reverse().join('.');
}
