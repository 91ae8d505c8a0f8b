/** Made-up people and companies; nobody is called so and the numbers belong to nobody. */

import { companyInn, ogrn, ogrnip, personInn, snils } from './requisites';

export interface Person {
	login: string;
	phone: string;
	snils: string;
	inn: string;
	title: string;
	fio: { surname: string; name: string; patronymic: string };
}

export interface Company {
	inn: string;
	/** Absent for a sole trader. */
	kpp?: string;
	name: string;
	ogrn: string;
}

const traderInn = personInn('6699001003');

export const people = {
	operator: {
		login: 'operator@sandbox.invalid',
		phone: '9000000001',
		snils: snils('900000001'),
		inn: personInn('6699001001'),
		title: 'Генеральный директор',
		fio: { surname: 'Выдумкина', name: 'Проба', patronymic: 'Тестовна' },
	},
	clerk: {
		login: 'clerk@sandbox.invalid',
		phone: '9000000002',
		snils: snils('900000002'),
		inn: personInn('6699001002'),
		title: 'Бухгалтер',
		fio: { surname: 'Небылицын', name: 'Пример', patronymic: 'Образцович' },
	},
	trader: {
		login: 'trader@sandbox.invalid',
		phone: '9000000003',
		snils: snils('900000003'),
		inn: traderInn,
		title: 'Предприниматель',
		fio: { surname: 'Учебнов', name: 'Макет', patronymic: 'Песочникович' },
	},
} satisfies Record<string, Person>;

export const companies = {
	company: company('669900101', 'ООО «Тестовая ромашка»', 1),
	firm: company('669900102', 'ООО «Учебная бухгалтерия»', 2),
	trader: { inn: traderInn, name: 'ИП Учебнов Макет Песочникович', ogrn: ogrnip('32366000000001') },
	foreign: company('669900103', 'ООО «Чужая песочница»', 3),
} satisfies Record<string, Company>;

const CLIENT_NAMES = ['Альфа', 'Бета', 'Гамма', 'Дельта', 'Эпсилон', 'Дзета', 'Эта', 'Тета', 'Йота', 'Каппа', 'Лямбда', 'Мю'];

/** The organizations that the accounting firm keeps books for. */
export function clientCompanies(count: number): Company[] {
	return Array.from({ length: count }, (_, index) =>
		company(String(669900201 + index), `ООО «Клиент ${CLIENT_NAMES[index] ?? index + 1}»`, 11 + index),
	);
}

function company(nine: string, name: string, number: number): Company {
	return { inn: companyInn(nine), kpp: '669901001', name, ogrn: ogrn(`1236600000${String(number).padStart(2, '0')}`) };
}

/** People of a company who do not sign in to the service. */
export const staff: Array<Pick<Person, 'fio' | 'inn' | 'snils' | 'title'>> = [
	{
		fio: { surname: 'Примерова', name: 'Схема', patronymic: 'Чертежовна' },
		inn: personInn('6699001011'),
		snils: snils('900000011'),
		title: 'Главный бухгалтер',
	},
	{
		fio: { surname: 'Черновиков', name: 'Эскиз', patronymic: 'Набросович' },
		inn: personInn('6699001012'),
		snils: snils('900000012'),
		title: 'Специалист по кадрам',
	},
	{
		fio: { surname: 'Образцова', name: 'Форма', patronymic: 'Бланковна' },
		inn: personInn('6699001013'),
		snils: snils('900000013'),
		title: 'Экономист',
	},
];
