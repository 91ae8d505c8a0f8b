import { type Opener, signingServiceOpener } from '../../../extern';
import { openServicePort } from '../port';
import { SERVICE_CREDENTIAL } from '../signers/service';
import type { Step } from '../step';

/** A signing service of the operator's own that decrypts as well. */
export async function service(step: Step): Promise<Opener> {
	const fields = await step.context.getCredentials(SERVICE_CREDENTIAL, step.index);
	return signingServiceOpener(fields, openServicePort(step.context, SERVICE_CREDENTIAL, fields), step.settings);
}
