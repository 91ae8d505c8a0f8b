import { stop } from '../failure';
import { certificateFrom, type DssDesk, type DssTransaction, fits, fitsRaw, inOrder, rawValueOf, type RawOrder, type SignatureShape, type ToSign } from '../signing';
import { textOf } from '../wire/tolerant';
import { signerOf } from './draftSigner';
import { type Made, signatureFor } from './signReply';
import { unlessWaiting } from './unlessWaiting';

/** A reply or a request for documents, and where its signature goes. */
export interface ToSignInSteps {
	/** As the service gives it now; its signature in base64, once it has one. */
	readonly made: Made & { readonly signature?: string };
	/** In which order a raw value is attached. */
	readonly rawOrder: RawOrder;
	attach(signature: Uint8Array): Promise<void>;
}

/** A signature that the owner of the key was asked for. Nothing in it is a secret. */
export interface WaitingSignature extends DssTransaction {
	readonly fileName: string;
}

/** How far the signing has come. */
export interface SignedOrWaiting {
	/** Whether the signature was attached now; otherwise it was there already, or is waited for. */
	readonly isNew: boolean;
	/** Absent once it is signed. */
	readonly waiting?: WaitingSignature;
}

/**
 * Asks the owner of a key at CryptoPro DSS for the signature of a reply or a request for documents.
 * Where the server wants no confirmation, it is signed at once; where it is signed, nobody is asked.
 * @throws ExternError when the server cannot be asked, or the signature does not fit
 */
export async function startSigningReply(reply: ToSignInSteps, desk: DssDesk): Promise<SignedOrWaiting> {
	let waiting: WaitingSignature | undefined;
	const isNew = await attachUnlessWaiting(reply, desk, async (document, shape, wait) => {
		const begun = await desk.begin(document, shape);
		if (begun.kind === 'signed') return begun.signature;
		waiting = { fileName: document.fileName, ...begun.transaction };
		return wait();
	});
	return { isNew, waiting };
}

/**
 * Attaches the signature once the owner has confirmed it. What is signed already is not asked for
 * again, so this may be repeated.
 * @param asked what {@link startSigningReply} left waiting; absent when it left nothing
 * @param code of the SMS, where one is asked for
 * @throws ExternError `stopped` when the owner denied it or was too late, or nothing was asked of him
 */
export async function finishSigningReply(reply: ToSignInSteps, desk: DssDesk, asked: WaitingSignature | undefined, code?: string): Promise<SignedOrWaiting> {
	let waiting: WaitingSignature | undefined;
	const isNew = await attachUnlessWaiting(reply, desk, async (document, shape, wait) => {
		if (!asked) throw stop(`${document.fileName} is not signed, and no signature of it is waited for`, 'Run Start Signing in DSS first');
		const signature = await desk.finish(asked, document, shape, code);
		if (signature) return signature;
		waiting = asked;
		return wait();
	});
	return { isNew, waiting };
}

type SignOrWait = (document: ToSign, shape: SignatureShape, wait: () => never) => Promise<Uint8Array>;

/** Attaches what is signed now; false when it is waited for, or was signed before. */
async function attachUnlessWaiting({ made, rawOrder, attach }: ToSignInSteps, { certificate }: DssDesk, sign: SignOrWait): Promise<boolean> {
	const attached = Buffer.from(textOf(made.signature) ?? '', 'base64');
	const signature = await unlessWaiting(async (wait) => {
		const own = async (document: ToSign, shape: SignatureShape) => (await validOf(attached, document, { shape, rawOrder, certificate })) ?? (await sign(document, shape, wait));
		return await signatureFor(made, { certificate, rawOrder, sign: own });
	});
	if (!signature || attached.equals(signature)) return false;
	await attach(signature);
	return true;
}

/** The signature that is attached already, a raw one highest byte first, when it is this signer's and valid. */
async function validOf(attached: Uint8Array, document: ToSign, { shape, rawOrder, certificate }: { shape: SignatureShape; rawOrder: RawOrder; certificate: string }): Promise<Uint8Array | undefined> {
	const signer = certificateFrom(certificate);
	if (shape === 'raw') {
		const value = rawValueOf(attached);
		const signature = value && inOrder(value, rawOrder);
		return signature && (await fitsRaw(signature, document, signer)) ? signature : undefined;
	}
	return (await fits(attached, document)) && signerOf(attached) === signer.thumbprint ? attached : undefined;
}
