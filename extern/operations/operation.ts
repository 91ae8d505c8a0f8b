import type { Method } from '../port';
import type { Repeat } from '../transport/retry';
import type { Fields, InputOf } from './fields';
import type { Outline } from './outline';

/** How the answer of an operation is read. The wire type `W` lives in `extern/wire`. */
export type Answer<W> =
	/** One JSON object. */
	| { readonly kind: 'json'; readonly wire?: W }
	/** A JSON object that holds one page of a list. */
	| { readonly kind: 'page'; readonly paging: Paging<W> }
	/** A plain JSON array. */
	| { readonly kind: 'array'; readonly wire?: W }
	/** One JSON string in base64. */
	| { readonly kind: 'base64'; readonly wire?: W }
	/** Text as it is, or the same text as one JSON string. */
	| { readonly kind: 'text'; readonly wire?: W }
	/** JSON of any shape, text, or nothing: no document tells. */
	| { readonly kind: 'any'; readonly wire?: W }
	/** A background task: the answer is only its handle. */
	| { readonly kind: 'task'; readonly wire?: W }
	/** Nothing worth reading. */
	| { readonly kind: 'nothing'; readonly wire?: W };

/** How the pages of a list follow each other (http-behaviour §8). */
export interface Paging<W> {
	/** `whole`: the service gives the list at once and knows neither skip nor take. */
	readonly kind: 'skip-take' | 'whole';
	/** Searches take skip and take in their body. */
	readonly inBody?: boolean;
	/** Most items that the service returns at once. */
	readonly most: number;
	items(page: W): readonly unknown[];
	/** What the service counts by skip and take, where the items are parts of it. */
	entries?(page: W): readonly unknown[];
	/** Number of items in the whole list, where the service tells it. */
	total?(page: W): number | undefined;
}

/** What is sent besides the path. */
export type Payload =
	| { readonly kind: 'json'; readonly value: unknown }
	| { readonly kind: 'bytes'; readonly value: Uint8Array; readonly contentType: string; readonly headers?: Readonly<Record<string, string>> };

/** One HTTP operation of the service: everything that transport, forms, docs and tests need to know. */
export interface Operation<F extends Fields, W, S = W> {
	/** Id of the operation in reference/api/operations.json. */
	readonly id: string;
	readonly method: Method;
	/** Path template; `{name}` is filled from the input field of that name. */
	readonly path: string;
	readonly input: F;
	/** Wire name of a query parameter → its value. */
	query?(input: InputOf<F>): Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
	payload?(input: InputOf<F>): Payload | undefined;
	readonly answer: Answer<W>;
	/** Simplified output of the answer, or of one item of a list. */
	readonly outline?: Outline<S>;
	readonly repeat: Repeat;
	/** Cannot be undone: sending, deleting, sharing. Forms offer Dry Run. */
	readonly irreversible?: boolean;
	/** Reference says `inferred`: reading must be tolerant. */
	readonly inferred?: boolean;
	readonly deprecated?: boolean;
	/** Where the rule comes from. */
	readonly source: string;
}

/** Any operation, when its types do not matter. */
export type AnyOperation = Operation<Fields, never, never>;

type Declared<F extends Fields, W, S> = Omit<Operation<F, W, S>, 'method' | 'path' | 'repeat'> & {
	readonly request: Route;
	/** Only where it differs from the method's usual meaning. */
	readonly repeat?: Repeat;
};

interface Route {
	readonly method: Method;
	readonly path: string;
}

/** Declares an operation. GET, PUT and DELETE are harmless to repeat, POST and PATCH are not, unless said otherwise. */
export function operation<const F extends Fields, W, S = W>(declared: Declared<F, W, S>): Operation<F, W, S> {
	const { request, repeat, ...rest } = declared;
	return { ...rest, ...request, repeat: repeat ?? (request.method === 'POST' || request.method === 'PATCH' ? 'unsafe' : 'safe') };
}

const route = (method: Method) => (path: string): Route => ({ method, path });

export const get = route('GET');
export const post = route('POST');
export const put = route('PUT');
export const patch = route('PATCH');
export const remove = route('DELETE');

/** An answer that is one JSON object. */
export function object<W>(): Answer<W> {
	return { kind: 'json' };
}

/** An answer that is a plain array of `W`. */
export function array<W>(): Answer<W> {
	return { kind: 'array' };
}

/** An answer that is one base64 string. */
export function base64Text(): Answer<string> {
	return { kind: 'base64' };
}

/** An answer that is text. */
export function plainText(): Answer<string> {
	return { kind: 'text' };
}

/** An answer whose shape is not documented, or that has several. */
export function anyAnswer<W = unknown>(): Answer<W> {
	return { kind: 'any' };
}

/** An answer that is the handle of a background task. */
export function task<W>(): Answer<W> {
	return { kind: 'task' };
}

/** An answer without content. */
export function nothing(): Answer<void> {
	return { kind: 'nothing' };
}

/** A list that is read with skip and take. */
export function pages<W>(paging: Omit<Paging<W>, 'kind'>): Answer<W> {
	return { kind: 'page', paging: { kind: 'skip-take', ...paging } };
}

/** A list whose skip and take stand in the body of the search. */
export function searchPages<W>(paging: Omit<Paging<W>, 'kind' | 'inBody'>): Answer<W> {
	return { kind: 'page', paging: { kind: 'skip-take', inBody: true, ...paging } };
}

/** A list that comes whole. */
export function whole<W>(items: Paging<W>['items']): Answer<W> {
	return { kind: 'page', paging: { kind: 'whole', most: Number.POSITIVE_INFINITY, items } };
}

/** A JSON body; undefined members are left out by JSON itself, nulls are not written (models.md §1). */
export function jsonBody(value: unknown): Payload {
	return { kind: 'json', value };
}

/** Raw bytes as a body. */
export function bytesBody(value: Uint8Array, contentType: string, headers?: Record<string, string>): Payload {
	return { kind: 'bytes', value, contentType, headers };
}
