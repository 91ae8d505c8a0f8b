import type { Language } from '../labels';

const MONTHS = {
	en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
	ru: ['январь', 'февраль', 'март', 'апрель', 'май', 'июнь', 'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь'],
};

/** Codes of tax periods that most forms share (appendices to the orders on the forms). */
const CODES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
	21: { en: 'Q1', ru: '1 квартал' },
	22: { en: 'Q2', ru: '2 квартал' },
	23: { en: 'Q3', ru: '3 квартал' },
	24: { en: 'Q4', ru: '4 квартал' },
	31: { en: 'first half of', ru: 'полугодие' },
	33: { en: '9 months of', ru: '9 месяцев' },
	34: { en: 'year', ru: 'год' },
};

/**
 * A period of the tax service in words, such as "1 квартал 2026".
 * @param code Период, two digits; one that is not known is told as it is
 * @param year ОтчетГод
 */
export function taxPeriodInWords(code: string | undefined, year: string | undefined, language: Language): string | undefined {
	if (!code) return year;
	const month = /^(0[1-9]|1[0-2])$/.test(code) ? MONTHS[language][Number(code) - 1] : undefined;
	const words = month ?? CODES[code]?.[language] ?? unknown(code, language);
	return [words, year].filter(Boolean).join(' ');
}

function unknown(code: string, language: Language): string {
	return language === 'ru' ? `период ${code}` : `period ${code} of`;
}
