import { dssOpener, readDssSettings, type Opener } from '../../../extern';
import { openServicePort } from '../port';
import { DSS_CREDENTIAL } from '../signers/dss';
import type { Step } from '../step';

/** A key that a CryptoPro DSS server keeps. */
export async function dss(step: Step): Promise<Opener> {
	const settings = readDssSettings(await step.context.getCredentials(DSS_CREDENTIAL, step.index));
	return dssOpener(openServicePort(step.context, DSS_CREDENTIAL), { ...settings, retryBudgetMs: step.retryBudgetMs });
}
