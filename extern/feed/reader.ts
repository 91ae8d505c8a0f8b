import type { Extern } from '../client';
import { eventsList } from '../operations/events';
import type { WireEvent } from '../wire/event';
import { BEGINNING, handOver, readPage, type FeedPage, type FeedState } from './reducer';

/** An event on its way to the workflow. */
export interface Delivered {
	readonly event: WireEvent;
	/** Handed over once before; n8n may have lost it when it was stopped. */
	readonly redelivered: boolean;
}

/** What one poll wants. */
export interface FeedQuery {
	/** Most events to read in this poll. */
	readonly most: number;
	/** Hand the last batch over again: the first poll of a process, never a later one. */
	readonly redeliver: boolean;
	accepts(event: WireEvent): boolean;
	/** Whether time is left for another page. */
	hasTime(): boolean;
}

/** What one poll got: the events for the workflow, and the state once they are handed over. */
export interface FeedBatch {
	readonly delivered: readonly Delivered[];
	readonly next: FeedState;
}

/**
 * Reads what is new in the event feed. The state is a value: nothing is remembered here, so a
 * failure in the middle leaves the caller's state as it was.
 * @throws ExternError when a page cannot be read
 */
export async function readFeed(extern: Extern, state: FeedState, query: FeedQuery): Promise<FeedBatch> {
	const again = query.redeliver ? await lastBatch(extern, state, query) : [];
	const fresh: WireEvent[] = [];
	let at = state;
	for (let read = 0; read < query.most && query.hasTime(); ) {
		const page = await pageAt(extern, at.cursor, query.most - read);
		const step = readPage(at, page, fresh);
		fresh.push(...step.fresh.filter((event) => query.accepts(event)));
		read += page.events.length;
		at = step.next;
		if (step.isEnd) break;
	}
	const delivered = [...again.map((event) => ({ event, redelivered: true })), ...fresh.map((event) => ({ event, redelivered: false }))];
	// A batch that repeats an earlier one is repeated as a whole, should this process be killed as well.
	const from = again.length > 0 ? { ...state, cursor: state.last?.from ?? state.cursor } : state;
	return { delivered, next: fresh.length > 0 ? handOver(from, at, delivered.map(({ event }) => event)) : { ...at, last: state.last } };
}

/**
 * The position after everything that is in the feed now, without handing anything over.
 * @returns how far it came; `isEnd` is false when the time ended first
 */
export async function skipToEnd(extern: Extern, from: string, hasTime: () => boolean): Promise<{ cursor: string; isEnd: boolean; last: readonly WireEvent[] }> {
	let state: FeedState = { cursor: from };
	let last: readonly WireEvent[] = [];
	while (hasTime()) {
		const page = await pageAt(extern, state.cursor, LARGEST_PAGE);
		const step = readPage(state, page);
		last = page.events.length > 0 ? page.events : last;
		state = step.next;
		if (step.isEnd) return { cursor: state.cursor, isEnd: true, last };
	}
	return { cursor: state.cursor, isEnd: false, last };
}

const LARGEST_PAGE = 1000; // the service's maximum is not published; a smaller page is answered as well

async function lastBatch(extern: Extern, { last }: FeedState, { hasTime }: FeedQuery): Promise<WireEvent[]> {
	if (!last) return [];
	const wanted = new Set(last.ids);
	const found: WireEvent[] = [];
	let state: FeedState = { cursor: last.from };
	while (wanted.size > 0 && hasTime()) {
		const page = await pageAt(extern, state.cursor, LARGEST_PAGE);
		const step = readPage(state, page);
		found.push(...step.fresh.filter(({ id }) => wanted.delete(id)));
		state = step.next;
		if (step.isEnd) break;
	}
	return found;
}

async function pageAt(extern: Extern, fromId: string, take: number): Promise<FeedPage<WireEvent>> {
	const page = await extern.call(eventsList, { fromId: fromId || BEGINNING, take });
	return { events: page['api-events'], nextEventId: page['next-event-id'], requested: take };
}
