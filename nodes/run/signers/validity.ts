import { certificateFrom, expiryWarning, requireValid } from '../../../extern';
import type { Step } from '../step';

/**
 * Lets only a certificate pass that is valid now, and notes one that expires soon.
 * @param content DER in base64
 * @throws ExternError `stopped` when it is not valid
 */
export function watchValidity(step: Step, content: string): void {
	const certificate = certificateFrom(content);
	const now = step.extern.port.now();
	requireValid(certificate, now);
	const warning = expiryWarning(certificate, now, step.warnBeforeExpiryDays);
	if (warning) step.extern.warn(warning);
}
