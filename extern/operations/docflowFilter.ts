import { choice, dateTime, day, flag, guid, type InputOf, list, optional, text } from './fields';

/** What narrows a list of docflows; the lists of related docflows and of inventories know the same. */
export const docflowFilter = {
	type: optional(list(choice([]))),
	successState: optional(list(choice([]))),
	finished: optional(flag()),
	incoming: optional(flag()),
	createdFrom: optional(dateTime()),
	createdTo: optional(dateTime()),
	updatedFrom: optional(dateTime()),
	updatedTo: optional(dateTime()),
	periodFrom: optional(day()),
	periodTo: optional(day()),
	orgId: optional(guid('Organization: Get Many')),
	innKpp: optional(text()),
	knd: optional(text()),
	okud: optional(text()),
	okpo: optional(text()),
	cu: optional(text()),
	regNumber: optional(text()),
	formName: optional(text()),
	demandNumber: optional(text()),
	demandsOnReports: optional(flag()),
	pfrLetterCategory: optional(list(choice([]))),
	forAllUsers: optional(flag()),
	orderBy: optional(choice(['ascending', 'descending'])),
};

/** The query of a filter. */
export function docflowQuery({ type, successState, pfrLetterCategory, periodFrom, periodTo, ...filter }: InputOf<typeof docflowFilter>) {
	const { createdFrom, createdTo, updatedFrom, updatedTo, orgId, innKpp, knd, okud, okpo, cu } = filter;
	const { finished, incoming, regNumber, formName, demandNumber, demandsOnReports, forAllUsers, orderBy } = filter;
	return {
		type: withoutPrefix(type),
		successState: withoutPrefix(successState),
		pfrLetterCategory: withoutPrefix(pfrLetterCategory),
		finished,
		incoming,
		createdFrom: precise(createdFrom),
		createdTo: precise(createdTo),
		updatedFrom: precise(updatedFrom),
		updatedTo: precise(updatedTo),
		periodFrom: midnight(periodFrom),
		periodTo: midnight(periodTo),
		orgId,
		innKpp,
		knd,
		okud,
		okpo,
		cu,
		regNumber,
		formName,
		demandNumber,
		demandsOnReports,
		forAllUsers,
		orderBy,
	};
}

/** Query values carry no urn prefix. */
function withoutPrefix(codes: readonly string[] | undefined): string[] | undefined {
	return codes?.map((code) => code.replace(/^urn:[^:]+:/i, ''));
}

/** Filters take a moment with no fraction of a second, or with seven digits of it (http-behaviour §9). */
function precise(moment: string | undefined): string | undefined {
	return moment?.replace(/\.(\d{3})Z$/, '.$10000Z');
}

/** In UTC, midnight falls on the same day in Moscow as well, whichever of the two the service reads. */
function midnight(date: string | undefined): string | undefined {
	return date && `${date}T00:00:00Z`;
}
