import { signingServiceSigner, type Signer } from '../../../extern';
import { openServicePort } from '../port';
import type { Step } from '../step';

/** Type of its credential. */
export const SERVICE_CREDENTIAL = 'konturExternSigningServiceApi';

/** A signing service of the operator's own. */
export async function service(step: Step): Promise<Signer> {
	const fields = await step.context.getCredentials(SERVICE_CREDENTIAL, step.index);
	return signingServiceSigner(fields, openServicePort(step.context, SERVICE_CREDENTIAL, fields), step.settings);
}
