import type { Extern } from './client';
import { ExternError } from './failure';
import type { Fields, InputOf } from './operations/fields';
import { jsonBody, type Operation, type Paging, type Payload } from './operations/operation';

/**
 * Items of a list, page by page, as many as wanted. A page that repeats itself ends the reading
 * with an error instead of looping for ever.
 * @param limit most items, or undefined for all
 */
export async function* itemsOf<F extends Fields, W, S>(extern: Extern, operation: Operation<F, W, S>, input: InputOf<F>, limit?: number): AsyncGenerator<S> {
	if (operation.answer.kind !== 'page') throw new TypeError(`${operation.id} is not a paged list`);
	const { paging } = operation.answer;
	if (paging.kind === 'whole') {
		yield* partOf(listIn<W, S>(operation.id, paging, await extern.call(operation, input)), limit);
		return;
	}
	let skip = 0;
	let left = limit ?? Number.POSITIVE_INFINITY;
	for (let before: string | undefined; left > 0; ) {
		const take = paging.entries ? paging.most : Math.min(paging.most, left);
		const page = await extern.call(pageOf(operation, paging, { skip, take }), input);
		const total = paging.total?.(page);
		const items = listIn<W, S>(operation.id, paging, page);
		const entries = paging.entries ? partsIn(operation.id, paging.entries(page)) : items;
		const now = JSON.stringify(entries);
		if (entries.length > 0 && now === before) {
			// Whoever gives everything at once knows no skip.
			if (total === undefined && entries.length < take) return;
			throw repeated(operation.id);
		}
		before = now;
		// A service that does not know `take` returns more than was wanted.
		yield* partOf(items, limit === undefined ? undefined : left);
		skip += entries.length;
		left -= items.length;
		// Without a total only an empty page is an end: the service may lower what it is asked for.
		if (entries.length === 0 || (total !== undefined && skip >= total)) return;
	}
}

function pageOf<F extends Fields, W, S>(operation: Operation<F, W, S>, { inBody }: Paging<W>, part: { skip: number; take: number }): Operation<F, W, S> {
	if (!inBody) return { ...operation, query: (values) => ({ ...operation.query?.(values), ...part }) };
	return { ...operation, payload: (values) => jsonBody({ ...searchOf(operation.payload?.(values)), ...part }) };
}

function searchOf(payload: Payload | undefined): object {
	return payload?.kind === 'json' && typeof payload.value === 'object' && payload.value !== null ? payload.value : {};
}

function listIn<W, S>(operation: string, paging: Paging<W>, page: W): readonly S[] {
	return partsIn(operation, paging.items(page) ?? (paging.total?.(page) === 0 ? [] : undefined));
}

function partsIn<S>(operation: string, listed: unknown): readonly S[] {
	if (!Array.isArray(listed)) throw unreadable(operation);
	return listed;
}

function partOf<S>(items: readonly S[], most: number | undefined): S[] {
	return (most === undefined ? items : items.slice(0, Math.max(0, most))).filter(isObject);
}

function isObject(item: unknown): boolean {
	return typeof item === 'object' && item !== null;
}

function unreadable(operation: string): ExternError {
	return new ExternError({ kind: 'malformed', problem: { message: 'The answer holds no list' } }, operation);
}

function repeated(operation: string): ExternError {
	return new ExternError({ kind: 'malformed', problem: { message: 'The service returned the same page twice' } }, operation);
}
