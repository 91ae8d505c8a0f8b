/** Why a structure could not be read: broken bytes, an algorithm that is not GOST 2012, or GOST that this room does not know yet. */
export type GostFormatCode = 'damaged' | 'not-gost' | 'unsupported';

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

/** The error for GOST that this room does not know. */
export function unsupported(message: string): GostFormatError {
	return new GostFormatError('unsupported', message);
}
