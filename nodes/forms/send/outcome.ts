import type { ProblemLine } from '../../../extern';
import { type Outline, urn, words, yesNo } from '../../../extern/operations';

/** One finding of a check. */
export const finding: Outline<ProblemLine> = {
	file: words('Name of the file', (line) => line.file),
	level: words('error or warning', (line) => line.level),
	text: words('What was found', (line) => line.text),
	path: words('Where in the file', (line) => line.path),
};

/** What came of sending. */
export const sentDraft: Outline<never> = {
	draftId: words('Id of the draft'),
	docflowId: words('Id of the docflow'),
	outcome: words('filed, stopped where asked, or waiting'),
	alreadyFiled: yesNo('Whether an earlier run had filed this report'),
	docflowType: urn('Kind of docflow'),
	status: urn('Stage of the exchange'),
	state: urn('Outcome so far'),
	taskId: words('Id of the task, while the outcome is waiting'),
};
