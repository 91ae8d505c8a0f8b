import type { WireSkipTake } from './core';

/** models.md §12. Stamps have no zone and mean Moscow. */
export interface WireReportForm {
	readonly 'form-full-name'?: string;
	readonly 'form-short-name'?: string;
	readonly 'form-id': number;
	readonly knd?: string | null;
	readonly okud?: string | null;
	readonly periodicity: string;
}

export interface WireReportFormList {
	readonly forms: readonly WireReportForm[];
}

export interface WireDeadline {
	readonly deadline: string;
	readonly 'period-year': number;
	readonly 'period-number': number;
	readonly 'period-start'?: string | null;
	readonly 'period-end'?: string | null;
	readonly status: string;
}

interface WireReportsTable {
	readonly 'organization-id': string;
	readonly forms: ReadonlyArray<{ readonly 'form-info': WireReportForm; readonly deadlines: readonly WireDeadline[] }>;
}

export interface WireReportsTableList {
	readonly 'reports-tables': readonly WireReportsTable[];
}

/** One cell of the table: what an organization owes by a day. */
export interface WireDueReport extends WireDeadline {
	readonly 'organization-id': string;
	readonly 'form-info': WireReportForm;
}

export interface WireReportDocflow {
	readonly 'docflow-id': string;
	readonly 'organization-short-name': string;
	readonly form: WireReportForm;
	readonly recipient?: string | null;
	readonly 'send-date': string;
	readonly 'correction-number'?: number | null;
	readonly 'report-status': string;
}

export interface WireReportDocflows {
	readonly docflows: readonly WireReportDocflow[];
}

interface WirePaymentPeriod {
	readonly deadline: string;
	readonly 'period-year': number;
	readonly 'period-type': string;
	readonly 'period-number': number;
	readonly 'payment-number-in-period'?: number | null;
}

interface WirePayment {
	readonly 'full-name': string;
	readonly 'short-name': string;
	readonly 'payment-form-id': number;
	readonly periodicity: string;
}

interface WireOrganizationPayments {
	readonly 'organization-id': string;
	readonly payments: ReadonlyArray<WirePayment & { readonly 'payment-periods': readonly WirePaymentPeriod[] }>;
}

export interface WirePaymentsList extends WireSkipTake {
	readonly 'organization-payments': readonly WireOrganizationPayments[];
}

/** One payment that is due by a day. */
export interface WireDuePayment extends WirePayment, WirePaymentPeriod {
	readonly 'organization-id': string;
}
