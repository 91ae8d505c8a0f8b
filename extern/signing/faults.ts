import type { SignatureFault } from '../../gost';

/** What the verification finds, and what only comparing with a file can find. */
export type Fault = SignatureFault | 'content-differs';

const WORDS: Readonly<Record<Fault, string>> = {
	'digest-differs': 'The signature belongs to another file, or the file was changed after signing',
	// Without signed attributes, the usual shape, these cases cannot be told apart.
	'signature-wrong': 'The signature belongs to another file or an older state of it, is damaged, or was made with another key than its certificate says',
	'certificate-differs': 'The signature names another certificate as the signer\'s than the one it contains',
	'certificate-missing': 'The signature does not contain the signer\'s certificate; make it again with the certificate included',
	'not-gost': 'The signature is not a GOST 2012 signature; make it again with a GOST R 34.10-2012 certificate',
	attached: 'The signature contains the file; make it again as a detached signature',
	detached: 'The signature does not contain the file; make it again with the file inside',
	'no-signer': 'The signature names no signer; make it again',
	'content-differs': 'The file inside the signature is another one than the file it was compared with',
};

/** Why a signature does not hold, in words; undefined for one that does. */
export function reasonOf({ reason }: { readonly reason?: Fault }): string | undefined {
	return reason && WORDS[reason];
}
