/** Made-up INN, OGRN and SNILS with right control digits. */

/** INN of a legal entity from its first nine digits. */
export function companyInn(nine: string): string {
	return nine + controlDigit(nine, [2, 4, 10, 3, 5, 9, 4, 6, 8]);
}

/** INN of a person from its first ten digits. */
export function personInn(ten: string): string {
	const eleven = ten + controlDigit(ten, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
	return eleven + controlDigit(eleven, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
}

/** OGRN of a legal entity from its first twelve digits. */
export function ogrn(twelve: string): string {
	return twelve + String((BigInt(twelve) % 11n) % 10n);
}

/** OGRNIP of a sole trader from its first fourteen digits. */
export function ogrnip(fourteen: string): string {
	return fourteen + String((BigInt(fourteen) % 13n) % 10n);
}

/** SNILS from its first nine digits, without separators. */
export function snils(nine: string): string {
	const sum = [...nine].reduce((total, digit, index) => total + Number(digit) * (9 - index), 0);
	const control = sum % 101 === 100 ? 0 : sum % 101;
	return nine + String(control).padStart(2, '0');
}

/** A registration number of an employer at the social fund, one for each INN. */
export function sfrNumber(inn: string): string {
	return `066-099-${inn.slice(-7, -1)}`;
}

function controlDigit(digits: string, weights: number[]): string {
	const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
	return String((sum % 11) % 10);
}
