import { membersOf, sequenceOf, tags, type Element } from './der';

/**
 * Makes sure that a list holds attributes (RFC 5652 §5.3) and nothing else, where nothing depends on
 * what they say; `name` is what one is called in messages. Throws a GostFormatError `damaged`.
 */
export function requireAttributes(list: Element, name: string): void {
	for (const attribute of membersOf(list)) {
		const members = sequenceOf(attribute, name);
		members.take(tags.objectIdentifier);
		members.take(tags.set);
		members.end();
	}
}
