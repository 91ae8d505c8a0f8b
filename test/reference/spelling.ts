import type { AnySchemaObject } from 'ajv/dist/2020';

/**
 * Answers are open by the reference, so a schema passes `docflowType` where the service says
 * `docflow-type`. This finds such names: unknown ones that differ from one of the vocabulary only in
 * separators and case, or in a single letter while nothing in the reference is called so.
 */
export function misspellings(
	value: unknown,
	vocabulary: ReadonlySet<string>,
	everyWord: ReadonlySet<string>,
): string[] {
	const known = new Map([...vocabulary].map((name) => [skeleton(name), name]));
	const found = new Set<string>();
	for (const name of propertyNames(value)) {
		if (vocabulary.has(name)) continue;
		const slip = () =>
			everyWord.has(name) ? undefined : [...vocabulary].find((word) => oneLetterApart(word, name));
		const meant = known.get(skeleton(name)) ?? slip();
		if (meant !== undefined) found.add(`'${name}' is spelt '${meant}' in the reference`);
	}
	return [...found];
}

/** Every property name that a schema mentions, through all its references. */
export function vocabularyOf(reference: string, resolve: (reference: string) => AnySchemaObject): Set<string> {
	const names = new Set<string>();
	const seen = new Set<string>();
	const pending = [reference];
	for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
		if (seen.has(next)) continue;
		seen.add(next);
		const [file] = next.split('#');
		collect(resolve(next), names, (ref) => pending.push(ref.startsWith('#') ? file + ref : ref));
	}
	return names;
}

/** Every property name in schemas, wherever it stands. */
export function wordsOf(schemas: AnySchemaObject[]): Set<string> {
	const names = new Set<string>();
	collect(schemas, names, () => undefined);
	return names;
}

function collect(schema: unknown, names: Set<string>, follow: (reference: string) => void): void {
	if (Array.isArray(schema)) {
		schema.forEach((entry) => collect(entry, names, follow));
		return;
	}
	if (!isRecord(schema)) return;
	for (const [keyword, content] of Object.entries(schema)) {
		if (keyword === '$ref' && typeof content === 'string') follow(content);
		if (keyword === 'properties' && isRecord(content)) Object.keys(content).forEach((name) => names.add(name));
		if (!keyword.startsWith('x-')) collect(content, names, follow);
	}
}

function propertyNames(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(propertyNames);
	if (!isRecord(value)) return [];
	return Object.entries(value).flatMap(([name, content]) => [name, ...propertyNames(content)]);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const skeleton = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Short names are left out: `inn` and `snn` may both be meant. */
function oneLetterApart(left: string, right: string): boolean {
	if (Math.min(left.length, right.length) < 6 || Math.abs(left.length - right.length) > 1) return false;
	const prefix = [...left].findIndex((letter, i) => letter !== right[i]);
	const from = prefix < 0 ? left.length : prefix;
	return [
		left.slice(from + 1) === right.slice(from + 1),
		left.slice(from + 1) === right.slice(from),
		left.slice(from) === right.slice(from + 1),
		left.slice(from, from + 2) === [...right.slice(from, from + 2)].reverse().join('') &&
			left.slice(from + 2) === right.slice(from + 2),
	].some(Boolean);
}
