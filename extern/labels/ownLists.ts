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
	demandOutcome: {
		accepted: ['Accepted', 'Приём подтверждён'],
		decisionNeeded: ['A person has to decide', 'Нужно решение человека'],
		refused: ['Refused', 'Отказано в приёме'],
	},
	docflowResult: {
		accepted: ['Accepted', 'Принято'],
		needsCorrection: ['Needs a correction', 'Нужно уточнение'],
		refused: ['Refused', 'Отказ'],
		waiting: ['Waiting for the authority', 'Ждём ответа'],
	},
	/** Short, to be followed by the code of an office. */
	otherSide: {
		cbrf: ['Bank of Russia', 'Банк России'],
		fns: ['FNS', 'ФНС'],
		mvd: ['MVD', 'МВД'],
		sfr: ['SFR', 'СФР'],
		stat: ['Rosstat', 'Росстат'],
	},
	nextStep: {
		'wait-for-documents': ['Wait for the documents', 'Ждать документы'],
		open: ['Open the documents with the right key', 'Открыть документы подходящим ключом'],
		decide: ['Decide, and answer with Accept Demand or a reply', 'Решить и ответить: принять требование или отправить ответ'],
		'read-refusal': ['Read why it failed', 'Прочитать причину отказа'],
		correct: ['Correct it and send the correction', 'Исправить и отправить корректировку'],
		answer: ['Answer the authority', 'Подготовить ответ ведомству'],
		wait: ['Wait for the authority', 'Ждать ведомство'],
		nothing: ['Nothing', 'Ничего'],
	},
	/** Demands to pay (orders of the tax service ЕД-7-8/583@ of 14 August 2020 and later). */
	paymentDemand: {
		1160001: ['Demand to pay', 'Требование об уплате'],
		1160002: ['Demand to pay, of a person', 'Требование об уплате физического лица'],
	},
	period: {
		yearly: ['Yearly', 'Ежегодно'],
		quarterly: ['Quarterly', 'Ежеквартально'],
		monthly: ['Monthly', 'Ежемесячно'],
		'twice-a-month': ['Twice a month', 'Дважды в месяц'],
	},
} as const satisfies Record<string, Readonly<Record<string, readonly [english: string, russian: string]>>>;
