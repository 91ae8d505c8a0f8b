import type { Examples } from './example';

const LONG_AGO = { dateFrom: '1992-01-01', dateTo: '1992-01-02' };

export const examples: Examples = {
	'reports-table-forms-list': { given: 'an account', more: { includeDeleted: true } },
	'reports-tables-search': {
		given: 'an accounting firm',
		fields: {
			organizationIds: '={{ $json.organizationId }}',
			dateFrom: '2025-04-01',
			dateTo: '2025-04-30T00:00:00',
			statuses: ['not-sent-after-deadline', 'notSent'],
		},
		more: { includeDeleted: true },
		several: { fields: { organizationIds: '' } },
		nothing: { fields: LONG_AGO },
	},
	'reports-table-report-docflows': { given: 'a report of the table, sent twice', nothing: { given: 'a report of the table' } },
	'reports-tables-search-payments': {
		given: 'an accounting firm',
		fields: { organizationIds: '={{ $json.organizationId }}', dateFrom: '2025-04-01', dateTo: '2025-04-30T00:00:00+03:00' },
		several: { fields: { organizationIds: '' } },
		nothing: { fields: LONG_AGO },
	},
};
