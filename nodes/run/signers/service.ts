import { signingServiceSigner, type Signer } from '../../../extern';
import { openServicePort } from '../port';
import type { Step } from '../step';

const TYPE = 'konturExternSigningServiceApi';

/** A signing service of the operator's own. */
export async function service(step: Step): Promise<Signer> {
	const fields = await step.context.getCredentials(TYPE, step.index);
	return signingServiceSigner(fields, openServicePort(step.context, TYPE, fields), step.settings);
}
