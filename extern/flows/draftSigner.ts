import type { Certificate } from '../../gost';
import type { Extern } from '../client';
import { stop } from '../failure';
import { certificateFrom, certificateOr, holderOf, innsOf, readSignatureFile, type Signer } from '../signing';
import type { WireDraftMeta } from '../wire/draft';
import { textOf } from '../wire/tolerant';

/**
 * Holds a signer against the requisites of a draft before anything is signed or attached: Check and
 * Prepare refuse another certificate than the draft's (domain/signing.md §3.1), and one whose INN
 * is not the sender's (§3.6).
 * @returns thumbprints of the certificates that the draft names; undefined when it names none
 * @throws ExternError `stopped` when the service would refuse his signature for certain; what it may refuse becomes a warning
 */
export function checkDraftSigner(extern: Extern, meta: WireDraftMeta | null | undefined, signer: Pick<Signer, 'certificate' | 'expect'>): readonly string[] | undefined {
	const own = certificateFrom(signer.certificate);
	const sender = certificateOr(meta?.sender?.certificate?.content);
	// Letters and registrations may have several signers (models.md §7).
	const others = (meta?.['additional-info']?.['additional-certificates'] ?? []).flatMap((content) => certificateOr(content) ?? []);
	const isOther = others.some(({ thumbprint }) => thumbprint === own.thumbprint);
	if (!isOther) checkSender(extern, meta, sender ?? own);
	if (!sender) return undefined;
	const named = [sender, ...others];
	// Ready signatures may be of several people; each is looked at where it is matched to its document.
	if (!signer.expect && !named.some(({ thumbprint }) => thumbprint === own.thumbprint)) throw otherCertificate(own, sender);
	return named.map(({ thumbprint }) => thumbprint);
}

/**
 * Lets only a signature pass that was made with a certificate that the draft names.
 * @param accepted thumbprints; undefined accepts any
 * @throws ExternError `stopped`
 */
export function requireAccepted(signature: Uint8Array, fileName: string, accepted: readonly string[] | undefined): void {
	if (!accepted) return;
	const { data } = readSignatureFile({ fileName, bytes: signature });
	const certificates = data.signers.flatMap(({ certificate }) => certificate ?? []);
	// Others may have signed along in the same file.
	if (certificates.some(({ thumbprint }) => accepted.includes(thumbprint))) return;
	throw stop(
		`${fileName} was signed with the certificate of ${certificates.map(holderOf).join(' and ') || 'somebody'}, which the draft does not name`,
		'It was not attached. Sign with the certificate of the draft, or name this one in the draft',
	);
}

/** The thumbprint of whoever signed first. */
export function signerOf(signature: Uint8Array): string | undefined {
	return readSignatureFile({ fileName: 'The signature', bytes: signature }).data.signers[0]?.certificate?.thumbprint;
}

function otherCertificate(own: Certificate, sender: Certificate) {
	return stop(
		`The draft names the certificate of ${holderOf(sender)}, but the signer is ${holderOf(own)}`,
		'Sign with the certificate of the draft, or update the draft with the certificate that will sign',
	);
}

/**
 * The sender's INN stands in his certificate, or the certificate is that of a person who acts by a
 * power of attorney (domain/signing.md §3.7): a machine-readable one that the draft names, a
 * representation message that comes with the report, or, outside the tax service, one that the
 * authority does not ask for (scenarios (b)).
 */
function checkSender(extern: Extern, meta: WireDraftMeta | null | undefined, certificate: Certificate): void {
	const inn = textOf(meta?.sender?.inn);
	const { organization, person } = innsOf(certificate);
	if (!inn || inn === organization || inn === person || (!organization && !person)) return;
	if (organization) {
		throw stop(
			`The certificate is of INN ${organization}, but the sender of the draft has INN ${inn}: ${holderOf(certificate)}`,
			'Sign with the certificate of the sender, or name as the sender whoever signs',
		);
	}
	if (textOf(meta?.['additional-info']?.['machine-readable-warrant-id']) || meta?.['draft-options']?.['generate-warrant']) return;
	const text = `The certificate of ${holderOf(certificate)} is that of a person, INN ${person ?? ''}; to sign for the sender, INN ${inn}, this person needs a power of attorney, and the draft names none`;
	const isForTaxService = textOf(meta?.recipient?.['ifns-code']) !== undefined;
	if (isForTaxService && meta?.sender?.['is-representative'] !== true) {
		throw stop(text, 'Name the power of attorney (Power of Attorney ID) in the draft, or sign with the certificate of the organization');
	}
	// A representative may have put the message about a paper power of attorney among the files.
	extern.warn({ level: 'warning', text });
}
