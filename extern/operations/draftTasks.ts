import type { WireTask, WireTaskPage } from '../wire/task';
import { flag, guid, optional } from './fields';
import { draftIds } from './ids';
import { get, object, operation, pages } from './operation';
import { taskOutline } from './tasks';

export const draftTasksList = operation({
	id: 'draft-tasks-list',
	request: get('/v1/{accountId}/drafts/{draftId}/tasks'),
	input: { ...draftIds, includeReleased: optional(flag()) },
	query: ({ includeReleased }) => ({ includeReleased }),
	answer: pages<WireTaskPage>({ most: 100, items: (page) => page['api-task-page-items'], total: (page) => page['total-count'] }),
	outline: taskOutline,
	source: 'drafts, "задачи"',
});

/** A task with its result. The result's shape depends on what was started. */
export const draftTaskGet = operation({
	id: 'draft-task-get',
	request: get('/v1/{accountId}/drafts/{draftId}/tasks/{apiTaskId}'),
	input: { ...draftIds, apiTaskId: guid('Send: Check, Prepare or Send') },
	answer: object<WireTask<never>>(),
	outline: taskOutline,
	source: 'drafts, "задачи"',
});
