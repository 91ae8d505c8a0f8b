/** Holidays of every year, as month and day (Labour Code of Russia, article 112). */
export const HOLIDAYS = ['01-01', '01-02', '01-03', '01-04', '01-05', '01-06', '01-07', '01-08', '02-23', '03-08', '05-01', '05-09', '06-12', '11-04'] as const;

/** What the government moves within one year. */
export interface Decree {
	/** Days off besides weekends and holidays, as month and day. */
	readonly off: readonly string[];
	/** Saturdays and Sundays that are worked. */
	readonly worked: readonly string[];
	/** Holidays on a weekend that do not free the next working day, as they would by law, but one of `off`. */
	readonly moved: readonly string[];
}

/**
 * The government's decrees on days off, by year: 1314 of 10 August 2023, 1335 of 4 October 2024, 1466 of 24 September 2025.
 * In a year that is not here a term ends by what a decree may still do (`lastDayOfTerm`): told some days too early a
 * deadline harms nobody, told a day too late it would.
 */
export const DECREES: Readonly<Record<string, Decree>> = {
	2024: { off: ['04-29', '04-30', '05-10', '12-30', '12-31'], worked: ['04-27', '11-02', '12-28'], moved: [] },
	2025: { off: ['05-02', '05-08', '06-13', '11-03', '12-31'], worked: ['11-01'], moved: ['02-23', '03-08'] },
	2026: { off: ['01-09', '12-31'], worked: [], moved: [] },
};
