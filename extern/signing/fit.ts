import { readSignature } from '../../gost';
import { stop } from '../failure';
import { attempt } from './reading';
import type { ToSign } from './signer';
import { verdictsOn } from './verdict';

/** Whether a signature can be read and every signer's fits the document. */
export async function fits(signature: Uint8Array, document: ToSign): Promise<boolean> {
	const data = attempt(() => readSignature(signature))?.value;
	if (!data) return false;
	const [{ valid }] = await verdictsOn(() => document.chunks(), [data]);
	return valid;
}

/**
 * Lets only a detached signature pass that fits its document, whoever made it.
 * @throws ExternError `stopped`
 */
export async function requireFit(signature: Uint8Array, document: ToSign): Promise<void> {
	if (await fits(signature, document)) return;
	throw stop(`The signature of ${document.fileName} is not valid`, 'It was not attached. Check that the key, the certificate and the file belong together');
}
