import { EVENTS, KNOWN, LISTS } from './known';
import { OWN_LISTS } from './ownLists';

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
	return isKnownEventOf(docflowType, state) ? pick(EVENTS[`${docflowType} ${state}`], language) : readable(state);
}

const CODES: Readonly<Record<ListName, Readonly<Record<string, readonly [string, string]>>>> = { ...LISTS, ...OWN_LISTS };

/** A list of codes that mean something only where they stand: `accepted` is not the same everywhere. */
export type ListName = keyof typeof LISTS | keyof typeof OWN_LISTS;

/** The codes of a list with their labels, for an operator to pick from. */
export function codesIn(list: ListName): Array<{ urn: string; label: string }> {
	return Object.entries(CODES[list]).map(([urn, words]) => ({ urn, label: pick(words, 'en') }));
}

/** What a code of a list means; the service writes some in kebab case and some in camel case. */
export function labelIn(list: ListName, code: string, language: Language): string {
	const known = Object.keys(CODES[list]).find((one) => isSameCode(one, code));
	return known === undefined ? labelOf(code, language) : pick(CODES[list][known], language);
}

/** Whether two spellings are one code. */
export function isSameCode(one: string, other: string): boolean {
	return bare(one) === bare(other);
}

function bare(code: string): string {
	return code.replace(/[-_]/g, '').toLowerCase();
}

/** Whether a code is one that this package has words for. */
export function isKnown(code: string): boolean {
	return Object.hasOwn(KNOWN, code); // `constructor` is in every object
}

/** Whether an event state is one that this package has words for, in any kind of docflow. */
export function isKnownEvent(state: string): boolean {
	return Object.keys(EVENTS).some((key) => key.endsWith(` ${state}`));
}

/** Whether an event is one that this package has words for in this kind of docflow. */
export function isKnownEventOf(docflowType: string, state: string | null | undefined): boolean {
	return typeof state === 'string' && Object.hasOwn(EVENTS, `${docflowType} ${state}`);
}

/** Event states with their labels, each once, for lists that an operator picks from. */
export function eventStates(): Array<{ urn: string; label: string }> {
	const states = new Map(Object.entries(EVENTS).map(([key, words]) => [key.slice(key.indexOf(' ') + 1), pick(words, 'en')]));
	return [...states].map(([urn, label]) => ({ urn, label }));
}

/** The codes of the reasons for which a demand may be refused: ten digits each. */
export function declineCodes(): Array<{ urn: string; label: string }> {
	return Object.entries(KNOWN)
		.filter(([code]) => /^\d{10}$/.test(code))
		.map(([urn, words]) => ({ urn, label: pick(words, 'en') }));
}

/** All docflow types with their labels, for lists that an operator picks from. */
export function docflowTypes(): Code[] {
	return codesOf('urn:docflow:');
}

/** All stages of docflows with their labels. */
export function docflowStatuses(): Code[] {
	return codesOf('urn:docflow-common-status:');
}

/** All outcomes of docflows with their labels. */
export function docflowStates(): Code[] {
	return codesOf('urn:docflow-state:');
}

/** All categories of letters of the former pension fund with their labels. */
export function pfrLetterCategories(): Code[] {
	return codesOf('urn:pfr-letter-category:');
}

/** All types of drafts builders with their labels. */
export function builderTypes(): Code[] {
	return codesOf('urn:drafts-builder:');
}

/** A code of the service with its label, for lists that an operator picks from. */
interface Code {
	readonly urn: string;
	readonly label: string;
}

function codesOf(prefix: string): Code[] {
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
