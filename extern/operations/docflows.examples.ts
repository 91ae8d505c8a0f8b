import type { Examples } from './example';

/** Filters that fit every docflow of their stage, reports and answers alike. */
export const filters = {
	cu: '0087',
	createdFrom: '2020-01-01T00:00:00Z',
	createdTo: '2099-01-01T00:00:00Z',
	updatedFrom: '2020-01-01T00:00:00Z',
	updatedTo: '2099-01-01T00:00:00Z',
	finished: false,
	forAllUsers: true,
	incoming: false,
	innKpp: '={{ $json.innKpp }}',
	orderBy: 'ascending',
	successState: ['urn:docflow-state:neutral', 'urn:docflow-state:successful'],
};

const filtersOfReports = { periodFrom: '2000-01-01', periodTo: '2099-12-31', knd: '1152017', formName: 'УСН' };

/** Filters that belong to kinds of docflow of their own. */
const filtersOfKinds = [
	{ demandNumber: '12-34/56789' },
	{ demandsOnReports: true },
	{ okpo: '12345678' },
	{ okud: '0606010' },
	{ pfrLetterCategory: ['urn:pfr-letter-category:letter'] },
	{ regNumber: '087-301-012345' },
];

/** Filters that answers to documents do not have in common. */
export const filtersOfOthers = [filtersOfReports, ...filtersOfKinds];

const otherChanges = '[{"op": "add", "path": "/description/requisites/comment/color", "value": "blue"}]';

export const examples: Examples = {
	'docflows-list': {
		given: 'several filed reports',
		fields: { orgId: '={{ $json.organizationId }}', type: ['urn:docflow:fns534-report'] },
		more: { ...filters, ...filtersOfReports },
		apart: [...filtersOfKinds, { hiddenKinds: true }],
		nothing: { fields: { type: ['urn:docflow:stat-report'] } },
	},
	'docflow-get': { given: 'a filed report' },
	'docflow-patch': {
		given: 'a letter of the tax office',
		fields: { comment: 'Ответить до пятницы', commentColor: 'red', demandKnd: '1165013' },
		more: { clear: ['comment'], otherChanges },
		needed: ['comment'],
	},
	'docflow-check-demand': {
		given: 'a demand whose files are decrypted',
		more: { demandContentId: '={{ $json.demandContentId }}', attachments: { file: [{ documentId: '={{ $json.documentId }}', contentId: '={{ $json.contentId }}' }] } },
	},
	'docflows-demands-assignees-list': { given: 'an account' },
	'docflow-document-related-list': {
		given: 'an answered demand',
		fields: { orgId: '={{ $json.organizationId }}', type: ['urn:docflow:fns534-inventory'] },
		more: filters,
		apart: filtersOfOthers,
		nothing: { given: 'a demand' },
	},
};
