import { inputError, type Opener } from '../../../extern';
import { testKeyThatOpens } from '../signers/testKey';
import type { Step } from '../step';
import { dss } from './dss';
import { service } from './service';

/** Who decrypts, by the values of the field Decrypt With. */
const SOURCES: Readonly<Record<string, (step: Step) => Promise<Opener>>> = { dss, signingService: service, testKey: testKeyThatOpens };

/**
 * Whoever decrypts for a form.
 * @throws ExternError when the key may not be used there
 */
export async function openerFor(step: Step): Promise<Opener> {
	const chosen = step.text('signWith');
	const source = SOURCES[chosen];
	if (!source) throw inputError(`signWith: "${chosen}" is no way of decrypting`, `One of ${Object.keys(SOURCES).join(', ')}`, 'signWith');
	return await source(step);
}
