import { readSignature, type SignatureVerdict } from '../../gost';
import { stop } from '../failure';
import type { Fault } from './faults';
import { attempt } from './reading';
import type { ToSign } from './signer';
import { verdictsOn } from './verdict';

type Bytes = Pick<ToSign, 'chunks'>;

/**
 * Whether a detached signature belongs to a file, by all of its signers.
 * @returns undefined when it cannot be told: it is damaged, or made in another way than GOST 2012
 */
export async function belongsTo(signature: Uint8Array, file: Bytes): Promise<boolean | undefined> {
	return tells(await verdictOf(signature, file));
}

/**
 * Whether a verdict says that a signature belongs to a file, or that it does not.
 * @returns undefined when it says neither
 */
export function tells(verdict: { readonly valid: boolean; readonly reason?: Fault } | undefined): boolean | undefined {
	if (verdict?.valid) return true;
	return verdict?.reason !== undefined && OF_ANOTHER_FILE.has(verdict.reason) ? false : undefined;
}

const OF_ANOTHER_FILE: ReadonlySet<Fault> = new Set(['digest-differs', 'signature-wrong', 'content-differs']);

/** Whether a signature can be read and every signer's fits the document. */
export async function fits(signature: Uint8Array, document: Bytes): Promise<boolean> {
	return (await verdictOf(signature, document))?.valid ?? false;
}

/**
 * Lets only a detached signature pass that fits its document, whoever made it.
 * @throws ExternError `stopped`
 */
export async function requireFit(signature: Uint8Array, document: ToSign): Promise<void> {
	if (await fits(signature, document)) return;
	throw stop(`The signature of ${document.fileName} is not valid`, 'It was not attached. Check that the key, the certificate and the file belong together');
}

async function verdictOf(signature: Uint8Array, file: Bytes): Promise<SignatureVerdict | undefined> {
	const data = attempt(() => readSignature(signature))?.value;
	if (!data) return undefined;
	const [verdict] = await verdictsOn(() => file.chunks(), [data]);
	return verdict;
}
