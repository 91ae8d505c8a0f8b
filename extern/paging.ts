import type { Extern } from './client';
import { ExternError } from './failure';
import type { Fields, InputOf } from './operations/fields';
import type { Operation } from './operations/operation';

/**
 * Items of a list, page by page, as many as wanted. A page that repeats itself ends the reading
 * with an error instead of looping for ever.
 * @param limit most items, or undefined for all
 */
export async function* itemsOf<F extends Fields, W, S>(extern: Extern, operation: Operation<F, W, S>, input: InputOf<F>, limit?: number): AsyncGenerator<S> {
	if (operation.answer.kind !== 'page') throw new TypeError(`${operation.id} is not a paged list`);
	const { paging } = operation.answer;
	const paged = { ...operation, query: (values: InputOf<F>) => ({ ...operation.query?.(values), skip, take }) };
	let skip = 0;
	let take = Math.min(paging.most, limit ?? paging.most);
	for (let before: string | undefined; take > 0; ) {
		const page = await extern.call(paged, input);
		const items = paging.items(page) as readonly S[];
		const now = JSON.stringify(items);
		if (items.length > 0 && now === before) throw repeated(operation.id);
		before = now;
		yield* items;
		skip += items.length;
		const total = paging.total(page);
		const ended = items.length === 0 || (total === undefined ? items.length < take : skip >= total);
		take = ended ? 0 : Math.min(paging.most, (limit ?? Number.POSITIVE_INFINITY) - skip);
	}
}

function repeated(operation: string): ExternError {
	return new ExternError({ kind: 'malformed', problem: { message: 'The service returned the same page twice' } }, operation);
}
