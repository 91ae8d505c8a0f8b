/** Codes of tax periods that most forms share (appendices to the orders on the forms): first and last month. */
const MONTHS: Readonly<Record<string, readonly [first: number, last: number]>> = {
	21: [1, 3],
	22: [4, 6],
	23: [7, 9],
	24: [10, 12],
	31: [1, 6],
	33: [1, 9],
	34: [1, 12],
};

/**
 * The days of a period of the tax service, ISO 8601.
 * @param code Период; 01 to 12 are months
 * @param year ОтчетГод
 * @returns undefined where the code is not one that all forms share
 */
export function taxPeriod(code: string | undefined, year: string | undefined): { readonly begin: string; readonly end: string } | undefined {
	if (!code || !/^\d{4}$/.test(year ?? '')) return undefined;
	const month = /^(0[1-9]|1[0-2])$/.test(code) ? Number(code) : undefined;
	const [first, last] = month ? [month, month] : (MONTHS[code] ?? []);
	if (!first || !last) return undefined;
	const end = new Date(Date.UTC(Number(year), last, 0)).toISOString().slice(0, 10);
	return { begin: `${year}-${String(first).padStart(2, '0')}-01`, end };
}
