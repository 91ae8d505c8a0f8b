import { type Outline, urn, words, yesNo } from '../../../extern/operations';

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
