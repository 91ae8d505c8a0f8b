import { isHiddenInLists } from '../docflows';
import { docflowTypes } from '../labels';

/** The types that a list of docflows leaves out unless it is asked for them (limits §6), as URNs. */
export function hiddenDocflowTypes(): string[] {
	return docflowTypes().map(({ urn }) => urn).filter(isHiddenInLists);
}
