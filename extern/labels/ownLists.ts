/** Codes that the reference lists without words. */
export const OWN_LISTS = {
	authority: {
		fns: ['Tax service (FNS)', 'Налоговая служба (ФНС)'],
		fss: ['Social insurance (FSS)', 'Соцстрах (ФСС)'],
		fst: ['Tariff service (FST)', 'Служба по тарифам (ФСТ)'],
		mvd: ['Police (MVD)', 'Полиция (МВД)'],
		pfr: ['Pension fund (PFR)', 'Пенсионный фонд (ПФР)'],
		rtn: ['Environment supervision (RTN)', 'Ростехнадзор (РТН)'],
		stat: ['Statistics (Rosstat)', 'Статистика (Росстат)'],
	},
	period: {
		yearly: ['Yearly', 'Ежегодно'],
		quarterly: ['Quarterly', 'Ежеквартально'],
		monthly: ['Monthly', 'Ежемесячно'],
		'twice-a-month': ['Twice a month', 'Дважды в месяц'],
	},
} as const satisfies Record<string, Readonly<Record<string, readonly [english: string, russian: string]>>>;
