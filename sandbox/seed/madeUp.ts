/** Requisites for those whom nobody named in full: made up anew each time, with right control digits. */

import { randomInt } from 'node:crypto';
import type { Company, Person } from './people';
import { companyInn, ogrn, ogrnip, personInn, snils } from './requisites';

export interface Named {
	inn?: string;
	kpp?: string;
	organizationName?: string;
	surname?: string;
	firstName?: string;
	patronymic?: string;
}

export interface MadeUp {
	company: Company;
	person: Person;
}

/** A company and the head of it. */
export function madeUpCompany({ inn, kpp, organizationName, ...named }: Named): MadeUp {
	const number = digits(5);
	const company = {
		inn: inn ?? companyInn(`6699${number}`),
		kpp: kpp ?? '669901001',
		name: organizationName ?? `ООО «Проба ${number}»`,
		ogrn: ogrn(`1236600${number}`),
	};
	return { company, person: madeUpPerson(named) };
}

/** A sole trader: company and head in one. */
export function madeUpTrader({ inn, organizationName, ...named }: Named): MadeUp {
	const person = madeUpPerson({ ...named, inn });
	const { surname, name, patronymic } = person.fio;
	const company = {
		inn: person.inn,
		name: organizationName ?? `ИП ${surname} ${name} ${patronymic}`,
		ogrn: ogrnip(`323660000${digits(5)}`),
	};
	return { company, person };
}

export function madeUpPerson({ inn, surname, firstName, patronymic }: Named): Person {
	const number = digits(9);
	return {
		login: `test-${number}@sandbox.invalid`,
		phone: `9${number}`,
		snils: snils(number),
		inn: inn ?? personInn(`6699${digits(6)}`),
		title: 'Генеральный директор',
		fio: { surname: surname ?? 'Испытателев', name: firstName ?? 'Опыт', patronymic: patronymic ?? 'Проверкович' },
	};
}

function digits(count: number): string {
	return String(randomInt(10 ** count)).padStart(count, '0');
}
