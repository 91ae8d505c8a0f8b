import { inputError } from '../failure';
import { jsonIn } from '../json';

/**
 * A typed input of an operation. `read` turns whatever a form or an expression delivered into the
 * value, or throws an ExternError `input` that names the field.
 */
export interface Field<T> {
	readonly type: 'guid' | 'text' | 'integer' | 'boolean' | 'dateTime' | 'choice' | 'json' | 'base64' | 'bytes' | 'list';
	readonly required: boolean;
	/** Known values of a choice; other values are always accepted, the service adds new ones. */
	readonly known?: readonly string[];
	/** What an empty field means, in the operator's words: where the value usually comes from. */
	readonly comesFrom?: string;
	read(value: unknown, name: string): T;
}

/** Inputs of an operation by name; names in the path template are path parameters. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

type Value<F> = F extends Field<infer T> ? T : never;
type OptionalNames<F extends Fields> = { [K in keyof F]: undefined extends Value<F[K]> ? K : never }[keyof F];

/** The input object of an operation: required fields as they are, optional ones optional. */
export type InputOf<F extends Fields> = { readonly [K in Exclude<keyof F, OptionalNames<F>>]: Value<F[K]> } & {
	readonly [K in OptionalNames<F>]?: Value<F[K]>;
};

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id of the service: a GUID, lower case (models.md §1). */
export function guid(comesFrom?: string): Field<string> {
	return field('guid', comesFrom, (value, name) => {
		const id = written(value, name).toLowerCase();
		if (!GUID.test(id)) {
			throw inputError(`${name}: "${id}" is not an id of Kontur.Extern`, 'An id looks like 3d2c1b0a-9f8e-4d7c-b6a5-948372615040', name);
		}
		return id;
	});
}

/** Any text, trimmed; with a pattern it must match as a whole. */
export function text(pattern?: { matches: RegExp; example: string }): Field<string> {
	return field('text', undefined, (value, name) => {
		const given = written(value, name);
		if (pattern && !pattern.matches.test(given)) {
			throw inputError(`${name}: "${given}" does not look right`, `It should look like ${pattern.example}`, name);
		}
		return given;
	});
}

/** A whole number not below zero. */
export function integer(): Field<number> {
	return field('integer', undefined, (value, name) => {
		const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
		if (!Number.isSafeInteger(number) || number < 0) throw inputError(`${name} must be a whole number`, undefined, name);
		return number;
	});
}

/** Yes or no; the words of both kinds are understood, since expressions deliver text. */
export function flag(): Field<boolean> {
	return field('boolean', undefined, (value, name) => {
		if (value === true || value === 'true') return true;
		if (value === false || value === 'false') return false;
		throw inputError(`${name} must be true or false`, undefined, name);
	});
}

/** One of the known values, or another one that the service may have added since. */
export function choice(known: readonly string[]): Field<string> {
	return { ...field('choice', undefined, written), known };
}

/** A moment; sent as ISO 8601 in UTC (http-behaviour §9). */
export function dateTime(): Field<string> {
	return field('dateTime', undefined, (value, name) => {
		const given = written(value, name);
		const moment = new Date(given);
		if (Number.isNaN(moment.getTime())) {
			throw inputError(`${name}: "${given}" is not a date`, 'Write it like 2025-04-01T00:00:00Z', name);
		}
		return moment.toISOString();
	});
}

const DAY_OR_MOMENT = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/i;

/** A day or a moment of the calendar of reports. Without a zone it is Moscow's, as the service writes its deadlines, and stays so. */
export function deadline(): Field<string> {
	return field('dateTime', undefined, (value, name) => {
		const given = written(value, name).replace(' ', 'T');
		const [, day, time = '00:00:00', zone = ''] = DAY_OR_MOMENT.exec(given) ?? [];
		if (day === undefined || Number.isNaN(new Date(given).getTime())) {
			throw inputError(`${name}: "${given}" is not a date`, 'Write it like 2025-04-28 or 2025-04-28T00:00:00', name);
		}
		return `${day}T${time.length === 5 ? `${time}:00` : time}${zone.toUpperCase()}`;
	});
}

/** A day of the calendar, without time and zone: the day that was written, wherever the server of n8n stands. */
export function day(): Field<string> {
	return field('dateTime', undefined, (value, name) => {
		const given = written(value, name);
		const date = given.slice(0, 10);
		if (!/^\d{4}-\d{2}-\d{2}($|[T ])/.test(given) || Number.isNaN(new Date(date).getTime())) {
			throw inputError(`${name}: "${given}" is not a day`, 'Write it like 2025-04-01', name);
		}
		return date;
	});
}

/** Bytes in base64. */
export function base64(comesFrom?: string): Field<string> {
	return field('base64', comesFrom, (value, name) => {
		const digits = written(value, name).replace(/\s+/g, '');
		// Searched for what must not be there: a pattern of the whole overflows on large files.
		if (/[^A-Za-z0-9+/=]|=[^=]/.test(digits)) throw inputError(`${name} is not base64`, 'Leave out the lines BEGIN and END of a PEM file', name);
		return digits;
	});
}

/** Raw bytes: a file of the item, where an operator fills it in. */
export function bytes(comesFrom?: string): Field<Uint8Array> {
	return field('bytes', comesFrom, (value, name) => {
		if (value instanceof Uint8Array) return value;
		throw inputError(`${name} must be a file`, comesFrom, name);
	});
}

/** Any JSON; a text is parsed. */
export function json(): Field<unknown> {
	return field('json', undefined, (value, name) => (typeof value === 'string' ? parseJson(value, name) : value));
}

/** Several values of one kind; one value alone, or text with commas, is a list as well. */
export function list<T>(of: Field<T>): Field<T[]> {
	return field('list', of.comesFrom, (value, name) => {
		const values: unknown[] = Array.isArray(value) ? value : written(value, name).split(',');
		return values.filter((one) => !isEmpty(one)).map((one) => of.read(one, name));
	});
}

/** The same field, allowed to be absent or empty. */
export function optional<T>(of: Field<T>): Field<T | undefined> {
	return { ...of, required: false, read: (value, name) => (isEmpty(value) ? undefined : of.read(value, name)) };
}

/**
 * Reads all fields of an operation.
 * @throws ExternError `input`, naming the first field that is missing or wrong
 */
export function readInput<F extends Fields>(fields: F, values: Readonly<Record<string, unknown>>): InputOf<F> {
	const entries = Object.entries(fields).map(([name, one]) => [name, one.read(values[name], name)]);
	return Object.fromEntries(entries);
}

function field<T>(type: Field<T>['type'], comesFrom: string | undefined, read: Field<T>['read']): Field<T> {
	return {
		type,
		required: true,
		comesFrom,
		read(value, name) {
			if (isEmpty(value)) throw inputError(`${name} is missing`, comesFrom, name);
			return read(value, name);
		},
	};
}

/** What a form or an expression delivered, as trimmed text; dates of expressions are objects. */
function written(value: unknown, name: string): string {
	if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value).trim();
	const moment = momentOf(value);
	if (moment === undefined) throw inputError(`${name} must be a single value`, undefined, name);
	return moment;
}

function momentOf(value: unknown): string | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
	if (typeof value !== 'object' || value === null || !('toISO' in value) || typeof value.toISO !== 'function') return undefined;
	return String(value.toISO()); // Luxon, which n8n's expressions use
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
}

function parseJson(value: string, name: string): unknown {
	const parsed = jsonIn(value);
	if (parsed === undefined) throw inputError(`${name} is not valid JSON`, 'Check quotes and commas', name);
	return parsed;
}
