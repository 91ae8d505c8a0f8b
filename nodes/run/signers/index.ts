import { inputError, type Signer } from '../../../extern';
import type { Step } from '../step';
import { dss } from './dss';
import { ready, type RawSigner } from './ready';
import { service } from './service';
import { testKey } from './testKey';
import { watchValidity } from './validity';

export type { RawSigner } from './ready';

/** Who signs, by the values of the field Sign With. */
const SOURCES: Readonly<Record<string, (step: Step, rawSigner?: RawSigner) => Promise<Signer>>> = { dss, readySignature: ready, signingService: service, testKey };

/**
 * Whoever signs for a form, with a certificate that is valid now.
 * @throws ExternError when the key may not be used there, nothing to sign with was provided, or the certificate is not valid
 */
export async function signerFor(step: Step, rawSigner?: RawSigner): Promise<Signer> {
	const chosen = step.text('signWith');
	const source = SOURCES[chosen];
	if (!source) throw inputError(`signWith: "${chosen}" is no way of signing`, `One of ${Object.keys(SOURCES).join(', ')}`, 'signWith');
	const signer = await source(step, rawSigner);
	watchValidity(step, signer.certificate);
	return signer;
}
