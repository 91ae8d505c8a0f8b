import type { Extern } from '../client';
import { ExternError } from '../failure';
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
	/** Most events to hand over in this poll, those of the last batch included. */
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
	/** Whether the time ended before the whole last batch was found: the next poll has to look again. */
	readonly isCut: boolean;
}

/**
 * Reads what is new in the event feed. The state is a value: nothing is remembered here, so a
 * failure in the middle leaves the caller's state as it was.
 * @throws ExternError when a page cannot be read
 */
export async function readFeed(extern: Extern, state: FeedState, query: FeedQuery): Promise<FeedBatch> {
	const { found: again, isCut } = query.redeliver ? await lastBatch(extern, state, query) : { found: [], isCut: false };
	const fresh: WireEvent[] = [];
	const room = query.most - again.length;
	let at = state;
	while (!isCut && fresh.length < room && query.hasTime()) {
		const step = readPage(at, await pageAt(extern, at.cursor, Math.max(room - fresh.length, SMALLEST_PAGE)), fresh);
		const accepted = step.fresh.filter((event) => query.accepts(event));
		const taken = accepted.slice(0, room - fresh.length);
		fresh.push(...taken);
		// An event's own id is a position as well: what there is no room for is read by the next poll.
		at = taken.length < accepted.length ? { ...at, cursor: taken[taken.length - 1].id } : step.next;
		if (step.isEnd) break;
	}
	const delivered = [...again.map((event) => ({ event, redelivered: true })), ...fresh.map((event) => ({ event, redelivered: false }))];
	// A batch that repeats an earlier one is repeated as a whole, should this process be killed as well.
	const from = again.length > 0 ? { ...state, cursor: state.last?.from ?? state.cursor } : state;
	return { delivered, next: fresh.length > 0 ? handOver(from, at, delivered.map(({ event }) => event)) : { ...at, last: state.last }, isCut };
}

/**
 * The position after everything that is in the feed now, without handing anything over.
 * @returns how far it came and the last events on the way; `isEnd` is false when the time ended first
 */
export async function skipToEnd(extern: Extern, from: string, hasTime: () => boolean): Promise<{ cursor: string; isEnd: boolean; last: readonly WireEvent[] }> {
	let state: FeedState = { cursor: from };
	let last: readonly WireEvent[] = [];
	while (hasTime()) {
		const page = await pageAt(extern, state.cursor, LARGEST_PAGE);
		const step = readPage(state, page);
		last = [...last, ...page.events].slice(-LARGEST_PAGE);
		state = step.next;
		if (step.isEnd) return { cursor: state.cursor, isEnd: true, last };
	}
	return { cursor: state.cursor, isEnd: false, last };
}

const LARGEST_PAGE = 1000; // the service's maximum is not published; a smaller page is answered as well
const SMALLEST_PAGE = 100; // a narrow filter must not end in reading the feed event by event

async function lastBatch(extern: Extern, { last }: FeedState, { hasTime }: FeedQuery): Promise<{ found: WireEvent[]; isCut: boolean }> {
	if (!last) return { found: [], isCut: false };
	const wanted = new Set(last.ids);
	const found: WireEvent[] = [];
	let state: FeedState = { cursor: last.from };
	while (wanted.size > 0) {
		if (!hasTime()) return { found, isCut: true };
		const page = await pageAt(extern, state.cursor, LARGEST_PAGE);
		const step = readPage(state, page);
		found.push(...step.fresh.filter(({ id }) => wanted.delete(id)));
		state = step.next;
		if (step.isEnd) break;
	}
	return { found, isCut: false };
}

async function pageAt(extern: Extern, fromId: string, take: number): Promise<FeedPage<WireEvent>> {
	const outcome = await extern.attempt(eventsList, { fromId: fromId || BEGINNING, take });
	if (!outcome.ok) throw withAdvice(outcome.error);
	const { 'api-events': events, 'next-event-id': next }: Unread = outcome.value;
	if (!isEventList(events) || !(next === undefined || next === null || typeof next === 'string')) {
		throw new ExternError({ kind: 'malformed', problem: { message: 'The event feed cannot be understood' } }, eventsList.id);
	}
	return { events, nextEventId: next ?? undefined };
}

/** Reading the feed is a right of its own (scenarios.md, "Event feed"), which no administrator of an account can give. */
function withAdvice(error: ExternError): ExternError {
	const { failure, operation } = error;
	if (failure.kind !== 'refused' || failure.status !== 403) return error;
	const hint = 'Kontur gives the right to read the event feed to each integrator on request: write to extern-api@skbkontur.ru and name your client ID';
	return new ExternError({ ...failure, hint }, operation);
}

/** A page as it came: an event without an id must stop the reading, since the cursor would go past it. */
interface Unread {
	readonly 'api-events': unknown;
	readonly 'next-event-id'?: unknown;
}

function isEventList(events: unknown): events is WireEvent[] {
	return Array.isArray(events) && events.every((event: unknown) => typeof event === 'object' && event !== null && 'id' in event && typeof event.id === 'string' && event.id !== '');
}
