/** Whom a certificate names. */

import type { DistinguishedName } from '../../gost';
import type { Company, Person } from './people';

/** A person's certificate, or that of a company with the person who signs for it. */
export function subjectOf(
	company: Company | undefined,
	{ fio, inn, snils, title }: Pick<Person, 'fio' | 'inn' | 'snils' | 'title'>,
): DistinguishedName {
	const person = {
		surname: fio.surname,
		givenName: `${fio.name} ${fio.patronymic}`,
		inn,
		snils,
		country: 'RU',
		region: '66 Свердловская область',
		locality: 'Екатеринбург',
	};
	if (!company) return { ...person, commonName: `${fio.surname} ${person.givenName}` };
	if (company.kpp === undefined) return { ...person, commonName: `${fio.surname} ${person.givenName}`, inn: company.inn };
	return { ...person, commonName: company.name, organization: company.name, title, innLegal: company.inn, ogrn: company.ogrn };
}
