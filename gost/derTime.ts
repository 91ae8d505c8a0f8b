import { tags, type Element } from './der';
import { damaged } from './errors';

const utcTime = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?Z$/;
const generalizedTime = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?Z$/;

/** Reads UTCTime or GeneralizedTime of zone Z, to the second. */
export function timeOf(element: Element): Date {
	if (element.content.length > 32) throw damaged('A time is malformed');
	const text = String.fromCharCode(...element.content);
	const match = element.tag === tags.utcTime ? utcTime.exec(text) : element.tag === tags.generalizedTime ? generalizedTime.exec(text) : null;
	if (!match) throw damaged('A time is malformed');
	const [yearDigits, month, day, hour, minute, second] = match.slice(1).map((digits) => Number(digits ?? 0));
	const year = element.tag === tags.utcTime ? yearDigits + (yearDigits < 50 ? 2000 : 1900) : yearDigits;
	const moment = new Date(0);
	moment.setUTCFullYear(year, month - 1, day);
	moment.setUTCHours(hour, minute, second);
	// Date carries the 31st of February into March
	if (moment.getUTCMonth() !== month - 1 || moment.getUTCDate() !== day) throw damaged('A time names a day that does not exist');
	return moment;
}
