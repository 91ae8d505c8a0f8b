/** Who stands in a sample file: the taxpayer, who signs for him, by which power of attorney, and to whom. */

import { escaped } from '../authorities/xml';

export interface Fio {
	surname?: string;
	name?: string;
	patronymic?: string;
}

export interface SampleOrder {
	taxpayer: { inn: string; kpp?: string; name?: string };
	senderInn: string;
	chief?: Fio;
	warrant?: { number?: string; dateBegin: string };
	/** The tax office that the file goes to. */
	office: string;
	now: Date;
}

export function subscriberOf({ inn, kpp, name }: SampleOrder['taxpayer'], chief: Fio): string[] {
	return kpp === undefined
		? [`<НПФЛ ИННФЛ="${inn}">`, fioOf(chief), '</НПФЛ>']
		: [`<НПЮЛ НаимОрг="${escaped(name ?? `Организация ${inn}`)}" ИННЮЛ="${inn}" КПП="${escaped(kpp)}"/>`];
}

export function fioOf({ surname = '', name = '', patronymic = '' }: Fio): string {
	return `<ФИО Фамилия="${escaped(surname)}" Имя="${escaped(name)}"${patronymic ? ` Отчество="${escaped(patronymic)}"` : ''}/>`;
}

export function warrantOf(warrant: SampleOrder['warrant']): string {
	const title = warrant ? `Доверенность № ${warrant.number ?? 'б/н'} от ${warrant.dateBegin}` : 'Доверенность';
	return `<СвПред НаимДок="${escaped(title)}"/>`;
}
