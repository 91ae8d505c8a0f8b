/** Requisites in the requests of test tools, whose schemas let any text through. */

import { badRequest } from '../problems';

export const OKPO = /^(\d{8}|\d{10}|\d{14})$/;
const KPP = /^\d{4}[0-9A-Z]{2}\d{3}$/;

/** Throws 400 when an INN or KPP is given that cannot be one. */
export function checkRequisites({ inn, kpp }: { inn?: string; kpp?: string }, length?: 10 | 12): void {
	if (inn !== undefined && (!/^(\d{10}|\d{12})$/.test(inn) || inn.length !== (length ?? inn.length)))
		throw badRequest(`ИНН «${inn}» задан неверно: ожидается ${length ?? '10 или 12'} цифр`, { inn: 'invalid' });
	if (kpp !== undefined && !KPP.test(kpp)) throw badRequest(`КПП «${kpp}» задан неверно`, { kpp: 'invalid' });
}

/** The fields of orders that hold others; all the others are text. */
const HOLDERS = new Set(['sender', 'payer', 'organization', 'certificate', 'chiefFio', 'warrant']);

/** For a body whose fields the reference does not tell. Nulls count as absent. Throws 400 for what is no text. */
export function textsOnly<T extends object>(body: T): T {
	const given = Object.entries(body).filter(([, value]) => value !== null);
	const read = given.map(([name, value]: [string, unknown]) => {
		if (HOLDERS.has(name) && typeof value === 'object' && value !== null) return [name, textsOnly(value)];
		if (HOLDERS.has(name) || typeof value !== 'string')
			throw badRequest(`Поле «${name}» имеет недопустимое значение`, { [name]: 'invalid' });
		return [name, value];
	});
	return Object.fromEntries(read);
}
