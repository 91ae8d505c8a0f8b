import type { ProblemLine } from '../failure';

/** Bytes that wait for a signature; they may be read more than once. */
export interface ToSign {
	readonly fileName: string;
	chunks(): AsyncIterable<Uint8Array>;
	/** How many bytes they are, where that is known without reading them all. */
	size?(): Promise<number>;
	/** The bytes are a Streebog digest already, which a raw signature is made of as it is (domain/signing.md §4.2, documents requests). */
	readonly isDigest?: boolean;
	/** Thumbprints of the certificates whose signatures the place takes; any when absent. */
	readonly accepts?: readonly string[];
}

/**
 * What a place wants of a signature; whoever fills in a form never chooses it.
 * - `detached`: CMS SignedData beside the file, DER (signing.md §0.2)
 * - `enclosed`: CMS SignedData with the content inside, DER (the key file of Gosuslugi)
 * - `raw`: the raw value s‖r, highest byte first, 64 or 128 bytes (XMLDSig cases, signing.md §0.4)
 */
export type SignatureShape = 'detached' | 'enclosed' | 'raw';

/**
 * The order in which the bytes of a raw signature are handed over. The vendor does not say which one
 * it wants (reference/signing/signing.md §0.4):
 * - `standard`: s‖r, highest byte first, as in CMS and X.509 (RFC 4491 §3.3.2)
 * - `reversed`: all bytes from the last to the first, as CryptoAPI's CryptSignHash gives them
 */
export type RawOrder = 'standard' | 'reversed';

/** Somebody who signs. Keys never leave him. */
export interface Signer {
	/** His certificate, DER in base64, as the requisites of a draft and a reply want it. */
	readonly certificate: string;
	/** In which order the place wants raw values, which {@link sign} always gives highest byte first; `standard` unless told. */
	readonly rawOrder?: RawOrder;
	/**
	 * Looks at everything that is going to be signed before the first signature leaves. Only those need
	 * it who may turn out to have no signature for a document.
	 * @param documents all that want a detached signature
	 * @returns what the operator should know though it forbids nothing
	 * @throws ExternError `stopped` that names every document without a signature, and why
	 */
	expect?(documents: readonly ToSign[]): Promise<readonly ProblemLine[]>;
	/**
	 * Looks at the size of a document before the first signature of several leaves. Only those need it who have a limit.
	 * @param size bytes
	 * @throws ExternError `stopped` when it is too large for a signature of CMS
	 */
	requireSize?(fileName: string, size: number): void;
	/**
	 * Signs the exact bytes of a document.
	 * @throws ExternError `input` or `stopped` when he cannot sign this document
	 */
	sign(document: ToSign, shape: SignatureShape): Promise<Uint8Array>;
}

/** Somebody who opens what was encrypted to his certificate. Keys never leave him. */
export interface Opener {
	/**
	 * @param envelope CMS EnvelopedData, DER or BER
	 * @returns its content
	 * @throws ExternError `input` or `stopped` when it is not for him, or damaged
	 */
	open(envelope: Uint8Array): Promise<Uint8Array>;
}
