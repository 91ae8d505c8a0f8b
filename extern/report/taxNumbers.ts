/** Weights of the check digits (order of the tax service of 29.06.2012 № ММВ-7-6/435@, and before it). */
const COMPANY = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const PERSON_FIRST = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const PERSON_SECOND = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/**
 * What is wrong with an INN, in a sentence.
 * @returns undefined when it has 10 or 12 digits and its check digits fit
 */
export function innMistake(inn: string): string | undefined {
	if (!/^(\d{10}|\d{12})$/.test(inn)) return `The INN ${inn} has not 10 digits (company) or 12 (person)`;
	const fits = inn.length === 10 ? isCheckedBy(inn, COMPANY) : isCheckedBy(inn, PERSON_FIRST) && isCheckedBy(inn, PERSON_SECOND);
	return fits ? undefined : `The INN ${inn} is mistyped: its check digits do not fit`;
}

/**
 * What is wrong with the KPP of a taxpayer, in a sentence.
 * @param kpp undefined where there is none
 */
export function kppMistake(inn: string, kpp: string | undefined): string | undefined {
	if (inn.length === 12) return kpp ? 'A person or sole trader (INN of 12 digits) has no KPP, but the file gives one' : undefined;
	if (!kpp) return 'A company (INN of 10 digits) has a KPP, but the file gives none';
	return /^\d{4}[\dA-Z]{2}\d{3}$/.test(kpp) ? undefined : `The KPP ${kpp} is not written as a KPP: 9 characters, such as 770701001`;
}

function isCheckedBy(inn: string, weights: readonly number[]): boolean {
	const sum = weights.reduce((total, weight, index) => total + weight * Number(inn[index]), 0);
	return (sum % 11) % 10 === Number(inn[weights.length]);
}
