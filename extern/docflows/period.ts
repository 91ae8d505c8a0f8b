import { dayInWords, MONTHS } from '../calendar';
import type { Language } from '../labels';

/** Reports of the year so far, by the month in which they end. */
const SO_FAR: Readonly<Record<number, Readonly<Record<Language, string>>>> = {
	6: { en: 'first half of', ru: '1 полугодие' },
	9: { en: '9 months of', ru: '9 месяцев' },
};

/**
 * A period as an accountant calls it: `2025 год`, `1 квартал 2026`, `март 2026`, else its two days.
 * @param begin first day, ISO 8601
 * @param end last day, ISO 8601
 * @returns undefined where one of them is missing
 */
export function periodInWords(begin: string | undefined, end: string | undefined, language: Language): string | undefined {
	if (!begin || !end) return undefined;
	const [year, first, firstDay] = partsOf(begin);
	const [endYear, last] = partsOf(end);
	const isWholeMonths = year === endYear && firstDay === 1 && end === lastDayOf(year, last);
	return (isWholeMonths && monthsInWords(year, first, last, language)) || (begin === end ? dayInWords(begin, language) : `${dayInWords(begin, language)} – ${dayInWords(end, language)}`);
}

function monthsInWords(year: number, first: number, last: number, language: Language): string | undefined {
	if (first === last) return `${MONTHS[language][first - 1]} ${year}`;
	if (first === 1 && last === 12) return language === 'ru' ? `${year} год` : `${year}`;
	if (last === first + 2 && last % 3 === 0) return language === 'ru' ? `${last / 3} квартал ${year}` : `quarter ${last / 3} of ${year}`;
	return first === 1 && SO_FAR[last] ? `${SO_FAR[last][language]} ${year}` : undefined;
}

function partsOf(day: string): number[] {
	return day.split('-').map(Number);
}

function lastDayOf(year: number, month: number): string {
	return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
