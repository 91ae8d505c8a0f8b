/** Position before the first event (models.md §11). */
export const BEGINNING = '0_0';

/** What the feed's reader keeps between polls; small, since n8n stores it with the workflow. */
export interface FeedState {
	/** Everything up to here was handed over: the `next-event-id` of the last page read. */
	readonly cursor: string;
	/**
	 * The batch that was handed over last, by its start and its ids only. n8n may save the cursor
	 * and then be killed before it creates the execution; then this batch is lost to the workflow
	 * and the first poll of the next process hands it over again.
	 */
	readonly last?: { readonly from: string; readonly ids: readonly string[] };
}

/** One page as the service sends it, reduced to what the cursor needs. */
export interface FeedPage<E> {
	readonly events: readonly E[];
	/** Absent in old answers: then the last event's id is the position. */
	readonly nextEventId?: string;
}

/** What one page means. */
export interface FeedStep<E> {
	/** Events that are new to the workflow, in order. */
	readonly fresh: readonly E[];
	readonly next: FeedState;
	/**
	 * Whether the end of the feed was reached. A page that is shorter than asked for is no sign of
	 * it: the service's largest page is not published.
	 */
	readonly isEnd: boolean;
}

/**
 * Reads one page into the state. Pure: given the same state and page it gives the same step.
 *
 * The cursor is opaque and never computed with. Events that were handed over in the same batch are
 * dropped by id, since the service may repeat the event at the cursor ("from" and "after" are both
 * documented).
 * @param batch what this poll has collected so far
 */
export function readPage<E extends { readonly id: string }>(state: FeedState, page: FeedPage<E>, batch: readonly E[] = []): FeedStep<E> {
	const seen = new Set([...(state.last?.ids ?? []), ...batch.map(({ id }) => id)]);
	const fresh: E[] = [];
	for (const event of page.events) {
		if (seen.has(event.id)) continue;
		seen.add(event.id);
		fresh.push(event);
	}
	// An empty position would send the trigger back to the beginning.
	const cursor = page.nextEventId || page.events[page.events.length - 1]?.id || state.cursor;
	return { fresh, next: { ...state, cursor }, isEnd: page.events.length === 0 || cursor === state.cursor };
}

/** The state after a batch was handed over. */
export function handOver(before: FeedState, after: FeedState, handed: readonly { readonly id: string }[]): FeedState {
	return handed.length === 0 ? { ...after, last: before.last } : { ...after, last: { from: before.cursor, ids: handed.map(({ id }) => id) } };
}
