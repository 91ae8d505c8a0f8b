import { objectIdentifierOf, sequenceOf, tags, type Element } from './der';
import { damaged } from './errors';

/** An AlgorithmIdentifier (RFC 5280 §4.1.1.2) taken apart. */
export interface AlgorithmIdentifier {
	readonly oid: string;
	/** Of any type; NULL counts. */
	readonly parameters?: Element;
}

/** Reads an AlgorithmIdentifier; `name` is what it is called in messages. Throws a GostFormatError `damaged`. */
export function algorithmOf(element: Element, name: string): AlgorithmIdentifier {
	const members = sequenceOf(element, name);
	const oid = objectIdentifierOf(members.take(tags.objectIdentifier));
	const [parameters, ...surplus] = members.rest();
	if (surplus.length > 0) throw damaged(`${name}: something stands after the end`);
	return { oid, parameters };
}
