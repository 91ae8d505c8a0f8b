/** Prepare: the check again, then every signature, then encryption for the authority. */

import { encryptFor, readCertificate } from '../../gost';
import { travellingContent, type Draft, type DraftDocument, type DraftSignature } from '../world/drafts';
import type { World } from '../world/world';
import { hasErrors, hasWarnings, inspect, senderCertificate, type CheckError, type Protocol } from './inspection';
import { embedSignature, isSignedInside, rawSignatureProblem } from './dataToSign';
import { packed } from './packing';
import { authorityCode } from './routing';
import { signingWay } from './signingWays';
import { certificateProblem, signatureProblem } from './verdict';

export type PrepareStatus = 'check-protocol-has-errors' | 'check-protocol-has-only-warnings' | 'encryption-failed' | 'ok';

export interface Preparation {
	status: PrepareStatus;
	protocol: Protocol;
	/** Documents that the sender has not signed. */
	unsigned: string[];
}

/** An authority that exists nowhere: there is no certificate to encrypt to. */
export const UNKNOWN_AUTHORITY = '0000';
/** Larger files are not really encrypted here: our GOST cipher would hold the process for seconds. */
export const LARGEST_ENCRYPTED = 4 * 1024 * 1024;

export function prepare(world: World, draft: Draft): Preparation {
	const protocol = inspect(world, draft);
	const unsigned = draft.documents.filter((document) => lacksSignature(world, document)).map(({ id }) => id);
	for (const document of draft.documents) protocol.documents.get(document.id)?.push(...signatureErrors(world, draft, document));
	protocol.common.push(...signerErrors(world, draft));
	if (hasErrors(protocol)) return { status: 'check-protocol-has-errors', protocol, unsigned };
	if (authorityCode(draft.meta) === UNKNOWN_AUTHORITY) return { status: 'encryption-failed', protocol, unsigned };
	for (const document of draft.documents) {
		embed(world, draft, document);
		encrypt(world, draft, document);
	}
	return { status: hasWarnings(protocol) ? 'check-protocol-has-only-warnings' : 'ok', protocol, unsigned };
}

function signerErrors(world: World, draft: Draft): CheckError[] {
	const certificate = senderCertificate(draft);
	if (!certificate) return [signatureError('У отправителя не указан сертификат')];
	const problem = certificateProblem(world, certificate);
	return problem ? [signatureError(problem)] : [];
}

function ownSignatures({ signatures }: DraftDocument): DraftSignature[] {
	return signatures.filter(({ thirdParty }) => !thirdParty);
}

function lacksSignature(world: World, document: DraftDocument): boolean {
	const way = signingWay(document);
	if (way === 'none' || (way === 'xmldsig' && isSignedInside(world, document))) return false;
	return ownSignatures(document).length === 0;
}

function signatureErrors(world: World, draft: Draft, document: DraftDocument): CheckError[] {
	const { contentId } = document;
	const way = signingWay(document);
	if (lacksSignature(world, document))
		return [{ ...signatureError('Документ не подписан'), id: 'urn:error:externapi:signatureNotFound' }];
	if (!contentId || way === 'none') return [];
	const additional = (draft.meta['additional-info']?.['additional-certificates'] ?? []).map((content) =>
		readCertificate(Buffer.from(content, 'base64')),
	);
	const sender = senderCertificate(draft);
	const certificates = sender ? [sender, ...additional] : additional;
	const thumbprints = certificates.map(({ thumbprint }) => thumbprint);
	return ownSignatures(document).flatMap(({ content }) => {
		const problem =
			way === 'xmldsig'
				? rawSignatureProblem(world, content, { document, certificates })
				: signatureProblem(world, content, { thumbprints, contentId });
		return problem ? [signatureError(problem)] : [];
	});
}

function embed(world: World, draft: Draft, document: DraftDocument): void {
	const certificate = senderCertificate(draft);
	const [signature] = ownSignatures(document);
	if (signingWay(document) !== 'xmldsig' || !certificate || !signature) return;
	embedSignature(world, { accountId: draft.accountId, certificate }, { document, signature: signature.content });
}

function encrypt(world: World, draft: Draft, document: DraftDocument): void {
	const contentId = travellingContent(document);
	if (!contentId || world.contents.size(contentId) > LARGEST_ENCRYPTED) return;
	const authority = world.pki.authority(authorityCode(draft.meta)).certificate;
	const sealed = encryptFor([authority], packed(world.contents.read(contentId)));
	document.encryptedContentId = world.contents.put(draft.accountId, sealed).id;
}

function signatureError(description: string): CheckError {
	return { description, source: 'Подпись', level: 'Error', type: 'CrossCheckReportCert' };
}
