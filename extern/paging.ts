import type { Extern } from './client';
import { ExternError } from './failure';
import type { Fields, InputOf } from './operations/fields';
import type { Operation, Paging } from './operations/operation';

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
	const paged = { ...operation, query: (values: InputOf<F>) => ({ ...operation.query?.(values), skip, take }) };
	let skip = 0;
	let take = Math.min(paging.most, limit ?? paging.most);
	for (let before: string | undefined; take > 0; ) {
		const page = await extern.call(paged, input);
		const total = paging.total(page);
		const items = listIn<W, S>(operation.id, paging, page);
		const now = JSON.stringify(items);
		if (items.length > 0 && now === before) throw repeated(operation.id);
		before = now;
		// A service that does not know `take` returns more than was wanted.
		yield* partOf(items, limit === undefined ? undefined : limit - skip);
		skip += items.length;
		const ended = items.length === 0 || (total === undefined ? items.length < take : skip >= total);
		take = ended ? 0 : Math.min(paging.most, (limit ?? Number.POSITIVE_INFINITY) - skip);
	}
}

function listIn<W, S>(operation: string, paging: Paging<W>, page: W): readonly S[] {
	const listed: unknown = paging.items(page) ?? (paging.total(page) === 0 ? [] : undefined);
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
