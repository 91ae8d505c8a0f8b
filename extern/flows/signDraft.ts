import type { Extern } from '../client';
import { stop } from '../failure';
import { draftSignatureContentGet, draftSignatureDelete, draftSignaturePut } from '../operations/draftSignatures';
import { documentsOf, draftGet } from '../operations/drafts';
import { certificateFrom, fits, fitsRaw, inOrder, overheard, rawValueOf, requireFit, type Signer, type ToSign } from '../signing';
import type { WireSignature } from '../wire/core';
import type { WireDraft, WireDraftDocument } from '../wire/draft';
import { membersOf, textOf } from '../wire/tolerant';
import { derivedId } from './derivedId';
import { checkDraftSigner, requireAccepted, signerOf } from './draftSigner';
import type { DraftRef } from './draftStages';
import { otherSigner } from './reportSigner';
import { requireSizes } from './requireSizes';
import { wantedSignature, type Wanted } from './wantedSignature';

/** A document of a draft, and whether the signer's signature on it was new. */
export interface SignedDocument {
	readonly document: WireDraftDocument;
	readonly signature: Wanted['signature'];
	/** Absent where nothing is to be signed. */
	readonly signatureId?: string;
	readonly isNew: boolean;
}

/**
 * Signs every document of a draft that lacks a valid signature of this signer. Valid ones stay;
 * a damaged or outdated one is replaced. The signer is held against the draft first, and each
 * signature is verified before it is attached, so a wrong one never reaches prepare. What each
 * document wants is asked before: an attached signature makes a draft one that was not checked, and
 * then the service tells nothing more.
 * @throws ExternError `stopped` when the signer does not fit the draft, a signature its document, or
 * the draft must be checked before
 */
export async function signUnsigned(extern: Extern, draft: DraftRef, signer: Signer): Promise<SignedDocument[]> {
	const wire = await extern.call(draftGet, draft);
	const accepted = { signer, accepts: checkDraftSigner(extern, wire.meta, signer) };
	const documents = await wantedIn(extern, draft, wire);
	await expectAll(extern, documents, accepted);
	const signed: SignedDocument[] = [];
	for (const wanted of documents) signed.push(await sign(extern, draft, wanted, accepted));
	return signed;
}

/** A document of a draft that is known well enough to be signed. */
export interface Signable {
	readonly documentId: string;
	/** What is to be signed beside it; absent where that was done, or it is signed raw or not at all. */
	readonly unsigned?: ToSign;
	/** Signs it, unless it has a valid signature; as {@link signUnsigned}. */
	sign(by: Signer['sign']): Promise<SignedDocument>;
}

/**
 * The documents of a draft, to be signed one by one with one certificate. What each of them wants is
 * asked here, before the first one is signed; as in {@link signUnsigned}, and for the same reason.
 * @param certificate of the signer, DER in base64
 * @param documentIds which documents, in this order; all when not given
 * @throws ExternError `stopped` when the certificate does not fit the draft, or the draft must be checked before
 */
export async function signables(extern: Extern, draft: DraftRef, certificate: string, documentIds?: readonly string[]): Promise<Signable[]> {
	const wire = await extern.call(draftGet, draft);
	const accepts = checkDraftSigner(extern, wire.meta, { certificate });
	const documents = await wantedIn(extern, draft, wire, documentIds);
	const { thumbprint } = certificateFrom(certificate);
	return documents.map((wanted) => ({
		documentId: wanted.document.id,
		unsigned: wanted.signature === 'detached' && !isSignedBy(wanted.document, thumbprint) ? wanted.toSign : undefined,
		sign: async (by) => await sign(extern, draft, wanted, { signer: { certificate, sign: by }, accepts }),
	}));
}

/** Signs one document of a draft; as {@link signUnsigned}. */
export async function signDocument(extern: Extern, draft: DraftRef, documentId: string, signer: Signer): Promise<SignedDocument> {
	const wire = await extern.call(draftGet, draft);
	const accepts = checkDraftSigner(extern, wire.meta, signer);
	return await sign(extern, draft, await wantedSignature(extern, draft, wire, documentId), { signer, accepts });
}

/** What each document of a draft wants; as {@link wantedSignature}. */
export async function wantedSignatures(extern: Extern, draft: DraftRef): Promise<Wanted[]> {
	return await wantedIn(extern, draft, await extern.call(draftGet, draft));
}

