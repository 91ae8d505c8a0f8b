import { GostFormatError, readCertificate, readEnvelope, readPrivateKey } from '../../gost';
import { isKeyStore } from './keyStoreShape';

/** What stands in the place of a signature, and what to do about it. */
export interface OtherKind {
	/** Continues "the file …". */
	readonly is: string;
	readonly hint: string;
}

const AGAIN = 'Take the .sig file that the signing program made; it is DER, base64 or PEM';
const UNPACK = 'Unpack it and take the .sig file from inside';
const SECRET = 'A key must not travel through a workflow: delete it from there, and provide the .sig file instead';

const EMPTY: OtherKind = { is: 'is empty', hint: 'Look whether the signing program ended with an error, and make the signature again' };
const CERTIFICATE: OtherKind = { is: 'is a certificate, not a signature', hint: 'Sign the file with this certificate, and take the .sig file that comes of it' };
const KEY: OtherKind = { is: 'is a private key, not a signature', hint: SECRET };
const KEY_STORE: OtherKind = { is: 'is a key store (PKCS#12, .pfx), not a signature', hint: SECRET };
const ENVELOPE: OtherKind = { is: 'is an encrypted file, not a signature', hint: AGAIN };
const ARCHIVE: OtherKind = { is: 'is an archive, not a signature', hint: UNPACK };
const RAW: OtherKind = {
	is: 'is a raw signature value without the CMS around it',
	hint: 'Make a detached CMS (PKCS#7) signature with the certificate included',
};

/** First bytes of formats that are taken for a signature by mistake. */
const MAGIC: ReadonlyArray<readonly [hex: string, kind: OtherKind]> = [
	['504b0304', ARCHIVE],
	['504b0506', ARCHIVE],
	['526172211a07', ARCHIVE],
	['377abcaf271c', ARCHIVE],
	['1f8b', ARCHIVE],
	['25504446', { is: 'is a PDF document, not a signature', hint: AGAIN }],
	['d0cf11e0', { is: 'is an Office document or an Outlook message, not a signature', hint: `Save the attachment of the message. ${AGAIN}` }],
];

const MAIL = /^(From|To|Subject|Received|Return-Path|Delivered-To|MIME-Version|Message-ID|Date|Content-Type):.*\r?\n/im;

/** A signature of GOST R 34.10-2012 is 64 or 128 bytes. */
const RAW_SIZES = [64, 128];

/**
 * Tells what a file is that cannot be read as a signature.
 * @param bytes the whole file
 * @returns undefined when it cannot be told
 */
export function otherKindOf(bytes: Uint8Array): OtherKind | undefined {
	if (bytes.every((byte) => byte === 0 || byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))) return EMPTY;
	if (bytes[0] === 0x30) return binaryKind(bytes) ?? lengthKind(bytes);
	const start = Buffer.from(bytes.subarray(0, 8)).toString('hex');
	const known = MAGIC.find(([magic]) => start.startsWith(magic));
	if (known) return known[1];
	const text = textOf(bytes);
	if (text !== undefined) return textKind(text);
	return RAW_SIZES.includes(bytes.length) ? RAW : undefined;
}

function textKind(text: string): OtherKind {
	if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)) return KEY;
	if (/-----BEGIN [A-Z0-9 ]*CERTIFICATE-----/.test(text)) return CERTIFICATE;
	if (/-----BEGIN /.test(text)) return { is: 'is a PEM file without a signature that can be read', hint: AGAIN };
	if (/<!doctype html|<html/i.test(text)) return { is: 'is a web page, not a signature', hint: `A download probably needed a login first. ${AGAIN}` };
	if (/^\s*</.test(text)) return { is: 'is an XML file, not a signature', hint: AGAIN };
	if (/^\s*[{[]/.test(text)) return { is: 'is JSON, not a signature', hint: 'Take the signature out of it, as base64 or binary, before this step' };
	if (MAIL.test(text.slice(0, 4096))) return { is: 'is an e-mail message, not a signature', hint: 'Take the .sig file out of its attachments' };
	return base64Kind(text) ?? { is: 'is a text, not a signature', hint: AGAIN };
}

function base64Kind(text: string): OtherKind | undefined {
	const digits = text.replace(/\s+/g, '');
	if (digits.length < 16 || /[^A-Za-z0-9+/=]/.test(digits)) return undefined;
	const bytes = Buffer.from(digits, 'base64');
	if (bytes[0] !== 0x30 && textOf(bytes) !== undefined && /^(MI|LS0tLS1)/.test(bytes.toString('latin1'))) {
		return { is: 'is base64 of base64', hint: 'Decode it once before this step: a file field of n8n wants the bytes themselves' };
	}
	return bytes[0] === 0x30 || RAW_SIZES.includes(bytes.length) ? (otherKindOf(bytes) ?? undefined) : undefined;
}

function binaryKind(der: Uint8Array): OtherKind | undefined {
	if (isKeyStore(der)) return KEY_STORE;
	if (isReadable(() => readCertificate(der))) return CERTIFICATE;
	if (isReadable(() => readPrivateKey(der))) return KEY;
	return isReadable(() => readEnvelope(der)) ? ENVELOPE : undefined;
}

/** Whether bytes are of a kind, in this or another algorithm. */
function isReadable(read: () => unknown): boolean {
	try {
		read();
		return true;
	} catch (error) {
		return error instanceof GostFormatError && error.code !== 'damaged';
	}
}

/** Whether the first length in a DER file says more, or less, than there is. */
function lengthKind(der: Uint8Array): OtherKind | undefined {
	const hint = 'Transfer or make the signature again';
	const size = (der[1] ?? 0) - 0x80;
	if (size === 0 || size > 4) return undefined; // BER without lengths, or longer than any file
	const header = 2 + Math.max(size, 0);
	if (der.length < header) return { is: 'is cut off within its first bytes', hint };
	const whole = header + (size < 0 ? der[1] : Buffer.from(der).readUIntBE(2, size));
	if (whole > der.length) return { is: `is cut off: ${der.length} of ${whole} bytes are there`, hint };
	if (whole < der.length) {
		return { is: `has ${der.length - whole} bytes too many at its end`, hint: 'Look whether two files were joined, or a text tool added to it, and transfer the signature again' };
	}
	return undefined;
}

/** The file as text, when it is one: UTF-8, UTF-16 with a mark, or windows-1251. */
function textOf(bytes: Uint8Array): string | undefined {
	const start = Buffer.from(bytes.subarray(0, 65_536));
	if (start[0] === 0xff && start[1] === 0xfe) return start.subarray(2).toString('utf16le');
	const isText = start.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
	const letters = start.filter((byte) => (byte >= 0x20 && byte < 0x7f) || byte >= 0xc0 || byte === 0xa8 || byte === 0xb8 || byte <= 0x0d).length;
	if (!isText || (!isUtf8(start) && letters < start.length * 0.95)) return undefined;
	return start.toString(isUtf8(start) ? 'utf8' : 'latin1').replace(/^\ufeff/, '');
}

function isUtf8(bytes: Buffer): boolean {
	// the last character of a piece may be cut in the middle
	return !bytes.subarray(0, Math.max(bytes.length - 4, 0)).toString('utf8').slice(0, -1).includes('\ufffd');
}
