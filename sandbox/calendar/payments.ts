/** Which taxes an organization pays, and until when. */

import { termEnd, type Term } from './days';
import { payerKind, type Payer, type Periodicity } from './reports';

export interface PaymentForm {
	id: number;
	full: string;
	short: string;
	periodicity: Periodicity;
	payers: Payer[];
	/** Of one year. */
	payments: Payment[];
}

interface Payment {
	periodType: Periodicity;
	/** From 1. */
	period: number;
	/** From 1; absent when a period is paid for at once. */
	part?: number;
	term: Term;
}

export interface DuePayment {
	/** yyyy-MM-dd */
	day: string;
	year: number;
	periodType: Periodicity;
	period: number;
	part?: number;
}

/** The single tax payment is made by the 28th. */
const DAY = 28;
const BOTH: Payer[] = ['company', 'trader'];
const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);
const QUARTERS = [1, 2, 3, 4];

const inQuarters = (months: (quarter: number) => number[]) =>
	QUARTERS.flatMap((quarter) => months(quarter).map((month, index) => payment('quarterly', quarter, month, index + 1)));
const thirds = (quarter: number) => [1, 2, 3].map((part) => quarter * 3 + part);

const paymentForms: PaymentForm[] = [
	{
		id: 101000,
		full: 'Налог на добавленную стоимость',
		short: 'НДС',
		periodicity: 'monthly',
		payers: BOTH,
		payments: inQuarters(thirds),
	},
	{
		id: 102000,
		full: 'Налог на прибыль организаций',
		short: 'Прибыль',
		periodicity: 'monthly',
		payers: ['company'],
		payments: [...inQuarters((quarter) => (quarter < 4 ? thirds(quarter) : [])), payment('yearly', 1, 15)],
	},
	{
		id: 103000,
		full: 'Страховые взносы с выплат работникам',
		short: 'Взносы',
		periodicity: 'monthly',
		payers: BOTH,
		payments: MONTHS.map((month) => payment('monthly', month, month + 1)),
	},
	{
		id: 104000,
		full: 'Налог на доходы физических лиц, удержанный налоговым агентом',
		short: 'НДФЛ',
		periodicity: 'twice-a-month',
		payers: BOTH,
		payments: MONTHS.flatMap((month) => [
			payment('twice-a-month', month * 2 - 1, month),
			{ periodType: 'twice-a-month', period: month * 2, term: withheldLate(month) },
		]),
	},
	{
		id: 105000,
		full: 'Налог на имущество организаций',
		short: 'Имущество',
		periodicity: 'quarterly',
		payers: ['company'],
		payments: [...[1, 2, 3].map((quarter) => payment('quarterly', quarter, quarter * 3 + 1)), payment('yearly', 1, 14)],
	},
	{
		id: 106000,
		full: 'Налог при упрощенной системе налогообложения',
		short: 'УСН',
		periodicity: 'quarterly',
		payers: ['trader'],
		payments: [...[1, 2, 3].map((quarter) => payment('quarterly', quarter, quarter * 3 + 1)), payment('yearly', 1, 16)],
	},
	{
		id: 107000,
		full: 'Страховые взносы предпринимателя за себя',
		short: 'Взносы за себя',
		periodicity: 'yearly',
		payers: ['trader'],
		payments: [payment('yearly', 1, 12)],
	},
];

export function paymentFormsOf(organization: { inn: string }): PaymentForm[] {
	const kind = payerKind(organization);
	return paymentForms.filter(({ payers }) => payers.includes(kind));
}

/** What is due between two days, both of them included, in its order. */
export function paymentsDue({ payments }: PaymentForm, from: string, to: string): DuePayment[] {
	const first = Number(from.slice(0, 4)) - 1;
	const years = Array.from({ length: Math.max(0, Number(to.slice(0, 4)) - first + 1) }, (_, index) => first + index);
	return years
		.flatMap((year) => payments.map(({ term, ...rest }) => ({ day: termEnd(year, term), year, ...rest })))
		.filter(({ day }) => from <= day && day <= to)
		.sort((left, right) => (left.day < right.day ? -1 : 1));
}

function payment(periodType: Periodicity, period: number, month: number, part?: number): Payment {
	return { periodType, period, part, term: { month, day: DAY } };
}

/** What is withheld after the 22nd is paid by the 5th of the next month, in December before the year ends. */
function withheldLate(month: number): Term {
	return month === 12 ? { month, day: 29 } : { month: month + 1, day: 5 };
}
