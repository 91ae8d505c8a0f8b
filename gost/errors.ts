/**
 * Why a structure could not be read: broken bytes, an algorithm that is not GOST 2012, something
 * that this room does not know yet, or a key whose passphrase is missing or wrong.
 */
export type GostFormatCode = 'damaged' | 'not-gost' | 'unsupported' | 'passphrase';

/** Thrown by every reader of this room on input that it cannot use. The message is meant for people and holds no key material. */
export class GostFormatError extends Error {
	override readonly name = 'GostFormatError';

	constructor(
		readonly code: GostFormatCode,
		message: string,
	) {
		super(message);
	}
}

/** Why an envelope did not open: it is for somebody else, its key does not unwrap with this private key, or its content fails its check value. */
export type GostDecryptCode = 'other-recipient' | 'wrong-key' | 'content-damaged';

/** Thrown by `decrypt` when a well-formed envelope does not open. */
export class GostDecryptError extends Error {
	override readonly name = 'GostDecryptError';

	constructor(
		readonly code: GostDecryptCode,
		message: string,
	) {
		super(message);
	}
}

/** The error for bytes that are not what they should be. */
export function damaged(message: string): GostFormatError {
	return new GostFormatError('damaged', message);
}

/** The error for algorithms other than GOST 2012. */
export function notGost(message: string): GostFormatError {
	return new GostFormatError('not-gost', message);
}

/** The error for what is in order but not known to this room. */
export function unsupported(message: string): GostFormatError {
	return new GostFormatError('unsupported', message);
}

/** The error for a key that its passphrase does not open. */
export function wrongPassphrase(message: string): GostFormatError {
	return new GostFormatError('passphrase', message);
}

/** Thrown when a private key is used with the certificate of another key. */
export class GostKeyMismatchError extends Error {
	override readonly name = 'GostKeyMismatchError';
}

/** The error for a private key beside the certificate of another one. */
export function keyMismatch(): GostKeyMismatchError {
	return new GostKeyMismatchError('The private key does not belong to the certificate');
}
