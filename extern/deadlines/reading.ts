import { moscowDay, workingDaysAfter } from '../calendar';
import type { Extern } from '../client';
import { dayOf, deadlineOf, nameIn, periodInWords } from '../docflows';
import { isSameCode, labelIn } from '../labels';
import { certificatesList, lastDayOfCertificate } from '../operations/certificates';
import { docflowsList, summariseDocflow } from '../operations/docflows';
import { summarise, type View } from '../operations/outline';
import { reportsSearch } from '../operations/reportsTables';
import { lastDayOf, warrantsList } from '../operations/warrants';
import { itemsOf } from '../paging';
import type { WireCertificate } from '../wire/account';
import type { WireDueReport } from '../wire/reportsTable';
import type { WireOrganizationWarrant } from '../wire/warrant';
import type { Due, DueKind } from './due';

/** What the deadlines of an account are read with. */
export interface DueQuery extends View {
	readonly accountId: string;
	/** Working days that the operator wants to know a deadline ahead. */
	readonly ahead: number;
}

/** The reports table shows three months back when it is not told otherwise; what is older will not be filed any more. */
const REPORTS_BACK = 92;
/** An answer to a demand may take long, but not half a year. */
const DOCFLOWS_BACK = 184;
/** Whoever has not renewed a certificate for a month does not use it. */
const PAPERS_BACK = 31;

/** Where a report is still owed; `declined` was filed in vain. */
const OWED = ['not-sent', 'not-sent-after-deadline', 'declined'];

const DEMANDS = ['urn:docflow:fns534-demand'];
/** Kinds of the social fund that name a day (models.md §9.2). */
const SFR_DEMANDS = [
	'urn:docflow:fss-sedo-additional-vacation-statement-need-doc',
	'urn:docflow:fss-sedo-demand',
	'urn:docflow:fss-sedo-payment-details-demand',
	'urn:docflow:fss-sedo-proactive-payments-demand',
	'urn:docflow:fss-sedo-pvso-notification',
];

const READERS: Readonly<Record<DueKind, (extern: Extern, query: DueQuery) => Promise<Due[]>>> = {
	report: dueReports,
	demand: async (extern, query) => await dueDocflows(extern, query, { kind: 'demand', types: DEMANDS }),
	'sfr-demand': async (extern, query) => await dueDocflows(extern, query, { kind: 'sfr-demand', types: SFR_DEMANDS }),
	certificate: dueCertificates,
	'power-of-attorney': dueWarrants,
};

/**
 * What of one kind has to be done in an account by some day, near or far.
 * @throws ExternError when it cannot be read
 */
export async function dueIn(extern: Extern, kind: DueKind, query: DueQuery): Promise<Due[]> {
	return await READERS[kind](extern, query);
}

async function dueReports(extern: Extern, { accountId, ahead, now, language }: DueQuery): Promise<Due[]> {
	const last = workingDaysAfter(moscowDay(now), ahead);
	const search = { accountId, dateFrom: `${moscowDay(now, -REPORTS_BACK)}T00:00:00`, dateTo: `${last}T00:00:00` };
	const due: Due[] = [];
	for await (const report of itemsOf<typeof reportsSearch.input, unknown, WireDueReport>(extern, reportsSearch, search)) {
		const day = dayOf(report.deadline);
		if (!day || !OWED.some((status) => isSameCode(status, report.status))) continue;
		const { 'form-info': form, 'period-start': start, 'period-end': end } = report;
		const office = form.knd ? 'fns' : form.okud ? 'stat' : undefined;
		due.push({
			key: `report ${report['organization-id']} ${form['form-id']} ${report['period-year']}-${report['period-number']} ${day}`,
			kind: 'report',
			day,
			organizationId: report['organization-id'],
			facts: {
				...summarise(reportsSearch.outline ?? {}, report, { language, now }),
				form: form['form-short-name'] ?? form['form-full-name'],
				period: periodInWords(dayOf(start), dayOf(end), language),
				authority: office && labelIn('otherSide', office, language),
			},
		});
	}
	return due;
}

async function dueDocflows(extern: Extern, { accountId, now, language }: DueQuery, { kind, types }: { kind: DueKind; types: readonly string[] }): Promise<Due[]> {
	const due: Due[] = [];
	for (const type of types) {
		const filter = { accountId, type: [type], createdFrom: `${moscowDay(now, -DOCFLOWS_BACK)}T00:00:00.0000000Z`, orderBy: 'ascending' };
		for await (const docflow of itemsOf(extern, docflowsList, filter)) {
			const day = deadlineOf(docflow);
			if (!day) continue;
			const [inn, kpp] = nameIn(docflow.description?.['payer-inn']).split('-');
			due.push({
				key: `docflow ${docflow.id} ${day}`,
				kind,
				day,
				organizationId: docflow['organization-id'],
				...(inn && { inn, kpp }),
				facts: summariseDocflow(docflow, { language, now }),
			});
		}
	}
	return due;
}

async function dueCertificates(extern: Extern, { accountId, now }: DueQuery): Promise<Due[]> {
	const all: WireCertificate[] = [];
	for await (const one of itemsOf(extern, certificatesList, { accountId })) all.push(one);
	return latestOf(all, ({ fio, inn, kpp }) => [fio, inn, kpp].join(' '), lastDayOfCertificate).flatMap(([one, day]) => {
		if (day < moscowDay(now, -PAPERS_BACK)) return [];
		const facts = { owner: one.fio, thumbprint: one.thumbprint, serialNumber: one['serial-number'] };
		return [{ key: `certificate ${one.thumbprint} ${day}`, kind: 'certificate' as const, day, inn: one.inn, kpp: one.kpp, facts }];
	});
}

async function dueWarrants(extern: Extern, { accountId, now, language }: DueQuery): Promise<Due[]> {
	const all: WireOrganizationWarrant[] = [];
	for await (const one of itemsOf<typeof warrantsList.input, unknown, WireOrganizationWarrant>(extern, warrantsList, { accountId })) all.push(one);
	const known = all.map((wire) => ({ wire, outline: summarise(warrantsList.outline ?? {}, wire, { language, now }) }));
	const dayOfWarrant = ({ wire }: { wire: WireOrganizationWarrant }) => lastDayOf(wire);
	return latestOf(known, ({ outline: { inn, kpp, representative, organizationName } }) => JSON.stringify([inn ?? organizationName, kpp, representative]), dayOfWarrant).flatMap(
		([{ wire, outline }, day]) => {
			if (day < moscowDay(now, -PAPERS_BACK)) return [];
			const { number, representative, validFrom } = outline;
			const key = `power ${wire['organization-id'] ?? wire.inn ?? ''} ${String(number ?? representative ?? '')} ${day}`;
			return [{ key, kind: 'power-of-attorney' as const, day, organizationId: wire['organization-id'], inn: wire.inn, kpp: wire.kpp, facts: { number, representative, validFrom } }];
		},
	);
}

/** Of several papers for the same person and organization the one that lasts longest: it has taken the place of the others. */
function latestOf<P>(papers: readonly P[], holderOf: (paper: P) => string, lastDay: (paper: P) => string | undefined): Array<[P, string]> {
	const latest = new Map<string, [P, string]>();
	for (const paper of papers) {
		const day = lastDay(paper);
		const holder = holderOf(paper);
		if (day && day > (latest.get(holder)?.[1] ?? '')) latest.set(holder, [paper, day]);
	}
	return [...latest.values()];
}
