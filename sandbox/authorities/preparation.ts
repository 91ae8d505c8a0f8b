/** Prepare: the check again, then every signature, then encryption for the authority. */

import { encryptFor, readCertificate } from '../../gost';
import type { Draft, DraftDocument, DraftSignature } from '../world/drafts';
import type { World } from '../world/world';
import { hasErrors, hasWarnings, inspect, senderCertificate, type CheckError, type Protocol } from './inspection';
import { packed } from './packing';
import { authorityCode } from './routing';
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
	const unsigned = draft.documents.filter((document) => ownSignatures(document).length === 0).map(({ id }) => id);
	for (const document of draft.documents) protocol.documents.get(document.id)?.push(...signatureErrors(world, draft, document));
	protocol.common.push(...signerErrors(world, draft));
	if (hasErrors(protocol)) return { status: 'check-protocol-has-errors', protocol, unsigned };
	if (authorityCode(draft.meta) === UNKNOWN_AUTHORITY) return { status: 'encryption-failed', protocol, unsigned };
	for (const document of draft.documents) encrypt(world, draft, document);
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

function signatureErrors(world: World, draft: Draft, document: DraftDocument): CheckError[] {
	const { contentId } = document;
	const own = ownSignatures(document);
	if (own.length === 0) return [{ ...signatureError('Документ не подписан'), id: 'urn:error:externapi:signatureNotFound' }];
	if (!contentId) return [];
	const additional = (draft.meta['additional-info']?.['additional-certificates'] ?? []).map((content) =>
		readCertificate(Buffer.from(content, 'base64')),
	);
	const thumbprints = [senderCertificate(draft), ...additional].flatMap((certificate) =>
		certificate ? [certificate.thumbprint] : [],
	);
	return own.flatMap(({ content }) => {
		const problem = signatureProblem(world, content, { thumbprints, contentId });
		return problem ? [signatureError(problem)] : [];
	});
}

function encrypt(world: World, draft: Draft, document: DraftDocument): void {
	if (!document.contentId || world.contents.size(document.contentId) > LARGEST_ENCRYPTED) return;
	const authority = world.pki.authority(authorityCode(draft.meta)).certificate;
	const sealed = encryptFor([authority], packed(world.contents.read(document.contentId)));
	document.encryptedContentId = world.contents.put(draft.accountId, sealed).id;
}

function signatureError(description: string): CheckError {
	return { description, source: 'Подпись', level: 'Error', type: 'CrossCheckReportCert' };
}
