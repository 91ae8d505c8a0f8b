/** Handbooks for notifications to the police about foreign workers. */

import { regions } from './regions';

export interface HandbookItem {
	code: string;
	name: string;
}

const COUNTRIES =
	'AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ ' +
	'DK DM DO DZ EC EE EG ER ES ET FI FJ FR GA GB GD GE GH GM GN GQ GR GT GW GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM ' +
	'KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NZ OM PA PE PG PH ' +
	'PK PL PS PT PY QA RO RS RW SA SC SD SE SG SI SK SL SM SN SO SR SV SY TD TG TH TJ TL TM TN TO TR TT TZ UA UG US UY UZ VE VN VU YE ZA ZM ZW';

const countryNames = new Intl.DisplayNames('ru', { type: 'region' });

const handbooks: Record<string, HandbookItem[]> = {
	'mvd-citizenship': COUNTRIES.split(' ').map((code) => ({ code, name: countryNames.of(code) ?? code })),
	'mvd-professions-speciality': listed(
		'11442 Водитель автомобиля|11768 Грузчик|12680 Каменщик|13450 Маляр|13790 Машинист крана|14612 Монтажник|15220 Облицовщик-плиточник|' +
			'16437 Парикмахер|16472 Пекарь|16600 Печник|16671 Плотник|16675 Повар|16771 Подсобный рабочий|17353 Продавец|18466 Слесарь|' +
			'18559 Слесарь-ремонтник|18880 Столяр строительный|19149 Токарь|19258 Уборщик|19727 Штукатур|19756 Электрогазосварщик|19861 Электромонтер|' +
			'20336 Бухгалтер|20656 Врач-терапевт|22446 Инженер|24114 Менеджер|25857 Программист|27102 Техник|27770 Экономист|27931 Юрисконсульт',
	),
	'mvd-regions-rf': regions.map(({ code, name }) => ({ code, name })),
	'mvd-work-permits': listed(
		'1 Гражданин государства - члена ЕАЭС|2 Вид на жительство|3 Разрешение на временное проживание|4 Статус беженца|5 Временное убежище|6 Обучение в образовательной организации',
	),
	'mvd-employer-status': listed(
		'1 Юридическое лицо|2 Индивидуальный предприниматель|3 Физическое лицо|4 Филиал или представительство иностранного юридического лица|5 Частный нотариус|6 Адвокат',
	),
	'mvd-hqs-employer-status': listed(
		'1 Российская коммерческая организация|2 Российская научная организация|3 Образовательная организация|4 Организация здравоохранения|5 Филиал иностранного юридического лица',
	),
	'mvd-okved': listed(
		'01.11 Выращивание зерновых культур|01.41 Разведение молочного скота|10.71 Производство хлеба и мучных кондитерских изделий|14.12 Производство спецодежды|' +
			'16.10 Распиловка и строгание древесины|25.11 Производство строительных металлических конструкций|31.01 Производство мебели для офисов|' +
			'41.20 Строительство жилых и нежилых зданий|42.11 Строительство автомобильных дорог|43.21 Производство электромонтажных работ|43.31 Производство штукатурных работ|' +
			'43.33 Работы по устройству покрытий полов|45.20 Техническое обслуживание автотранспортных средств|46.90 Торговля оптовая неспециализированная|' +
			'47.11 Торговля розничная преимущественно пищевыми продуктами|49.32 Деятельность легкового такси|49.41 Деятельность автомобильного грузового транспорта|' +
			'52.10 Деятельность по складированию и хранению|53.20 Деятельность почтовой связи прочая и курьерская|55.10 Деятельность гостиниц|56.10 Деятельность ресторанов|' +
			'62.01 Разработка компьютерного программного обеспечения|69.20 Деятельность в области бухгалтерского учета|78.10 Деятельность агентств по подбору персонала|' +
			'81.21 Деятельность по общей уборке зданий|86.10 Деятельность больничных организаций|96.02 Предоставление услуг парикмахерскими',
	),
	'mvd-labor-migration-documents': listed(
		'1 Патент|2 Разрешение на работу|3 Разрешение на работу высококвалифицированного специалиста',
	),
	'mvd-foreign-citizen-identity-documents': listed(
		'1 Паспорт иностранного гражданина|2 Дипломатический паспорт|3 Служебный паспорт|4 Удостоверение личности|5 Вид на жительство лица без гражданства|6 Удостоверение беженца',
	),
	'mvd-employment-contracts-type': listed(
		'1 Трудовой договор|2 Гражданско-правовой договор на выполнение работ|3 Гражданско-правовой договор на оказание услуг',
	),
};

/** The SDK asks for `MvdOkved`, the documentation for `mvd-okved`. */
export function mvdHandbook(asked: string): { type: string; items: HandbookItem[] } | undefined {
	const skeleton = letters(asked);
	const found = Object.entries(handbooks).find(([type]) => letters(type) === skeleton);
	return found && { type: found[0], items: found[1] };
}

function listed(text: string): HandbookItem[] {
	return text.split('|').map((entry) => {
		const end = entry.indexOf(' ');
		return { code: entry.slice(0, end), name: entry.slice(end + 1) };
	});
}

function letters(type: string): string {
	return type.toLowerCase().replaceAll('-', '');
}
