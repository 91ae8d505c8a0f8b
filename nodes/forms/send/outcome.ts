import type { ProblemLine, SentOnce } from '../../../extern';
import { docflows, type Outline, urn, words, yesNo } from '../../../extern/operations';
import type { Step } from '../../run/step';

/** What came of sending. */
export const sentDraft: Outline<never> = {
	draftId: words('Id of the draft'),
	docflowId: words('Id of the docflow'),
	outcome: words('filed, stopped where asked, or waiting'),
	alreadyFiled: yesNo('Whether an earlier run had filed this report'),
	docflowType: urn('Kind of docflow'),
	status: urn('Stage of the exchange'),
	state: urn('Outcome so far'),
	waitingFor: words('Which task is waited for: build, check, prepare, send, or the draft that another run holds'),
	taskId: words('Id of the task, while the outcome is waiting'),
};

/** What came of a draft that is sent once, as its item tells it. */
export function outcomeOf(step: Step, sent: SentOnce): Record<string, unknown> & { readonly warnings?: readonly ProblemLine[] } {
	if (sent.kind === 'waiting') return { outcome: 'waiting', waitingFor: sent.at, draftId: sent.draftId, taskId: sent.taskId };
	const { draftId, alreadyFiled, docflow, warnings } = sent;
	return { outcome: 'filed', alreadyFiled, draftId, ...docflows.summariseDocflow(docflow, step.view), warnings };
}
