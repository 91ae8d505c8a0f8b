import { type DssDesk, openDssDesk, readDssSettings, type Signer } from '../../../extern';
import { openServicePort } from '../port';
import type { Step } from '../step';
import { watchValidity } from './validity';

/** Type of its credential. */
export const DSS_CREDENTIAL = 'konturExternDssApi';

/** A key that a CryptoPro DSS server keeps; where its owner has to confirm, the node waits for that. */
export async function dss(step: Step): Promise<Signer> {
	return (await openDesk(step)).signer({ patienceMs: step.confirmationPatienceMs });
}

/**
 * The key of a credential at its DSS server, for signing in two steps, with a certificate that is valid now.
 * @throws ExternError when the server cannot be asked, or the certificate is not valid
 */
export async function dssDesk(step: Step): Promise<DssDesk> {
	const desk = await openDesk(step);
	watchValidity(step, desk.certificate);
	return desk;
}

async function openDesk(step: Step): Promise<DssDesk> {
	return await openDssDesk(openServicePort(step.context, DSS_CREDENTIAL), await dssSettings(step));
}

/** The DSS server of the item's credential. */
export async function dssSettings(step: Step) {
	return readDssSettings(await step.context.getCredentials(DSS_CREDENTIAL, step.index), step.retryBudgetMs);
}
