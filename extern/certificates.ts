import type { Extern } from './client';
import { inputError } from './failure';
import { certificatesList } from './operations/certificates';
import { itemsOf } from './paging';
import { base64Of, certificateFrom } from './signing';

const THUMBPRINT = /^[0-9a-f]{40}$/i;

/**
 * A certificate as requisites and replies want it, from what the operator gave.
 * @param given a thumbprint (SHA-1, hex), looked up among the account's certificates, or the certificate itself as PEM or base64
 * @returns DER in base64
 * @throws ExternError `input` when the account has no such certificate or it cannot be read; else as {@link Extern.call}
 */
export async function certificateContent(extern: Extern, accountId: string, given: string): Promise<string> {
	if (!THUMBPRINT.test(given.trim())) return base64Of(certificateFrom(given));
	const wanted = given.trim().toUpperCase();
	for await (const found of itemsOf(extern, certificatesList, { accountId })) {
		if (found.thumbprint.toUpperCase() === wanted) return found.content;
	}
	throw inputError(`The account has no certificate ${wanted}`, 'Choose one from the list: the certificate may have been renewed', 'certificate');
}
