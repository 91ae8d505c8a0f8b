import type { Examples } from './example';

export const examples: Examples = {
	'draft-task-get': { given: 'a draft being checked' },
	'draft-tasks-list': { given: 'a draft checked several times', fields: { includeReleased: true }, needed: ['includeReleased'], nothing: { given: 'a draft' } },
};
