import { membersOf, octetsOf, tags, type Element } from './der';
import { encode } from './derWriter';
import { damaged } from './errors';

const indefinite = 0x80;
// attributes nest a distinguished name, some ten levels
const maxNesting = 32;

/**
 * The encoding of a value without what streaming writers do: indefinite lengths become definite,
 * octet strings in pieces whole. What has a definite length stays as it is.
 *
 * @throws GostFormatError `damaged` for broken bytes and absurd nesting.
 */
export function withDefiniteLengths(element: Element): Uint8Array {
	return definite(element, maxNesting);
}

function definite(element: Element, levels: number): Uint8Array {
	if (element.tag === tags.constructedOctetString) return encode(tags.octetString, octetsOf(element));
	if (element.encoding[1] !== indefinite) return element.encoding;
	if (levels === 0) throw damaged('A structure is nested too deeply');
	return encode(element.tag, ...membersOf(element).map((member) => definite(member, levels - 1)));
}
