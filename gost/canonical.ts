import { membersOf, octetsOf, tags, type Element } from './der';
import { encode } from './derWriter';
import { damaged } from './errors';

const indefinite = 0x80;
// attributes nest a distinguished name, some ten levels
const maxNesting = 32;

/**
 * The encoding of a value without what streaming writers do: indefinite lengths become definite,
 * octet strings in pieces whole. A structure of definite length stays as it is, as with OpenSSL.
 *
 * @throws GostFormatError `damaged` for broken bytes and absurd nesting.
 */
export function withDefiniteLengths(element: Element): Uint8Array {
	return definite(element, maxNesting);
}

function definite(element: Element, levels: number): Uint8Array {
	if (element.tag === tags.constructedOctetString) return encode(tags.octetString, octetsOf(element));
	// lengths may be longer than DER has them
	if ((element.tag & 0x20) === 0) return encode(element.tag, element.content);
	if (element.encoding[1] !== indefinite) return element.encoding;
	if (levels === 0) throw damaged('A structure is nested too deeply');
	return encode(element.tag, ...membersOf(element).map((member) => definite(member, levels - 1)));
}
