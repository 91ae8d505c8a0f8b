import { stop } from '../failure';
import { settled } from './settled';

/**
 * Signs with a key whose owner may have to confirm first.
 * @param signing is given what to call, from within the signing, when the signature has to be waited for
 * @returns undefined when it has to be waited for
 * @throws ExternError whatever the signing throws
 */
export async function unlessWaiting<T>(signing: (wait: () => never) => Promise<T>): Promise<T | undefined> {
	const notYet = stop('The owner of the key has not confirmed yet');
	const outcome = await settled(async () => await signing(() => {
		throw notYet;
	}));
	if (outcome.ok) return outcome.value;
	if (outcome.error === notYet) return undefined;
	throw outcome.error;
}
