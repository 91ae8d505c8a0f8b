import type { Signer, ToSign } from '../signing';

/**
 * Lets only documents pass none of which is too large for whoever signs, so that not half of a draft
 * gets signed. One alone is found too large by the signing itself.
 * @param documents all that are going to be signed
 * @throws ExternError `stopped` that names the first one that is too large
 */
export async function requireSizes(documents: readonly ToSign[], signer: Pick<Signer, 'requireSize'>): Promise<void> {
	if (documents.length < 2 || !signer.requireSize) return;
	for (const { fileName, size } of documents) {
		if (size) signer.requireSize(fileName, await size());
	}
}
