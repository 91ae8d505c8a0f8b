/** The table of reports and payments: what organizations owe, have filed and have to pay. */

import { moscowDay, monthsFrom } from '../calendar/days';
import { paymentFormsOf, paymentsDue, type PaymentForm } from '../calendar/payments';
import { deadlinesOf, formsOf, type Deadline, type ReportForm } from '../calendar/reports';
import { deadlineStatus, docflowsOf, reportStatus } from '../calendar/standing';
import type { Organization } from '../world/accounts';
import type { Docflow } from '../world/docflows';
import type { Call, Handlers } from './call';
import { organizationOf } from './organizations';
import { badRequest, notFound } from './problems';
import { filled, instant, midnight, page } from './wire';

interface TableSearch {
	'organization-ids'?: string[] | null;
	skip?: number | null;
	take?: number | null;
}

type ReportsSearch = TableSearch & { 'date-from'?: string | null; 'date-to'?: string | null };
type PaymentsSearch = TableSearch & { 'deadline-from'?: string | null; 'deadline-to'?: string | null };

/** Both searches look so far back and ahead when they are not told. */
const MONTHS_AROUND = 3;
const LARGEST_PAGE = 1000;

export const reportsTableHandlers: Handlers = {
	'reports-table-forms-list': (call) => ({
		status: 200,
		body: { forms: formsOf(organizationOf(call), { abolished: withDeleted(call) }).map(wireForm) },
	}),
	'reports-tables-search': (call) => {
		const search = call.body<ReportsSearch>();
		const [from, to] = daysOf(call, ['date-from', search['date-from']], ['date-to', search['date-to']]);
		const tables = searched(call, search).items.map((organization) => ({
			'organization-id': organization.id,
			forms: formsOf(organization, { abolished: withDeleted(call) }).flatMap((form) => {
				const deadlines = deadlinesOf(form, from, to);
				if (deadlines.length === 0) return [];
				return [
					{
						'form-info': wireForm(form),
						deadlines: deadlines.map((deadline) => wireDeadline(call, organization, { form, deadline })),
					},
				];
			}),
		}));
		return { status: 200, body: { 'reports-tables': tables } };
	},
	'reports-table-report-docflows': (call) => {
		const organization = organizationOf(call);
		const { form, deadline } = reportOf(call, organization);
		const docflows = docflowsOf(call.world, organization, form, deadline);
		return { status: 200, body: { docflows: docflows.map((docflow) => wireReport(docflow, organization, form)) } };
	},
	'reports-tables-search-payments': (call) => {
		const search = call.body<PaymentsSearch>();
		const [from, to] = daysOf(call, ['deadline-from', search['deadline-from']], ['deadline-to', search['deadline-to']]);
		const { skip, take, total, items } = searched(call, search);
		return {
			status: 200,
			body: {
				skip,
				take,
				'total-count': total,
				'organization-payments': items.map((organization) => ({
					'organization-id': organization.id,
					payments: paymentFormsOf(organization).flatMap((form) => wirePayments(form, from, to)),
				})),
			},
		};
	},
};

function withDeleted(call: Call): boolean {
	return call.flag('includeDeleted') ?? false;
}

/** The organizations that were asked for, or all of the account. Throws 404. */
function searched(call: Call, { 'organization-ids': ids, skip, take }: TableSearch) {
	const organizations = call.world.accounts.organizationsOf(call.account().id);
	const chosen = ids?.length
		? ids.map((id) => {
				const found = organizations.find((organization) => organization.id === id.toLowerCase());
				if (!found) throw notFound('Организация', id);
				return found;
			})
		: organizations;
	return page(chosen, skip ?? 0, Math.min(take ?? LARGEST_PAGE, call.world.largestPage));
}

type NamedDate = [name: string, value: string | null | undefined];

function daysOf(call: Call, [fromName, from]: NamedDate, [toName, to]: NamedDate): [string, string] {
	const now = call.world.clock.now();
	const first = from ? dayOf(fromName, from) : monthsFrom(now, -MONTHS_AROUND);
	const last = to ? dayOf(toName, to) : monthsFrom(now, MONTHS_AROUND);
	if (first > last) throw badRequest('Начало периода позже его конца', { [fromName]: 'later than the end' });
	return [first, last];
}

/** Dates without a zone are those of Moscow. */
function dayOf(name: string, value: string): string {
	const zoned = /(Z|[+-]\d{2}:\d{2})$/i.test(value) ? value : `${value}+03:00`;
	const moment = new Date(zoned);
	if (Number.isNaN(moment.getTime())) throw badRequest(`Недопустимая дата: «${value}»`, { [name]: 'invalid' });
	return moscowDay(moment);
}

/** The report that the query names. Throws 404. */
function reportOf(call: Call, organization: Organization): { form: ReportForm; deadline: Deadline } {
	const formId = call.number('formId', 0);
	const form = formsOf(organization, { abolished: true }).find(({ id }) => id === formId);
	if (!form) throw notFound('Форма отчётности', String(formId));
	const day = dayOf('deadline', call.text('deadline') ?? '');
	const [year, number] = [call.number('periodYear', 0), call.number('periodNumber', 0)];
	const deadline = deadlinesOf(form, day, day).find((candidate) => candidate.year === year && candidate.number === number);
	if (!deadline) throw notFound('Срок сдачи', `${day} за период ${number} ${year} года`);
	return { form, deadline };
}

function wireForm({ id, knd, full, short, periodicity }: ReportForm) {
	return { 'form-full-name': full, 'form-short-name': short, 'form-id': id, knd, periodicity };
}

function wireDeadline({ world }: Call, organization: Organization, { form, deadline }: { form: ReportForm; deadline: Deadline }) {
	const { day, year, number, start, end } = deadline;
	return filled({
		deadline: midnight(day),
		'period-year': year,
		'period-number': number,
		'period-start': start && midnight(start),
		'period-end': end && midnight(end),
		status: deadlineStatus(docflowsOf(world, organization, form, deadline), deadline, world.clock.now()),
	});
}

function wireReport(docflow: Docflow, { name }: Organization, form: ReportForm) {
	const { id, authority, createdAt, description } = docflow;
	return filled({
		'docflow-id': id,
		'organization-short-name': name,
		form: wireForm(form),
		recipient: authority,
		'send-date': instant(createdAt),
		'correction-number': description['correction-number'],
		'report-status': reportStatus(docflow),
	});
}

function wirePayments(form: PaymentForm, from: string, to: string) {
	const due = paymentsDue(form, from, to);
	if (due.length === 0) return [];
	return [
		{
			'full-name': form.full,
			'short-name': form.short,
			'payment-form-id': form.id,
			periodicity: form.periodicity,
			'payment-periods': due.map(({ day, year, periodType, period, part }) =>
				filled({
					deadline: midnight(day),
					'period-year': year,
					'period-type': periodType,
					'period-number': period,
					'payment-number-in-period': part,
				}),
			),
		},
	];
}
