/** A sample report file for Rosstat. */

import { escaped } from '../authorities/xml';
import { moscowDay } from '../calendar/days';

export interface StatReportOrder {
	name: string;
	inn: string;
	okpo: string;
}

/** Form П-1 for the last month, as Rosstat's templates write it. */
export function statReport({ name, inn, okpo }: StatReportOrder, now: Date): string {
	const day = moscowDay(new Date(now.getTime() - Number(moscowDay(now).slice(8)) * 24 * 3600 * 1000));
	const [year, month] = day.split('-');
	const item = (key: string, value: string) => `<item name="${key}" value="${escaped(value)}"/>`;
	return [
		'<?xml version="1.0" encoding="utf-8"?>',
		`<report code="610013" form="1" shifr="0610013" year="${year}" period="${month}" idp="1" version="sandbox">`,
		`<title>${item('name', name)}${item('inn', inn)}${item('okpo', okpo)}</title>`,
		'<sections><section code="1"><row code="01" s1="" s2="" s3=""><col code="4">1500</col></row></section></sections>',
		'</report>',
	].join('\n');
}
