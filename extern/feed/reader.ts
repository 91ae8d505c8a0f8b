import type { Extern } from '../client';
import { ExternError } from '../failure';
import { eventsList } from '../operations/events';
import type { WireEvent } from '../wire/event';
import { BEGINNING, behind, type Delivered, feedFrom, type FeedPage, type FeedState, readPage, takenOver } from './reducer';

/** What one poll wants. */
export interface FeedQuery {
	/** Most events to hand over in this poll, those that come again included. */
	readonly most: number;
	/** Hand over again what the last process may have lost: the first poll of a process, never a later one. */
	readonly redeliver: boolean;
	accepts(event: WireEvent): boolean;
	/** Whether time is left for another page. */
	hasTime(): boolean;
}

/** What one poll got: the events for the workflow, and the state behind them. */
export interface FeedBatch {
	readonly delivered: ReadonlyArray<Delivered<WireEvent>>;
	/** The cursor before them. */
	readonly from: string;
	readonly next: FeedState;
}

/**
 * Reads what is new in the event feed. The state is a value: nothing is remembered here, so a
 * failure in the middle leaves the caller's state as it was.
 * @throws ExternError when a page cannot be read
 */
export async function readFeed(extern: Extern, state: FeedState, { most, redeliver, accepts, hasTime }: FeedQuery): Promise<FeedBatch> {
	const delivered: Array<Delivered<WireEvent>> = [];
	let at = redeliver ? takenOver(state) : state;
	const { cursor: from } = at;
	while (delivered.length < most && hasTime()) {
		const room = most - delivered.length;
		const step = readPage(at, await pageAt(extern, at.cursor, Math.max(room, SMALLEST_PAGE)), delivered.map(({ event }) => event));
		const accepted = step.found.filter(({ event }) => accepts(event));
		const taken = accepted.slice(0, room);
		delivered.push(...taken);
		// What there is no room for is read by the next poll.
		at = taken.length < accepted.length ? behind(at, taken[taken.length - 1]) : step.next;
		if (step.isEnd) break;
	}
	return { delivered, from, next: { ...at, last: delivered[delivered.length - 1]?.event.id ?? at.last } };
}

/**
 * The position after everything that is in the feed now, without handing anything over.
 * @returns how far it came and the last events on the way; `isEnd` is false when the time ended first
 */
export async function skipToEnd(extern: Extern, from: string, hasTime: () => boolean): Promise<{ cursor: string; isEnd: boolean; last: readonly WireEvent[] }> {
	let state = feedFrom(from);
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