async function wantedIn(extern: Extern, draft: DraftRef, wire: WireDraft, documentIds: readonly string[] = documentsOf(wire)): Promise<Wanted[]> {
	const wanted: Wanted[] = [];
	for (const documentId of documentIds) wanted.push(await wantedSignature(extern, draft, wire, documentId));
	return wanted;
}

/** A signer, and whose signatures the draft takes. */
interface Accepted {
	readonly signer: Signer;
	readonly accepts: readonly string[] | undefined;
}

/** Before the first signature is attached: does the signer have one for every document that lacks it? */
async function expectAll(extern: Extern, documents: readonly Wanted[], { signer, accepts }: Accepted): Promise<void> {
	const detached = documents.filter(({ signature }) => signature === 'detached');
	const { thumbprint } = certificateFrom(signer.certificate);
	const unsigned = detached.filter(({ document }) => !isSignedBy(document, thumbprint));
	const waiting = unsigned.flatMap(({ toSign }) => (toSign ? { ...toSign, accepts } : []));
	await requireSizes(waiting, signer);
	const warnings = await signer.expect?.(waiting);
	// Files for what was signed before are not left over.
	if (warnings && unsigned.length === documents.length) extern.warn(...warnings);
}

async function sign(extern: Extern, draft: DraftRef, { document, signature, toSign }: Wanted, { signer, accepts }: Accepted): Promise<SignedDocument> {
	if (!toSign || signature === 'none') return { document, signature, isNew: false };
	const documentId = document.id;
	const { thumbprint } = certificateFrom(signer.certificate);
	const isRaw = signature === 'raw';
	for (const existing of membersOf(document.signatures)) {
		if (!isOf(existing, thumbprint) && !(isRaw && isNameless(existing))) continue;
		const { id } = existing;
		const content = Buffer.from(await extern.call(draftSignatureContentGet, { ...draft, documentId, signatureId: id }), 'base64');
		if (isRaw ? await fitsAsWanted(content, toSign, signer) : await fits(content, toSign)) return { document, signature, signatureId: id, isNew: false };
		await extern.call(draftSignatureDelete, { ...draft, documentId, signatureId: id });
	}
	const bytes = isRaw ? await rawSignature(toSign, signer) : await detachedSignature(extern, toSign, { signer, accepts });
	// Ready signatures may be of several people.
	const signatureId = derivedId(documentId, isRaw ? thumbprint : (signerOf(bytes) ?? thumbprint));
	const attached = await extern.call(draftSignaturePut, { ...draft, documentId, signatureId, signature: Buffer.from(bytes).toString('base64') });
	return { document, signature, signatureId: textOf(attached.id) ?? signatureId, isNew: true };
}

async function detachedSignature(extern: Extern, toSign: ToSign, { signer, accepts }: Accepted): Promise<Uint8Array> {
	const read = overheard(toSign);
	const signature = await signer.sign({ ...toSign, accepts }, 'detached');
	await requireFit(signature, read.document);
	requireAccepted(signature, toSign.fileName, accepts);
	const warning = otherSigner(read, signature);
	if (warning) extern.warn(warning);
	return signature;
}

async function rawSignature(toSign: ToSign, signer: Signer): Promise<Uint8Array> {
	const signature = inOrder(await signer.sign(toSign, 'raw'), signer.rawOrder ?? 'standard');
	if (await fitsAsWanted(signature, toSign, signer)) return signature;
	throw stop(`The signature of ${toSign.fileName} is not valid`, 'It was not attached. Check that the key, the certificate and the file belong together');
}

/** Whether a raw signature, in the order in which it is attached, fits. */
async function fitsAsWanted(bytes: Uint8Array, document: ToSign, signer: Signer): Promise<boolean> {
	const value = rawValueOf(bytes);
	return value !== undefined && (await fitsRaw(inOrder(value, signer.rawOrder ?? 'standard'), document, certificateFrom(signer.certificate)));
}

function isSignedBy({ signatures }: WireDraftDocument, thumbprint: string): boolean {
	return membersOf(signatures).some((existing) => isOf(existing, thumbprint));
}

function isOf(signature: WireSignature, thumbprint: string): boolean {
	return textOf(signature['signature-certificate-thumbprint'])?.toUpperCase() === thumbprint;
}

/** A raw signature names nobody, and a document that is signed inside has room for one only. */
function isNameless(existing: WireSignature): boolean {
	return !textOf(existing['signature-certificate-thumbprint']) && existing['signer-type'] !== 'third-party-representative';
}
