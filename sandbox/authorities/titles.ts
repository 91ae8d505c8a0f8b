/** File name beginnings and titles of the documents that the other side writes, by the end of their type. */

export interface Title {
	prefix: string;
	title: string;
	text: string;
}

const TITLES: Array<[RegExp, Title]> = [
	[
		/-demand$/,
		{
			prefix: 'ON_DOCNPNO',
			title: 'Файл-описание требования',
			text: 'Налоговый орган направляет документы, указанные в приложениях.',
		},
	],
	[/^fss-sedo-.*request-message$/, { prefix: 'SEDO', title: 'Запрос документов СЭДО', text: '' }],
	[/^fss-sedo-.*-(document|message)$/, { prefix: 'SEDO', title: 'Сообщение СЭДО', text: 'Учебный социальный фонд сообщает.' }],
	[/demand-acceptance-result-positive$/, { prefix: 'KV', title: 'Квитанция о приёме', text: 'Требование принято.' }],
	[/demand-acceptance-result-negative$/, { prefix: 'UO', title: 'Уведомление об отказе', text: 'Требование не принято.' }],
	[
		/date-confirmation$|-confirmation$/,
		{ prefix: 'PD', title: 'Подтверждение даты отправки', text: 'Оператор подтверждает дату отправки документа.' },
	],
	[/-description$/, { prefix: 'OP', title: 'Описание пакета', text: 'Описание состава транспортного пакета.' }],
	[/-receipt$/, { prefix: 'IZ', title: 'Извещение о получении', text: 'Документ получен.' }],
	[/acceptance-result-positive$/, { prefix: 'KV', title: 'Квитанция о приёме', text: 'Отчёт принят.' }],
	[
		/acceptance-result-negative$/,
		{ prefix: 'UO', title: 'Уведомление об отказе', text: 'Отчёт не принят: учебная инспекция отклоняет все отчёты.' },
	],
	[
		/processing-result-(ok|positive)$|protocol-v2-positive$/,
		{ prefix: 'IV', title: 'Извещение о вводе', text: 'Сведения отчёта введены полностью.' },
	],
	[
		/processing-result-(precise|negative)$|protocol-v2-precise$/,
		{ prefix: 'UU', title: 'Уведомление об уточнении', text: 'Требуются уточнения: представьте корректирующий отчёт.' },
	],
	[/protocol-v2-(negative|reject)$/, { prefix: 'UO', title: 'Уведомление об отклонении', text: 'Отчёт отклонён.' }],
];

export function titles(type: string): Title {
	return TITLES.find(([pattern]) => pattern.test(type))?.[1] ?? { prefix: 'DOC', title: type, text: '' };
}
