import { forms as account } from '../../nodes/forms/account';
import { forms as docflow } from '../../nodes/forms/docflow';
import { forms as draft } from '../../nodes/forms/draft';
import type { Form, NodeName } from '../../nodes/forms/form';
import { forms as send } from '../../nodes/forms/send';
import { forms as sign } from '../../nodes/forms/sign';
import { forms as upload } from '../../nodes/forms/upload';

const formsOf: Readonly<Record<NodeName, readonly Form[]>> = { account, docflow, draft, send, sign, upload };
const all = Object.values(formsOf).flat();

/** The form that stands for an operation: of those that begin with it, the one that calls least beside it. */
export function ownFormOf(id: string): Form | undefined {
	const [own] = all.filter(({ uses }) => uses[0] === id).sort((a, b) => a.uses.length - b.uses.length);
	return own;
}

/** The forms of a node that stand for an operation. */
export function ownForms(node: NodeName): Form[] {
	return formsOf[node].filter((form) => form.uses.length > 0 && ownFormOf(form.uses[0]) === form);
}
