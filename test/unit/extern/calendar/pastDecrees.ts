import type { Decree } from '../../../../extern/calendar/daysOff';

/**
 * The government's decrees on days off before those that are shipped, by year: 860 of 27 August 2014, 1017 of 24 September 2015,
 * 756 of 4 August 2016, 1250 of 14 October 2017, 1163 of 1 October 2018, 875 of 10 July 2019, 1648 of 10 October 2020,
 * 1564 of 16 September 2021, 1505 of 29 August 2022. A day that the law frees by itself is not repeated.
 */
export const PAST_DECREES: Readonly<Record<string, Decree>> = {
	2015: { off: ['01-09', '05-04'], worked: [], moved: [] },
	2016: { off: ['02-22', '03-07', '05-03'], worked: ['02-20'], moved: [] },
	2017: { off: ['02-24', '05-08'], worked: [], moved: [] },
	2018: { off: ['03-09', '04-30', '05-02', '06-11', '12-31'], worked: ['04-28', '06-09', '12-29'], moved: [] },
	2019: { off: ['05-02', '05-03', '05-10'], worked: [], moved: ['02-23'] },
	2020: { off: ['05-04', '05-05'], worked: [], moved: [] },
	2021: { off: ['02-22', '11-05', '12-31'], worked: ['02-20'], moved: [] },
	2022: { off: ['03-07', '05-03', '05-10'], worked: ['03-05'], moved: [] },
	2023: { off: ['02-24', '05-08'], worked: [], moved: [] },
};
