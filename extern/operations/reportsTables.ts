import type {
	WireDuePayment,
	WireDueReport,
	WirePaymentsList,
	WireReportDocflow,
	WireReportDocflows,
	WireReportForm,
	WireReportFormList,
	WireReportsTableList,
} from '../wire/reportsTable';
import { membersOf } from '../wire/tolerant';
import { deadline, flag, guid, integer, list, optional } from './fields';
import { accountIds } from './ids';
import { get, jsonBody, operation, post, searchPages, whole } from './operation';
import { coded, count, words, type Outline } from './outline';

const MOST = 1000; // reference, SearchReportsRequest
const SOURCE = 'accounts, "методы API для таблицы отчетности"';

const organizationIds = { ...accountIds, orgId: guid('Organization: Get Many') };
const organizations = optional(list(guid('Organization: Get Many')));

const form: Outline<WireReportForm> = {
	formId: count('Id of the form in the table', (wire) => wire['form-id']),
	formName: words('Short name of the form', (wire) => wire['form-short-name']),
	formFullName: words('Full name of the form', (wire) => wire['form-full-name']),
	knd: words('KND of the form', (wire) => wire.knd),
	okud: words('OKUD of the form', (wire) => wire.okud),
	periodicity: coded('period', 'How often it is due', (wire) => wire.periodicity),
};

/** Forms that an organization reports by. */
export const reportFormsList = operation({
	id: 'reports-table-forms-list',
	request: get('/v1/{accountId}/reports-tables/{orgId}/forms'),
	input: { ...organizationIds, includeDeleted: optional(flag()) },
	query: ({ includeDeleted }) => ({ includeDeleted }),
	answer: whole<WireReportFormList>((page) => page.forms),
	outline: form,
	source: SOURCE,
});

const dueReport: Outline<WireDueReport> = {
	organizationId: words('Id of the organization that owes it', (wire) => wire['organization-id']),
	reportStatus: coded('reportDeadlineStatus', 'Where it stands', (wire) => wire.status),
	deadline: words('Last day to file, Moscow time', (wire) => wire.deadline),
	formId: count('Id of the form in the table', (wire) => wire['form-info']['form-id']),
	formName: words('Short name of the form', (wire) => wire['form-info']['form-short-name']),
	formFullName: words('Full name of the form', (wire) => wire['form-info']['form-full-name']),
	knd: words('KND of the form', (wire) => wire['form-info'].knd),
	okud: words('OKUD of the form', (wire) => wire['form-info'].okud),
	periodicity: coded('period', 'How often the form is due', (wire) => wire['form-info'].periodicity),
	periodYear: count('Year of the period', (wire) => wire['period-year']),
	periodNumber: count('Number of the period in its year', (wire) => wire['period-number']),
	periodStart: words('First day of the period', (wire) => wire['period-start']),
	periodEnd: words('Last day of the period', (wire) => wire['period-end']),
};

/**
 * What organizations owe: one item for each deadline. The service counts organizations, tells no total, and looks
 * three months back and ahead when no days are named. A search changes nothing, so it may be repeated.
 */
export const reportsSearch = operation({
	id: 'reports-tables-search',
	request: post('/v1/{accountId}/reports-tables/search'),
	input: { ...accountIds, organizationIds: organizations, dateFrom: optional(deadline()), dateTo: optional(deadline()), includeDeleted: optional(flag()) },
	query: ({ includeDeleted }) => ({ includeDeleted }),
	payload: ({ organizationIds: ids, dateFrom, dateTo }) => jsonBody({ 'organization-ids': ids, 'date-from': dateFrom, 'date-to': dateTo }),
	answer: searchPages<WireReportsTableList>({ most: MOST, entries: (page) => page['reports-tables'], items: dueReports }),
	outline: dueReport,
	repeat: 'safe',
	source: SOURCE,
});

const reportDocflow: Outline<WireReportDocflow> = {
	docflowId: words('Id of the docflow', (wire) => wire['docflow-id']),
	reportStatus: coded('reportDocflowStatus', 'What the authority says of it', (wire) => wire['report-status']),
	organizationName: words('Short name of the organization', (wire) => wire['organization-short-name']),
	recipientCode: words('Code of the authority', (wire) => wire.recipient),
	sentAt: words('When it was sent', (wire) => wire['send-date']),
	correctionNumber: count('Number of the correction, 0 for the first report', (wire) => wire['correction-number']),
	formId: count('Id of the form in the table', (wire) => wire.form['form-id']),
	formName: words('Short name of the form', (wire) => wire.form['form-short-name']),
};

/** Docflows in which a report of the table was sent. */
export const reportDocflows = operation({
	id: 'reports-table-report-docflows',
	request: get('/v1/{accountId}/reports-tables/{orgId}/report-docflows'),
	input: { ...organizationIds, formId: integer(), deadline: deadline(), periodYear: integer(), periodNumber: integer() },
	query: ({ formId, deadline: day, periodYear, periodNumber }) => ({ formId, deadline: day, periodYear, periodNumber }),
	answer: whole<WireReportDocflows>((page) => page.docflows),
	outline: reportDocflow,
	source: SOURCE,
});

const duePayment: Outline<WireDuePayment> = {
	organizationId: words('Id of the organization that has to pay', (wire) => wire['organization-id']),
	deadline: words('Last day to pay, Moscow time', (wire) => wire.deadline),
	paymentName: words('Short name of the payment', (wire) => wire['short-name']),
	paymentFullName: words('Full name of the payment', (wire) => wire['full-name']),
	paymentFormId: count('Id of the payment in the table', (wire) => wire['payment-form-id']),
	periodicity: coded('period', 'How often it is due', (wire) => wire.periodicity),
	periodType: coded('period', 'Kind of the period that it is for', (wire) => wire['period-type']),
	periodYear: count('Year of the period', (wire) => wire['period-year']),
	periodNumber: count('Number of the period in its year', (wire) => wire['period-number']),
	paymentNumber: count('Number of the payment in its period', (wire) => wire['payment-number-in-period']),
};

/** What organizations have to pay: one item for each deadline. The service counts organizations. */
export const paymentsSearch = operation({
	id: 'reports-tables-search-payments',
	request: post('/v1/{accountId}/reports-tables/search-payments'),
	input: { ...accountIds, organizationIds: organizations, dateFrom: optional(deadline()), dateTo: optional(deadline()) },
	payload: ({ organizationIds: ids, dateFrom, dateTo }) => jsonBody({ 'organization-ids': ids, 'deadline-from': dateFrom, 'deadline-to': dateTo }),
	answer: searchPages<WirePaymentsList>({ most: MOST, entries: (page) => page['organization-payments'], items: duePayments, total: (page) => page['total-count'] }),
	outline: duePayment,
	repeat: 'safe',
	source: SOURCE,
});

function dueReports(page: WireReportsTableList): WireDueReport[] {
	return membersOf(page['reports-tables']).flatMap(({ 'organization-id': id, forms }) =>
		membersOf(forms).flatMap(({ 'form-info': info, deadlines }) => membersOf(deadlines).map((one) => ({ 'organization-id': id, 'form-info': info, ...one }))),
	);
}

function duePayments(page: WirePaymentsList): WireDuePayment[] {
	return membersOf(page['organization-payments']).flatMap(({ 'organization-id': id, payments }) =>
		membersOf(payments).flatMap(({ 'payment-periods': periods, ...payment }) => membersOf(periods).map((one) => ({ 'organization-id': id, ...payment, ...one }))),
	);
}
