import type { WirePrintResult, WireTask } from '../wire/task';
import { isObject } from '../wire/tolerant';
import { anything, urn, words, type Outline } from './outline';

/** The simplified output of a background task, whatever it works on. */
export const taskOutline: Outline<WireTask<unknown>> = {
	taskId: words('Id of the task', (wire) => wire.id),
	taskState: urn('State of the task', (wire) => wire['task-state']),
	taskType: urn('What the task does', (wire) => wire['task-type']),
	result: anything('What the task produced, as the service sent it', (wire) => (isObject(wire['task-result']) ? wire['task-result'] : undefined)),
	problem: anything('Why it did not succeed', (wire) => wire.error),
};

/** The simplified output of a task that prints a document. */
export const printTaskOutline: Outline<WireTask<WirePrintResult>> = {
	...taskOutline,
	printContentId: words('Id of the content with the PDF, once it is printed', (wire) => wire['task-result']?.['content-id']),
};
