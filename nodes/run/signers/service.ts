import { type Signer, stop } from '../../../extern';
import type { Step } from '../step';

/** A signing service. */
export async function service(step: Step): Promise<Signer> {
	throw stop(`A signing service cannot be used by ${step.context.getNode().name} yet`);
}
