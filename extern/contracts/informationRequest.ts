import { inputError } from '../failure';

/** A request for information to the tax office (ИОН): what the taxpayer wants to be told, and who asks. */
export interface InformationRequest {
	/** `ION3` to `ION9`. */
	readonly contractType: string;
	/** 1 RTF, 2 XML, 4 PDF. */
	readonly answerFormat: number;
	/** Days as yyyy-MM-dd…, or as dd.MM.yyyy already. */
	readonly periodBegin?: string;
	readonly periodEnd?: string;
	/** Budget classification codes; none means all. */
	readonly kbk?: readonly string[];
	/** Codes of municipalities; none means all. */
	readonly oktmo?: readonly string[];
	/** Divisions; none means all. */
	readonly divisionKpp?: readonly string[];
	/** Degree of detail of ION7, in the contract's own words. */
	readonly detail?: unknown;
	readonly senderName?: string;
	readonly signerType: string;
	readonly representativeDocument?: string;
	readonly powerOfAttorneyId?: string;
	readonly taxpayerName: string;
	readonly taxpayerKpp?: string;
	readonly chiefName?: string;
	readonly phone?: string;
	readonly okved?: string;
}

/** Kinds that ask about a period, which has to lie in one calendar year (scenarios, e). */
const ABOUT_PERIOD = ['ION3', 'ION4', 'ION6', 'ION8', 'ION9'];

/** Whether a contract is one of the requests that {@link informationRequest} knows how to write. */
export function isInformationRequest(contractType: string): boolean {
	return /^ION[3-9]$/i.test(contractType);
}

/**
 * Writes the contract of a request, version 3.
 * @throws ExternError `input` when the period is missing or goes beyond one calendar year
 */
export function informationRequest(request: InformationRequest): object {
	return {
		version: '3',
		data: dataOf({ ...request, contractType: request.contractType.toUpperCase() }),
		'additional-org-info': {
			'document-sender': { 'sender-full-name': request.senderName ?? request.taxpayerName },
			'signer-type': request.signerType,
			'representative-document-name': request.representativeDocument,
			'representative-document-warrant-id': request.powerOfAttorneyId,
			taxpayer: {
				kpp: request.taxpayerKpp,
				'taxpayer-chief-fio': request.chiefName,
				'taxpayer-full-name': request.taxpayerName,
				'taxpayer-phone': request.phone,
				'taxpayer-okved': request.okved,
			},
		},
	};
}

function dataOf(request: InformationRequest): object {
	const { contractType, answerFormat, kbk = [], oktmo = [], divisionKpp = [] } = request;
	const period = ABOUT_PERIOD.includes(contractType) ? periodOf(request) : {};
	const answer = { ФормОтв: answerFormat, ...period };
	switch (contractType) {
		case 'ION4':
			return { ...answer, ЗапрКБК: kbk.length > 0 ? kbkListed(kbk) : { ПрКБК: ALL } };
		case 'ION7':
			return {
				...answer,
				ДеталСпр: request.detail,
				ЗапрОКТМО: oktmo.length > 0 ? { ПрОКТМО: LISTED, ПеречОКТМО: oktmo.map((code) => ({ ОКТМО: code })) } : undefined,
				ЗапрКБК: kbk.length > 0 ? kbkListed(kbk) : undefined,
				ЗапрКПП: divisionKpp.length > 0 ? { ПрКПП: LISTED, ПеречКПП: divisionKpp.map((code) => ({ КПП: code })) } : undefined,
			};
		default:
			return answer;
	}
}

/** How a selector says which codes are meant. */
const ALL = 1;
const LISTED = 2;

function kbkListed(codes: readonly string[]): object {
	return { ПрКБК: LISTED, ПеречКБК: codes.map((code) => ({ КБК: code })) };
}

function periodOf({ periodBegin, periodEnd }: InformationRequest): object {
	const begin = dayOf(periodBegin, 'periodBegin');
	const end = dayOf(periodEnd, 'periodEnd');
	if (yearOf(begin) !== yearOf(end)) throw inputError('periodEnd is not in the year of the beginning', 'The tax office answers about one calendar year at a time: make one request for each year', 'periodEnd');
	return { ДатаНач: begin, ДатаКон: end };
}

/** The day as it was written, whatever its time zone: an accountant means that day. */
function dayOf(given: string | undefined, name: string): string {
	if (!given) throw inputError(`${name} is missing: this request asks about a period`, 'Fill in its first and its last day, both in one calendar year', name);
	if (/^\d\d\.\d\d\.\d{4}$/.test(given)) return given;
	const [year, month, day] = given.slice(0, 10).split('-');
	return `${day}.${month}.${year}`;
}

function yearOf(day: string): string {
	return day.slice(6);
}
