/** Requisites in the requests of test tools, whose schemas let any text through. */

import { badRequest } from '../problems';

const KPP = /^\d{4}[0-9A-Z]{2}\d{3}$/;

/** Throws 400 when an INN or KPP is given that cannot be one. */
export function checkRequisites({ inn, kpp }: { inn?: string; kpp?: string }, length?: 10 | 12): void {
	if (inn !== undefined && (!/^(\d{10}|\d{12})$/.test(inn) || inn.length !== (length ?? inn.length)))
		throw badRequest(`ИНН «${inn}» задан неверно: ожидается ${length ?? '10 или 12'} цифр`, { inn: 'invalid' });
	if (kpp !== undefined && !KPP.test(kpp)) throw badRequest(`КПП «${kpp}» задан неверно`, { kpp: 'invalid' });
}
