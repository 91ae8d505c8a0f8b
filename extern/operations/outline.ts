import { labelIn, labelOf, type Language, type ListName } from '../labels';

/** What outputs depend on besides the answer. */
export interface View {
	readonly language: Language;
	/** Milliseconds since 1970: what an output counts days from. */
	readonly now: number;
}

type Kind = 'string' | 'integer' | 'boolean' | 'object' | 'array';

/** One key of a simplified output. */
export interface OutlineEntry<W> {
	readonly kind: Kind;
	/** Sentence for the generated reference and the editor's schema. */
	readonly means: string;
	/** A machine value that gets a readable sibling, `<key>Label`. */
	readonly labelled?: boolean;
	/** The list that its code belongs to, where it has a meaning only there. */
	readonly list?: ListName;
	readonly of?: Outline<never>;
	/** Absent where a flow makes the output itself and the outline only describes it. */
	readonly read?: (wire: W, view: View) => unknown;
}

/** A simplified output: few camelCase keys in a fixed order, absent values left out. */
export type Outline<W> = Readonly<Record<string, OutlineEntry<W>>>;

/** Reads a wire answer through an outline. */
export function summarise<W>(outline: Outline<W>, wire: W, view: View): Record<string, unknown> {
	const output: Record<string, unknown> = {};
	for (const [key, entry] of Object.entries(outline)) {
		const value = readable(entry, wire, view);
		if (value === undefined || value === null) continue;
		output[key] = value;
		if (entry.labelled && typeof value === 'string') output[`${key}Label`] = entry.list ? labelIn(entry.list, value, view.language) : labelOf(value, view.language);
	}
	return output;
}

/** One odd member of an answer must not hide the others: what cannot be read is absent. */
function readable<W>(entry: OutlineEntry<W>, wire: W, view: View): unknown {
	try {
		return entry.read?.(wire, view);
	} catch {
		return undefined;
	}
}

/** JSON Schema of an outline's output. */
export function schemaOf(outline: Outline<never>): Record<string, unknown> {
	const properties: Record<string, unknown> = {};
	for (const [key, entry] of Object.entries(outline)) {
		properties[key] = schemaOfEntry(entry);
		if (entry.labelled) properties[`${key}Label`] = { type: 'string' };
	}
	return { type: 'object', properties };
}

function schemaOfEntry(entry: OutlineEntry<never>): Record<string, unknown> {
	if (entry.kind !== 'array') return { type: entry.kind };
	return { type: 'array', items: entry.of ? schemaOf(entry.of) : { type: 'string' } };
}

type Read<W, T> = (wire: W, view: View) => T | null | undefined;

/** A text. */
export function words<W>(means: string, read?: Read<W, string>): OutlineEntry<W> {
	return { kind: 'string', means, read };
}

/** A number. */
export function count<W>(means: string, read?: Read<W, number>): OutlineEntry<W> {
	return { kind: 'integer', means, read };
}

/** Yes or no. */
export function yesNo<W>(means: string, read?: Read<W, boolean>): OutlineEntry<W> {
	return { kind: 'boolean', means, read };
}

/** A URN or code of the service; the output also gets a readable label. */
export function urn<W>(means: string, read?: Read<W, string>): OutlineEntry<W> {
	return { kind: 'string', means, labelled: true, read };
}

/** A code that has its meaning from the list it belongs to; the output also gets a readable label. */
export function coded<W>(list: ListName, means: string, read?: Read<W, string>): OutlineEntry<W> {
	return { kind: 'string', means, labelled: true, list, read };
}

/** Anything structured that is passed on as it is. */
export function anything<W>(means: string, read?: Read<W, object>): OutlineEntry<W> {
	return { kind: 'object', means, read };
}

/** A list of texts. */
export function texts<W>(means: string, read?: Read<W, readonly string[]>): OutlineEntry<W> {
	return { kind: 'array', means, read };
}

/** A list of parts, each with an outline of its own. */
export function parts<W, P>(means: string, of: Outline<P>, read?: Read<W, readonly P[]>): OutlineEntry<W> {
	return { kind: 'array', means, of, read: read && ((wire, view) => read(wire, view)?.map((part) => summarise(of, part, view))) };
}
