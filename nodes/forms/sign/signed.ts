import type { SignedDocument } from '../../../extern';
import { type Outline, parts, words, yesNo } from '../../../extern/operations';

/** A file of a draft after signing. */
export const signedDocument: Outline<never> = {
	documentId: words('Id of the signed document'),
	fileName: words('Name of the file'),
	signature: words('Which signature it wants: detached, raw, or none where it is sent unsigned or came signed inside'),
	signatureId: words('Id of the signature'),
	isNew: yesNo('Whether it was signed now; otherwise a valid signature was there already'),
};

/** The same in a list. */
export function signedDocuments(description: string) {
	return parts(description, signedDocument);
}

/** What the output tells of one signed file. */
export function toldOfOne({ document, ...signed }: SignedDocument) {
	return { documentId: document.id, fileName: document.description.filename, ...signed };
}

/** What the output tells of several. */
export function toldOf(signed: readonly SignedDocument[]) {
	return { signed: signed.filter(({ isNew }) => isNew).length, documents: signed.map(toldOfOne) };
}
