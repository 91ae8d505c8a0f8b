import { compareBytes, concatBytes } from './bytes';
import { contextTag, tags } from './der';

/** One DER value: identifier octet, length, contents joined. */
export function encode(tag: number, ...contents: Uint8Array[]): Uint8Array {
	const length = contents.reduce((sum, content) => sum + content.length, 0);
	return concatBytes(Uint8Array.of(tag, ...lengthOctets(length)), ...contents);
}

function lengthOctets(length: number): number[] {
	if (length < 0x80) return [length];
	const octets: number[] = [];
	for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
	return [0x80 | octets.length, ...octets];
}

/** A SEQUENCE of encoded members. */
export function sequence(...members: Uint8Array[]): Uint8Array {
	return encode(tags.sequence, ...members);
}

/** A SET OF: DER orders its members by their encoding (X.690 §11.6). */
export function setOf(...members: Uint8Array[]): Uint8Array {
	return encode(tags.set, ...[...members].sort(compareBytes));
}

/** An OCTET STRING. */
export function octetString(content: Uint8Array): Uint8Array {
	return encode(tags.octetString, content);
}

/** A BIT STRING of whole bytes, or with that many unused bits at its end. */
export function bitString(content: Uint8Array, unusedBits = 0): Uint8Array {
	return encode(tags.bitString, Uint8Array.of(unusedBits), content);
}

/** A non-negative INTEGER from its bytes, highest first, leading zeros allowed. */
export function unsignedInteger(bytes: Uint8Array): Uint8Array {
	const firstDigit = bytes.findIndex((byte) => byte !== 0);
	const digits = firstDigit === -1 ? Uint8Array.of(0) : bytes.subarray(firstDigit);
	return encode(tags.integer, digits[0] & 0x80 ? Uint8Array.of(0) : new Uint8Array(0), digits);
}

/** An INTEGER from 0 to 127. */
export function smallInteger(value: number): Uint8Array {
	return encode(tags.integer, Uint8Array.of(value));
}

/** NULL. */
export function nullValue(): Uint8Array {
	return encode(tags.null);
}

/** The BOOLEAN true; DER leaves out false where it is the default. */
export function booleanTrue(): Uint8Array {
	return encode(tags.boolean, Uint8Array.of(0xff));
}

/** An OBJECT IDENTIFIER from dotted notation. */
export function objectIdentifier(dotted: string): Uint8Array {
	const [first, second, ...others] = dotted.split('.').map(Number);
	const octets = [first * 40 + second, ...others].flatMap((arc) => {
		const digits = [arc % 128];
		for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift(0x80 | rest % 128);
		return digits;
	});
	return encode(tags.objectIdentifier, Uint8Array.from(octets));
}

/** The constructed context tag [number] round contents: EXPLICIT, or IMPLICIT for a sequence or set. */
export function context(number: number, ...contents: Uint8Array[]): Uint8Array {
	return encode(contextTag(number), ...contents);
}

/** An AlgorithmIdentifier from a dotted object identifier and encoded parameters. */
export function algorithm(dotted: string, ...parameters: Uint8Array[]): Uint8Array {
	return sequence(objectIdentifier(dotted), ...parameters);
}

/** A moment as X.509 wants it (RFC 5280 §4.1.2.5): UTCTime through 2049, GeneralizedTime from 2050, whole seconds. */
export function time(moment: Date): Uint8Array {
	const digits = moment.toISOString().replace(/\.\d+Z$/, '').replace(/\D/g, '');
	const year = moment.getUTCFullYear();
	return year >= 1950 && year < 2050
		? encode(tags.utcTime, ascii(`${digits.slice(2)}Z`))
		: encode(tags.generalizedTime, ascii(`${digits}Z`));
}

/** The bytes of a text of characters below 256. */
export function ascii(text: string): Uint8Array {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

