import type { Language } from '../labels';

/** Names of the months, January first, as they stand alone. */
export const MONTHS: Readonly<Record<Language, readonly string[]>> = {
	en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
	ru: ['январь', 'февраль', 'март', 'апрель', 'май', 'июнь', 'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь'],
};

/**
 * A day as it is written in a letter: `31.03.2026`, in English `31 March 2026`. Every text that people read tells its
 * days so; outputs that a workflow reckons with keep ISO 8601.
 * @param day ISO 8601, like 2026-03-31
 */
export function dayInWords(day: string, language: Language): string {
	const [year, month, date] = day.split('-').map(Number);
	return language === 'ru' ? day.split('-').reverse().join('.') : `${date} ${MONTHS.en[month - 1] ?? month} ${year}`;
}
