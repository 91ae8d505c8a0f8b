/** Which reports an organization owes, and until when. */

import { formByKnd, knownForms } from '../authorities/forms';
import { periodOf } from '../authorities/periods';
import { termEnd, type Term } from './days';

export type Periodicity = 'yearly' | 'quarterly' | 'monthly' | 'twice-a-month';
export type Payer = 'company' | 'trader';

export interface ReportForm {
	id: number;
	knd: string;
	full: string;
	short: string;
	periodicity: Periodicity;
	/** The last year that was reported by this form; the web interface hides it since. */
	until?: number;
	payers: Payer[];
	/** The code and the term of each period of a year. */
	periods: Array<{ code: string; term: Term }>;
}

export interface Deadline {
	/** yyyy-MM-dd */
	day: string;
	year: number;
	/** From 1. */
	number: number;
	/** The code by which a report file names the period. */
	code: string;
	/** yyyy-MM-dd */
	start?: string;
	/** yyyy-MM-dd */
	end?: string;
}

const BOTH: Payer[] = ['company', 'trader'];
const QUARTERS = ['21', '22', '23', '24'];
/** Totals since the beginning of the year. */
const GROWING = ['21', '31', '33', '34'];
const MONTHS = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));
const YEAR = ['34'];
/** By the number of periods in a year. */
const PERIODICITIES: Record<number, Periodicity> = { 1: 'yearly', 4: 'quarterly' };

/** The 25th of the month after the period. */
const afterQuarters = terms(25, [4, 7, 10, 13]);

export const reportForms: ReportForm[] = [
	form('1151001', BOTH, QUARTERS, afterQuarters),
	form('1151006', ['company'], GROWING, terms(25, [4, 7, 10, 15])),
	form('1151100', BOTH, GROWING, terms(25, [4, 7, 10, 14])),
	form('1151111', BOTH, GROWING, afterQuarters),
	form(
		'1151162',
		BOTH,
		MONTHS,
		terms(
			25,
			MONTHS.map((month) => Number(month) + 1),
		),
	),
	form('1152026', ['company'], YEAR, terms(25, [14])),
	form('0710099', ['company'], YEAR, terms(31, [15])),
	form('1151020', ['trader'], YEAR, terms(30, [16])),
	form('1152017', ['trader'], YEAR, terms(25, [16])),
	form('1152016', BOTH, QUARTERS, terms(20, [4, 7, 10, 13])),
	form('1110018', BOTH, YEAR, terms(20, [13])),
];

export function payerKind({ inn }: { inn: string }): Payer {
	return inn.length === 12 ? 'trader' : 'company';
}

/** The forms of an organization; those that were abolished only when asked for. */
export function formsOf(organization: { inn: string }, { abolished }: { abolished: boolean }): ReportForm[] {
	const kind = payerKind(organization);
	return reportForms.filter(({ payers, until }) => payers.includes(kind) && (abolished || until === undefined));
}

/** The deadlines between two days, both of them included, in their order. */
export function deadlinesOf({ periods, until }: ReportForm, from: string, to: string): Deadline[] {
	// A year is reported until the spring of the next one.
	const first = Number(from.slice(0, 4)) - 1;
	const last = Math.min(Number(to.slice(0, 4)), until ?? Infinity);
	const years = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
	return years
		.flatMap((year) => periods.map(({ code, term }, index) => deadline(year, index + 1, code, term)))
		.filter(({ day }) => from <= day && day <= to)
		.sort((left, right) => (left.day < right.day ? -1 : 1));
}

/** The last period that has ended by this day, as report files name it. */
export function lastEnded({ periods, until = Infinity }: ReportForm, day: string): { code: string; year: string } | undefined {
	const year = Math.min(Number(day.slice(0, 4)), until);
	return [year - 1, year]
		.flatMap((candidate) => periods.map(({ code }) => ({ code, year: String(candidate) })))
		.findLast((period) => (periodOf(period.code, period.year)?.end ?? day) < day);
}

function deadline(year: number, number: number, code: string, term: Term): Deadline {
	const period = periodOf(code, String(year));
	return { day: termEnd(year, term), year, number, code, start: period?.begin, end: period?.end };
}

function form(knd: string, payers: Payer[], codes: string[], ends: Term[]): ReportForm {
	const { full, short } = formByKnd(knd);
	return {
		id: Number(knd),
		knd,
		full,
		short,
		periodicity: PERIODICITIES[codes.length] ?? 'monthly',
		until: knownForms.find((known) => known.knd === knd)?.until,
		payers,
		periods: ends.flatMap((term, index) => (codes[index] ? [{ code: codes[index], term }] : [])),
	};
}

function terms(day: number, months: number[]): Term[] {
	return months.map((month) => ({ month, day }));
}
