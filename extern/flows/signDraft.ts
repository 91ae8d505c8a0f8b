import { readSignature, verifyDetached } from '../../gost';
import type { Extern } from '../client';
import { download } from '../contents';
import { stop } from '../failure';
import { draftDocumentGet, plainContentOf } from '../operations/draftDocuments';
import { draftSignatureContentGet, draftSignatureDelete, draftSignaturePut } from '../operations/draftSignatures';
import { documentsOf, draftGet } from '../operations/drafts';
import { certificateFrom, digestOf, type Signer, type ToSign } from '../signing';
import type { WireDraftDocument } from '../wire/draft';
import { membersOf, textOf } from '../wire/tolerant';
import { derivedId } from './derivedId';
import type { DraftRef } from './draftStages';

/** A document of a draft, and whether the signer's signature on it was new. */
export interface SignedDocument {
	readonly document: WireDraftDocument;
	readonly signatureId: string;
	readonly isNew: boolean;
}

/**
 * Signs every document of a draft that lacks a valid signature of this signer. Valid ones stay;
 * a damaged one of the same certificate is replaced. Each signature is verified before it is
 * attached, so a wrong one never reaches prepare.
 * @throws ExternError `stopped` when a signature does not fit
 */
export async function signUnsigned(extern: Extern, draft: DraftRef, signer: Signer): Promise<SignedDocument[]> {
	const signed: SignedDocument[] = [];
	for (const documentId of documentsOf(await extern.call(draftGet, draft))) {
		signed.push(await signDocument(extern, draft, documentId, signer));
	}
	return signed;
}

/** Signs one document of a draft; as {@link signUnsigned}. */
export async function signDocument(extern: Extern, draft: DraftRef, documentId: string, signer: Signer): Promise<SignedDocument> {
	const document = await extern.call(draftDocumentGet, { ...draft, documentId });
	const toSign = bytesOf(extern, draft.accountId, document);
	const { thumbprint } = certificateFrom(signer.certificate);
	for (const { id, ...existing } of membersOf(document.signatures)) {
		if (textOf(existing['signature-certificate-thumbprint'])?.toUpperCase() !== thumbprint) continue;
		const content = await extern.call(draftSignatureContentGet, { ...draft, documentId, signatureId: id });
		if (await fits(Buffer.from(content, 'base64'), toSign)) return { document, signatureId: id, isNew: false };
		await extern.call(draftSignatureDelete, { ...draft, documentId, signatureId: id });
	}
	const signature = await signer.sign(toSign, 'detached');
	if (!(await fits(signature, toSign))) {
		throw stop(`The signature of ${toSign.fileName} is not valid`, 'It was not attached. Check that the key, the certificate and the file belong together');
	}
	const signatureId = derivedId(documentId, thumbprint);
	const attached = await extern.call(draftSignaturePut, { ...draft, documentId, signatureId, signature: Buffer.from(signature).toString('base64') });
	return { document, signatureId: textOf(attached.id) ?? signatureId, isNew: true };
}

/** The plain bytes of a draft's document, as often as asked. */
export function bytesOf(extern: Extern, accountId: string, document: WireDraftDocument): ToSign {
	const fileName = textOf(document.description?.filename) ?? textOf(document.id) ?? 'The document';
	const contentId = plainContentOf(document);
	if (!contentId) throw stop(`${fileName} has no content yet`, 'Add the file to the draft first');
	return { fileName, chunks: () => download(extern, accountId, contentId) };
}

async function fits(signature: Uint8Array, document: ToSign): Promise<boolean> {
	const data = tryRead(signature);
	if (!data) return false;
	const digest = await digestOf(document.chunks(), data.digestBits ?? 256);
	return verifyDetached(data, () => digest).valid;
}

function tryRead(signature: Uint8Array): ReturnType<typeof readSignature> | undefined {
	try {
		return readSignature(signature);
	} catch {
		return undefined;
	}
}
