/** Period codes of tax reports. */

export interface Period {
	label: string;
	/** yyyy-MM-dd */
	begin: string;
	/** yyyy-MM-dd */
	end: string;
}

const MONTHS = [
	'январь',
	'февраль',
	'март',
	'апрель',
	'май',
	'июнь',
	'июль',
	'август',
	'сентябрь',
	'октябрь',
	'ноябрь',
	'декабрь',
];
const QUARTERS = ['I', 'II', 'III', 'IV'];

/** The period that a code and a year mean; undefined for codes that the sandbox does not know. */
export function periodOf(code: string, year: string): Period | undefined {
	const number = Number(code);
	if (!/^\d{2}$/.test(code) || !/^\d{4}$/.test(year)) return undefined;
	if (number >= 1 && number <= 12) return months(`${MONTHS[number - 1]} ${year}`, year, number, number);
	if (number >= 21 && number <= 24)
		return months(`${QUARTERS[number - 21]} кв. ${year}`, year, (number - 21) * 3 + 1, (number - 20) * 3);
	if (code === '31') return months(`полугодие ${year}`, year, 1, 6);
	if (code === '33') return months(`9 месяцев ${year}`, year, 1, 9);
	if (code === '34') return months(`${year} год`, year, 1, 12);
	if (number >= 35 && number <= 46) return months(`${number - 34} мес. ${year}`, year, 1, number - 34);
	return undefined;
}

function months(label: string, year: string, first: number, last: number): Period {
	const lastDay = new Date(Date.UTC(Number(year), last, 0)).getUTCDate();
	return { label, begin: `${year}-${twoDigits(first)}-01`, end: `${year}-${twoDigits(last)}-${lastDay}` };
}

function twoDigits(number: number): string {
	return String(number).padStart(2, '0');
}
