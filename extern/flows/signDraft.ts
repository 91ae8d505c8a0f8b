import { readSignature, verifyDetached } from '../../gost';
import type { Extern } from '../client';
import { stop } from '../failure';
import { draftSignatureContentGet, draftSignatureDelete, draftSignaturePut } from '../operations/draftSignatures';
import { documentsOf, draftGet } from '../operations/drafts';
import { certificateFrom, digestOf, fitsRaw, inOrder, rawValueOf, type Signer, type ToSign } from '../signing';
import type { WireSignature } from '../wire/core';
import type { WireDraftDocument } from '../wire/draft';
import { membersOf, textOf } from '../wire/tolerant';
import { derivedId } from './derivedId';
import type { DraftRef } from './draftStages';
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
 * a damaged or outdated one is replaced. Each signature is verified before it is attached, so a wrong
 * one never reaches prepare. What each document wants is asked first: an attached signature makes a
 * draft one that was not checked, and then the service tells nothing more.
 * @throws ExternError `stopped` when a signature does not fit, or the draft must be checked before
 */
export async function signUnsigned(extern: Extern, draft: DraftRef, signer: Signer): Promise<SignedDocument[]> {
	const signed: SignedDocument[] = [];
	for (const wanted of await wantedSignatures(extern, draft)) signed.push(await sign(extern, draft, wanted, signer));
	return signed;
}

/** Signs one document of a draft; as {@link signUnsigned}. */
export async function signDocument(extern: Extern, draft: DraftRef, documentId: string, signer: Signer): Promise<SignedDocument> {
	return await sign(extern, draft, await wantedSignature(extern, draft, await extern.call(draftGet, draft), documentId), signer);
}

/** What each document of a draft wants; as {@link wantedSignature}. */
export async function wantedSignatures(extern: Extern, draft: DraftRef): Promise<Wanted[]> {
	const wire = await extern.call(draftGet, draft);
	const wanted: Wanted[] = [];
	for (const documentId of documentsOf(wire)) wanted.push(await wantedSignature(extern, draft, wire, documentId));
	return wanted;
}

async function sign(extern: Extern, draft: DraftRef, { document, signature, toSign }: Wanted, signer: Signer): Promise<SignedDocument> {
	if (!toSign || signature === 'none') return { document, signature, isNew: false };
	const documentId = document.id;
	const { thumbprint } = certificateFrom(signer.certificate);
	const isRaw = signature === 'raw';
	const fits = async (bytes: Uint8Array) => await (isRaw ? fitsAsWanted(bytes, toSign, signer) : fitsDetached(bytes, toSign));
	for (const { id, ...existing } of membersOf(document.signatures)) {
		if (!mayBeOf(thumbprint, existing, isRaw)) continue;
		const content = await extern.call(draftSignatureContentGet, { ...draft, documentId, signatureId: id });
		if (await fits(Buffer.from(content, 'base64'))) return { document, signature, signatureId: id, isNew: false };
		await extern.call(draftSignatureDelete, { ...draft, documentId, signatureId: id });
	}
	const made = await signer.sign(toSign, signature);
	const bytes = isRaw ? inOrder(made, signer.rawOrder ?? 'standard') : made;
	if (!(await fits(bytes))) {
		throw stop(`The signature of ${toSign.fileName} is not valid`, 'It was not attached. Check that the key, the certificate and the file belong together');
	}
	const signatureId = derivedId(documentId, thumbprint);
	const attached = await extern.call(draftSignaturePut, { ...draft, documentId, signatureId, signature: Buffer.from(bytes).toString('base64') });
	return { document, signature, signatureId: textOf(attached.id) ?? signatureId, isNew: true };
}

/** A raw signature names nobody, and a document that is signed inside has room for one only. */
function mayBeOf(thumbprint: string, existing: Omit<WireSignature, 'id'>, isRaw: boolean): boolean {
	const named = textOf(existing['signature-certificate-thumbprint'])?.toUpperCase();
	return named === thumbprint || (isRaw && !named && existing['signer-type'] !== 'third-party-representative');
}

async function fitsAsWanted(bytes: Uint8Array, document: ToSign, signer: Signer): Promise<boolean> {
	const value = rawValueOf(bytes);
	return value !== undefined && (await fitsRaw(inOrder(value, signer.rawOrder ?? 'standard'), document, certificateFrom(signer.certificate)));
}

async function fitsDetached(signature: Uint8Array, document: ToSign): Promise<boolean> {
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
