import { type Opener, stop } from '../../../extern';
import type { Step } from '../step';

/** A signing service that decrypts as well. */
export async function service(step: Step): Promise<Opener> {
	throw stop(`A signing service cannot be used by ${step.context.getNode().name} yet`);
}
