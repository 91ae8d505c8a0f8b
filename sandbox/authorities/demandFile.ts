/** The file of a tax demand: a PDF with the requisites that recognition finds again. */

import { printedForm } from './printedForm';

export interface DemandRequisites {
	number: string;
	knd: string;
	/** yyyy-MM-dd, like the other days here. */
	date: string;
	receiptDeadline: string;
	replyDeadline: string;
	inns: string[];
}

/** The lines of the PDF; its font has no Cyrillic. */
const LABELS: Record<Exclude<keyof DemandRequisites, 'inns'>, string> = {
	number: 'Trebovanie N',
	knd: 'KND',
	date: 'Data trebovaniya',
	receiptDeadline: 'Podtverdit poluchenie do',
	replyDeadline: 'Otvetit do',
};

export function demandFile({ inns, ...requisites }: DemandRequisites): Buffer {
	const { number, knd, date, receiptDeadline, replyDeadline } = LABELS;
	return printedForm([
		`${number} ${requisites.number}`,
		`${knd} ${requisites.knd}`,
		`${date} ${requisites.date}`,
		`${receiptDeadline} ${requisites.receiptDeadline}`,
		`${replyDeadline} ${requisites.replyDeadline}`,
		...inns.map((inn) => `INN ${inn}`),
	]);
}

/** What can be read from a demand; nothing but its INN list is certain to be there. */
export function readDemandFile(bytes: Uint8Array): Partial<DemandRequisites> & { inns: string[] } {
	const text = Buffer.from(bytes).toString('latin1');
	const after = (label: string, shape: string) => new RegExp(`\\(${label} (${shape})\\)`).exec(text)?.[1];
	const day = '\\d{4}-\\d{2}-\\d{2}';
	return {
		number: after(LABELS.number, '[\\w./-]+'),
		knd: after(LABELS.knd, '\\d{7}'),
		date: after(LABELS.date, day),
		receiptDeadline: after(LABELS.receiptDeadline, day),
		replyDeadline: after(LABELS.replyDeadline, day),
		inns: [...text.matchAll(/\(INN (\d{10}|\d{12})\)/g)].flatMap(([, inn]) => inn ?? []),
	};
}

export function isPdf(bytes: Uint8Array): boolean {
	return Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';
}
