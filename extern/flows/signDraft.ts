import type { Extern } from '../client';
import { download } from '../contents';
import { stop } from '../failure';
import { draftDocumentGet, plainContentOf } from '../operations/draftDocuments';
import { draftSignatureContentGet, draftSignatureDelete, draftSignaturePut } from '../operations/draftSignatures';
import { documentsOf, draftGet } from '../operations/drafts';
import { certificateFrom, fits, requireFit, type Signer, type ToSign } from '../signing';
import type { WireSignature } from '../wire/core';
import type { WireDraftDocument } from '../wire/draft';
import { membersOf, textOf } from '../wire/tolerant';
import { derivedId } from './derivedId';
import { checkDraftSigner, requireAccepted, signerOf } from './draftSigner';
import type { DraftRef } from './draftStages';

/** A document of a draft, and whether the signer's signature on it was new. */
export interface SignedDocument {
	readonly document: WireDraftDocument;
	readonly signatureId: string;
	readonly isNew: boolean;
}

/**
 * Signs every document of a draft that lacks a valid signature of this signer. Valid ones stay;
 * a damaged one of the same certificate is replaced. The signer is held against the draft first,
 * and each signature is verified before it is attached, so a wrong one never reaches prepare.
 * @throws ExternError `stopped` when the signer does not fit the draft, or a signature its document
 */
export async function signUnsigned(extern: Extern, draft: DraftRef, signer: Signer): Promise<SignedDocument[]> {
	const wire = await extern.call(draftGet, draft);
	const accepts = checkDraftSigner(extern, wire.meta, signer);
	if (signer.expect) await expectAll(extern, draft, documentsOf(wire), { signer, accepts });
	const signed: SignedDocument[] = [];
	for (const documentId of documentsOf(wire)) signed.push(await signOne(extern, draft, documentId, { signer, accepts }));
	return signed;
}

/** Signs one document of a draft; as {@link signUnsigned}. */
export async function signDocument(extern: Extern, draft: DraftRef, documentId: string, signer: Signer): Promise<SignedDocument> {
	const { meta } = await extern.call(draftGet, draft);
	return await signOne(extern, draft, documentId, { signer, accepts: checkDraftSigner(extern, meta, signer) });
}

/** A signer, and whose signatures the draft takes. */
interface Accepted {
	readonly signer: Signer;
	readonly accepts: readonly string[] | undefined;
}

/** Before the first signature is attached: does the signer have one for every document that lacks it? */
async function expectAll(extern: Extern, draft: DraftRef, documentIds: readonly string[], { signer, accepts }: Accepted): Promise<void> {
	const documents = await Promise.all(documentIds.map(async (documentId) => await extern.call(draftDocumentGet, { ...draft, documentId })));
	const unsigned = documents.filter((document) => !isSignedBy(document, certificateFrom(signer.certificate).thumbprint));
	const warnings = await signer.expect?.(unsigned.map((document) => ({ ...bytesOf(extern, draft.accountId, document), accepts })));
	// Files for what was signed before are not left over.
	if (warnings && unsigned.length === documents.length) extern.warn(...warnings);
}

async function signOne(extern: Extern, draft: DraftRef, documentId: string, { signer, accepts }: Accepted): Promise<SignedDocument> {
	const document = await extern.call(draftDocumentGet, { ...draft, documentId });
	const toSign: ToSign = { ...bytesOf(extern, draft.accountId, document), accepts };
	const { thumbprint } = certificateFrom(signer.certificate);
	for (const existing of membersOf(document.signatures)) {
		if (!isOf(existing, thumbprint)) continue;
		const { id } = existing;
		const content = await extern.call(draftSignatureContentGet, { ...draft, documentId, signatureId: id });
		if (await fits(Buffer.from(content, 'base64'), toSign)) return { document, signatureId: id, isNew: false };
		await extern.call(draftSignatureDelete, { ...draft, documentId, signatureId: id });
	}
	const signature = await signer.sign(toSign, 'detached');
	await requireFit(signature, toSign);
	requireAccepted(signature, toSign.fileName, accepts);
	// Ready signatures may be of several people.
	const signatureId = derivedId(documentId, signerOf(signature) ?? thumbprint);
	const attached = await extern.call(draftSignaturePut, { ...draft, documentId, signatureId, signature: Buffer.from(signature).toString('base64') });
	return { document, signatureId: textOf(attached.id) ?? signatureId, isNew: true };
}

function isSignedBy({ signatures }: WireDraftDocument, thumbprint: string): boolean {
	return membersOf(signatures).some((signature) => isOf(signature, thumbprint));
}

function isOf(signature: WireSignature, thumbprint: string): boolean {
	return textOf(signature['signature-certificate-thumbprint'])?.toUpperCase() === thumbprint;
}

/** The plain bytes of a draft's document, as often as asked. */
export function bytesOf(extern: Extern, accountId: string, document: WireDraftDocument): ToSign {
	const fileName = textOf(document.description?.filename) ?? textOf(document.id) ?? 'The document';
	const contentId = plainContentOf(document);
	if (!contentId) throw stop(`${fileName} has no content yet`, 'Add the file to the draft first');
	return { fileName, chunks: () => download(extern, accountId, contentId) };
}
