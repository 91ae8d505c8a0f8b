import { damaged } from './errors';

const universal = { boolean: 1, integer: 2, bitString: 3, null: 5, objectIdentifier: 6, enumerated: 10, sequence: 16, set: 17, universalString: 28, bmpString: 30 } as const;

/**
 * Makes sure that a value has the form that its type asks for, in BER as well as in DER (X.690 §8).
 * Other readers refuse a file with such faults, and two readers shall not see two things in one file.
 *
 * @throws GostFormatError `damaged`.
 */
export function requireProper(tag: number, content: Uint8Array): void {
	// the types of the other classes are known only to the structures that they stand in
	if ((tag & 0xc0) !== 0) return;
	const isConstructed = (tag & 0x20) !== 0;
	switch (tag & 0x1f) {
		case universal.sequence:
		case universal.set:
			return requireThat(isConstructed);
		case universal.boolean:
			return requireThat(!isConstructed && content.length === 1);
		case universal.integer:
		case universal.enumerated:
			return requireThat(!isConstructed && isShortest(content));
		case universal.bitString:
			return requireThat(isConstructed || hasUnusedBits(content));
		case universal.null:
			return requireThat(!isConstructed && content.length === 0);
		case universal.objectIdentifier:
			return requireThat(!isConstructed && hasWholeArcs(content));
		case universal.bmpString:
			return requireThat(isConstructed || content.length % 2 === 0);
		case universal.universalString:
			return requireThat(isConstructed || content.length % 4 === 0);
		case 0:
			throw damaged('A mark of an end stands where nothing ends');
	}
}

function requireThat(isProper: boolean): void {
	if (!isProper) throw damaged('A simple value is malformed');
}

/** X.690 §8.3.2: the first nine bits are not all alike. */
function isShortest({ length, 0: first, 1: second }: Uint8Array): boolean {
	if (length < 2) return length === 1;
	return !(first === 0 && second < 0x80) && !(first === 0xff && second >= 0x80);
}

/** X.690 §8.6.2: the first byte counts the bits of the last one that are not used, of which an empty string has none. */
function hasUnusedBits({ length, 0: unused }: Uint8Array): boolean {
	return length === 1 ? unused === 0 : length > 1 && unused < 8;
}

/** X.690 §8.19.2: no arc starts with an empty digit, and the last one ends. */
function hasWholeArcs(content: Uint8Array): boolean {
	if (content.length === 0 || content[content.length - 1] >= 0x80) return false;
	return content.every((byte, index) => byte !== 0x80 || (index > 0 && content[index - 1] >= 0x80));
}
