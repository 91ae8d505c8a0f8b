import { type Signer, stop } from '../../../extern';
import type { Step } from '../step';

/** CryptoPro DSS. */
export async function dss(step: Step): Promise<Signer> {
	throw stop(`CryptoPro DSS cannot be used by ${step.context.getNode().name} yet`);
}
