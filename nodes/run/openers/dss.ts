import { dssOpener, type Opener } from '../../../extern';
import { openServicePort } from '../port';
import { DSS_CREDENTIAL, dssSettings } from '../signers/dss';
import type { Step } from '../step';

/** A key that a CryptoPro DSS server keeps. */
export async function dss(step: Step): Promise<Opener> {
	return dssOpener(openServicePort(step.context, DSS_CREDENTIAL), await dssSettings(step));
}
