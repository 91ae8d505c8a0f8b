import { EVENTS, KNOWN, LISTS } from './known';

/** Language of readable labels in outputs. The interface itself is English. */
export type Language = 'en' | 'ru';

/**
 * What a code of the service means. A code that is not known yet is made readable from its own
 * name, since the service adds new ones about once a month.
 * @param code a URN or a value such as `check-in-progress`; old answers leave some out
 */
export function labelOf(code: string | null | undefined, language: Language): string {
	if (typeof code !== 'string') return '';
	return isKnown(code) ? pick(KNOWN[code], language) : readable(code);
}

/** What an event of the feed means; the same state has other words in another kind of docflow. */
export function eventLabelOf(docflowType: string, state: string | null | undefined, language: Language): string {
	if (typeof state !== 'string') return '';
	const key = `${docflowType} ${state}`;
	return Object.hasOwn(EVENTS, key) ? pick(EVENTS[key], language) : readable(state);
}

/** Whether a code is one that this package has words for. */
export function isKnown(code: string): boolean {
	return Object.hasOwn(KNOWN, code); // `constructor` is in every object
}

/** Whether an event state is one that this package has words for, in any kind of docflow. */
export function isKnownEvent(state: string): boolean {
	return Object.keys(EVENTS).some((key) => key.endsWith(` ${state}`));
}

/** Event states with their labels, each once, for lists that an operator picks from. */
export function eventStates(): Array<{ urn: string; label: string }> {
	const states = new Map(Object.entries(EVENTS).map(([key, words]) => [key.slice(key.indexOf(' ') + 1), pick(words, 'en')]));
	return [...states].map(([urn, label]) => ({ urn, label }));
}

/** All docflow types with their labels, for lists that an operator picks from. */
export function docflowTypes(): Array<{ urn: string; label: string }> {
	return knownBelow('urn:docflow:');
}

/** All types of drafts builders with their labels. */
export function builderTypes(): Array<{ urn: string; label: string }> {
	return knownBelow('urn:drafts-builder:');
}

/** The codes of one list with their labels, where a code means something only in its list. */
export function codesOf(list: keyof typeof LISTS): Array<{ urn: string; label: string }> {
	return Object.entries(LISTS[list]).map(([urn, [label]]) => ({ urn, label }));
}

function knownBelow(prefix: string): Array<{ urn: string; label: string }> {
	return Object.entries(KNOWN)
		.filter(([urn]) => urn.startsWith(prefix))
		.map(([urn, words]) => ({ urn, label: pick(words, 'en') }));
}

function pick([english, russian]: readonly [string, string], language: Language): string {
	return language === 'ru' ? russian : english;
}

function readable(code: string): string {
	const name = code.slice(code.lastIndexOf(':') + 1).replace(/[-_]+/g, ' ').trim();
	return name === '' ? code : name.charAt(0).toUpperCase() + name.slice(1);
}
