/** Position before the first event (models.md §11). */
export const BEGINNING = '0_0';

/** What the feed's reader keeps between polls; small, since n8n stores it with the workflow. */
export interface FeedState {
	/** Everything up to here was handed over: the `next-event-id` of the last page read. */
	readonly cursor: string;
	/**
	 * Where the batches of the last while began, oldest first. n8n may save the cursor and be killed
	 * before it creates the execution, or while executions of several batches run; the next process
	 * therefore goes back to the first of them.
	 */
	readonly handed: readonly HandedBatch[];
	/** The event that was handed over last. */
	readonly last?: string;
	/** Everything up to this event is read again, and was handed over once before. */
	readonly until?: string;
}

/** A batch, by when it was handed over, in milliseconds since 1970, and the cursor before it. */
export interface HandedBatch {
	readonly at: number;
	readonly from: string;
}

/** One page as the service sends it, reduced to what the cursor needs. */
export interface FeedPage<E> {
	readonly events: readonly E[];
	/** Absent in old answers: then the last event's id is the position. */
	readonly nextEventId?: string;
}

/** An event on its way to the workflow. */
export interface Delivered<E> {
	readonly event: E;
	/** Handed over once before; n8n may have lost it when it was stopped. */
	readonly redelivered: boolean;
}

/** What one page means. */
export interface FeedStep<E> {
	/** Events for the workflow, in order. */
	readonly found: ReadonlyArray<Delivered<E>>;
	readonly next: FeedState;
	/**
	 * Whether the end of the feed was reached. A page that is shorter than asked for is no sign of
	 * it: the service's largest page is not published.
	 */
	readonly isEnd: boolean;
}

/** The state of a trigger that begins here. */
export function feedFrom(cursor: string): FeedState {
	return { cursor, handed: [] };
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
	const seen = new Set([state.last, ...batch.map(({ id }) => id)]);
	const found: Array<Delivered<E>> = [];
	let { until } = state;
	for (const event of page.events) {
		if (seen.has(event.id)) continue;
		seen.add(event.id);
		found.push({ event, redelivered: until !== undefined });
		if (event.id === until) until = undefined;
	}
	// An empty position would send the trigger back to the beginning.
	const cursor = page.nextEventId || page.events[page.events.length - 1]?.id || state.cursor;
	const isEnd = page.events.length === 0 || cursor === state.cursor;
	return { found, next: { ...state, cursor, until: isEnd ? undefined : until }, isEnd };
}

/** The state right behind an event, whose own id is a position as well. */
export function behind<E extends { readonly id: string }>(state: FeedState, { event, redelivered }: Delivered<E>): FeedState {
	return { ...state, cursor: event.id, until: redelivered && event.id !== state.until ? state.until : undefined };
}

/** The state of a process that takes over: back to where the first of the remembered batches began. */
export function takenOver(state: FeedState): FeedState {
	const [first] = state.handed;
	return first ? { cursor: first.from, handed: [], until: state.until ?? state.last } : state;
}

/**
 * The state after a batch was handed over.
 * @param memoryMs how long before this batch others are remembered
 */
export function handOver(state: FeedState, batch: HandedBatch, memoryMs: number): FeedState {
	return { ...state, handed: remembered(state.handed, batch, memoryMs) };
}

/**
 * Adds to what was handed over, and forgets what was long before.
 * @param memoryMs how long before
 */
export function remembered<H extends { readonly at: number }>(handed: readonly H[], one: H, memoryMs: number): H[] {
	return [...handed.filter(({ at }) => at >= one.at - memoryMs), one];
}
