/** The test tool that writes the calendar of reports as XML. */

import { createHash } from 'node:crypto';
import { escaped } from '../../authorities/xml';
import { deadlinesOf, reportForms } from '../../calendar/reports';
import type { Handlers } from '../call';
import { instant } from '../wire';

export const calendarTool: Handlers = {
	'test-tools-generate-xml-calendar': (call) => {
		call.body<Record<string, never>>();
		const now = call.world.clock.now();
		const year = String(now.getUTCFullYear());
		const xml = calendarOf(year);
		const hash = createHash('sha256').update(xml).digest('hex');
		return { status: 200, body: { version: year, hash, timeStamp: instant(now), xml } };
	},
};

/** Every deadline of the year. */
function calendarOf(year: string): string {
	const forms = reportForms.flatMap((form) => {
		const deadlines = deadlinesOf(form, `${year}-01-01`, `${year}-12-31`);
		if (deadlines.length === 0) return [];
		return [
			`<form id="${form.id}" knd="${form.knd}" name="${escaped(form.short)}" periodicity="${form.periodicity}">`,
			...deadlines.map(({ day, year: of, number }) => `<deadline date="${day}" year="${of}" period="${number}"/>`),
			'</form>',
		];
	});
	return ['<?xml version="1.0" encoding="utf-8"?>', `<calendar year="${year}">`, ...forms, '</calendar>'].join('\n');
}
