import type { Extern } from '../client';
import { ExternError, stop, type ProblemLine } from '../failure';
import type { DssDesk, DssTransaction, Signer } from '../signing';
import type { DraftRef } from './draftStages';
import { requireSizes } from './requireSizes';
import { settled } from './settled';
import { type Signable, signables, type SignedDocument } from './signDraft';
import { unlessWaiting } from './unlessWaiting';

/** A document of a draft whose signature the owner of the key was asked for. Nothing in it is a secret. */
export interface WaitingDocument extends DssTransaction {
	readonly documentId: string;
	readonly fileName: string;
}

/** How far the signing of a draft has come. */
export interface SignedInSteps {
	readonly signed: readonly SignedDocument[];
	readonly waiting: readonly WaitingDocument[];
}

/**
 * Asks the owner of a key at CryptoPro DSS for the signature of every document that lacks one.
 * Where the server wants no confirmation, they are signed at once.
 * @throws ExternError when the server cannot be asked, or a signature does not fit
 */
export async function startSigning(extern: Extern, draft: DraftRef, desk: DssDesk): Promise<SignedInSteps> {
	const signed: SignedDocument[] = [];
	const waiting: WaitingDocument[] = [];
	const documents = await signables(extern, draft, desk.certificate);
	await requireSizes(documents.flatMap(({ unsigned }) => unsigned ?? []), desk);
	for (const signable of documents) {
		const outcome = await signOrWait(signable, async (document, shape, wait) => {
			const begun = await desk.begin(document, shape);
			if (begun.kind === 'signed') return begun.signature;
			waiting.push({ documentId: signable.documentId, fileName: document.fileName, ...begun.transaction });
			return wait();
		});
		if (outcome) signed.push(outcome);
	}
	return { signed, waiting };
}

/**
 * Attaches the signatures that the owner has confirmed meanwhile. One that is attached already is
 * not asked for again, so a step that was stopped in the middle may be repeated.
 * @param asked what {@link startSigning} left waiting
 * @param codes of the SMS, in the order of the documents, where codes are asked for
 * @throws ExternError `stopped` when the owner denied one or was too late, after the others were attached
 */
export async function finishSigning(extern: Extern, draft: DraftRef, desk: DssDesk, asked: readonly WaitingDocument[], codes: readonly string[] = []): Promise<SignedInSteps> {
	const signed: SignedDocument[] = [];
	const waiting: WaitingDocument[] = [];
	const refusals: ExternError[] = [];
	const documents = await signables(extern, draft, desk.certificate, asked.map(({ documentId }) => documentId));
	for (const [index, one] of asked.entries()) {
		const outcome = await settled(async () => await signOrWait(documents[index], async (document, shape, wait) => (await desk.finish(one, document, shape, codes[index])) ?? wait()));
		if (outcome.ok && outcome.value) signed.push(outcome.value);
		else if (outcome.ok) waiting.push(one);
		else refusals.push(withFile(outcome.error, one));
	}
	if (refusals.length > 0) throw together(refusals);
	return { signed, waiting };
}

type SignOrWait = (...signing: [...Parameters<Signer['sign']>, wait: () => never]) => Promise<Uint8Array>;

/** Signs a document; undefined when its signature has to be waited for. */
async function signOrWait(signable: Signable, sign: SignOrWait): Promise<SignedDocument | undefined> {
	return await unlessWaiting(async (wait) => await signable.sign(async (document, shape) => await sign(document, shape, wait)));
}

/** The error of one file, which it names. What concerns all files alike ends the work at once. */
function withFile({ failure, operation }: ExternError, { documentId, fileName }: WaitingDocument): ExternError {
	if (failure.kind !== 'stopped') throw new ExternError(failure, operation);
	const line: ProblemLine = { file: fileName, documentId, level: 'error', text: failure.message };
	return new ExternError({ ...failure, lines: [line] }, operation);
}

/** One error for all; the words of the first one, the lines of every one. */
function together(refusals: readonly ExternError[]): ExternError {
	const [first] = refusals;
	const failures = refusals.map(({ failure }) => failure).filter((failure) => failure.kind === 'stopped');
	return failures.length === 1 ? first : stop(failures[0].message, failures[0].hint, failures.flatMap(({ lines }) => lines ?? []));
}
