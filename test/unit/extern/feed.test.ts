import fc from 'fast-check';
import { Extern } from '../../../extern/client';
import { readFeed, skipToEnd } from '../../../extern/feed/reader';
import { BEGINNING, type Delivered, feedFrom, type FeedState, handOver, readPage } from '../../../extern/feed/reducer';
import type { WireEvent } from '../../../extern/wire/event';
import { failureOf } from './failures';
import { answer, serviceThat, type Call } from './service';

/** How the service reads its own words; the documentation allows all of these. */
interface Reading {
	/** Whether reading from an id returns that event once more. */
	readonly isInclusive: boolean;
	/** Whether `next-event-id` is the id of the last event, the position behind it, or absent as in old answers. */
	readonly next: 'last' | 'behind' | 'absent';
	/** Most events of a page, whatever was asked for. */
	readonly most: number;
}

interface Feed extends Reading {
	readonly events: WireEvent[];
}

const idOf = (index: number) => `${(index * 0x12f).toString(16)}_12f`;
const eventAt = (index: number): WireEvent => ({
	id: idOf(index),
	'docflow-type': 'urn:docflow:fns534-report',
	'event-date-time': '2025-04-01T00:00:00Z',
	'docflow-id': 'd',
	'account-id': 'a',
});
const BEHIND = 'behind_';

function pageOf({ events, isInclusive, next, most }: Feed, call: Call): unknown {
	const fromId = call.query.get('fromId') ?? '';
	const take = Math.min(Number(call.query.get('take')), most);
	const at = events.findIndex(({ id }) => id === fromId);
	const start = fromId.startsWith(BEHIND) ? Number(fromId.slice(BEHIND.length)) : fromId === BEGINNING ? 0 : at + (isInclusive ? 0 : 1);
	const page = events.slice(start, start + take);
	const last = page[page.length - 1]?.id ?? fromId;
	const nextId = { last, behind: `${BEHIND}${start + page.length}`, absent: undefined }[next];
	return { 'api-events': page, 'next-event-id': nextId, 'requested-count': take, 'returned-count': page.length };
}

/** What happens to one poll. */
type Fate =
	/** Goes well, if time allows. `pages` is how many pages the time is enough for. */
	| { readonly kind: 'well'; readonly pages: number }
	/** The service fails at a call. */
	| { readonly kind: 'fails'; readonly at: number }
	/** n8n is killed before the state is saved, or between saving it and creating the execution. */
	| { readonly kind: 'killed'; readonly isSaved: boolean };

interface Life {
	readonly feed: Reading;
	readonly total: number;
	readonly batch: number;
	readonly refused: readonly number[];
	readonly polls: ReadonlyArray<PollOfLife>;
}

interface PollOfLife {
	readonly arriving: number;
	readonly fate: Fate;
	/** How many polls later the execution of what is handed over ends, if n8n lives that long. */
	readonly lasts: number;
}

/** The longest execution, in polls; one poll is a millisecond here. */
const LONGEST = 5;

interface Execution {
	readonly endsAt: number;
	readonly delivered: ReadonlyArray<Delivered<WireEvent>>;
}

/** A trigger in a process of n8n, which keeps the state in memory and saves it when it hands items over. */
class Trigger {
	readonly handed: Array<Delivered<WireEvent>> = [];
	/** Ids of the events whose execution came to its end. */
	readonly finished = new Set<string>();
	private executions: Execution[] = [];
	private now = 1_000;
	private saved: FeedState = feedFrom(BEGINNING);
	private kept = this.saved;
	private isFirst = true;
	private callsOfPoll = 0;
	private fate: Fate = { kind: 'well', pages: Number.POSITIVE_INFINITY };
	private readonly extern: Extern;

	constructor(
		feed: Feed,
		private readonly most: number,
		private readonly accepts: (event: WireEvent) => boolean,
	) {
		const { port } = serviceThat((call) => {
			this.callsOfPoll += 1;
			return this.fate.kind === 'fails' && this.callsOfPoll > this.fate.at ? answer(403) : pageOf(feed, call);
		});
		this.extern = new Extern(port);
	}

	async poll({ fate, lasts }: Omit<PollOfLife, 'arriving'>): Promise<void> {
		this.now += 1;
		this.finish();
		this.fate = fate;
		this.callsOfPoll = 0;
		const hasTime = () => fate.kind !== 'well' || this.callsOfPoll < fate.pages;
		const outcome = await readFeed(this.extern, this.kept, { most: this.most, redeliver: this.isFirst, accepts: this.accepts, hasTime }).catch(() => undefined);
		const isHandedOver = outcome !== undefined && outcome.delivered.length > 0;
		const next = isHandedOver ? handOver(outcome.next, { at: this.now, from: outcome.from }, LONGEST) : outcome?.next;
		if (fate.kind === 'killed') {
			if (fate.isSaved && isHandedOver && next) this.saved = parsed(next);
			this.restart();
			return;
		}
		if (!outcome || !next) return;
		this.kept = next;
		this.isFirst = false;
		if (!isHandedOver) return;
		this.saved = parsed(next);
		this.handed.push(...outcome.delivered);
		this.executions.push({ endsAt: this.now + lasts, delivered: outcome.delivered });
	}

	/** A new process; executions that run are stopped with the old one. */
	restart(): void {
		this.kept = parsed(this.saved);
		this.isFirst = true;
		this.executions = [];
	}

	/** What has ended by now. */
	private finish(): void {
		for (const { endsAt, delivered } of this.executions) if (endsAt <= this.now) for (const { event } of delivered) this.finished.add(event.id);
		this.executions = this.executions.filter(({ endsAt }) => endsAt > this.now);
	}
}

const parsed = (state: FeedState): FeedState => JSON.parse(JSON.stringify(state));

const readings: fc.Arbitrary<Reading> = fc.oneof(
	fc.record({ isInclusive: fc.boolean(), next: fc.constantFrom('last', 'absent'), most: fc.oneof(fc.integer({ min: 2, max: 12 }), fc.constant(5_000)) }),
	fc.record({ isInclusive: fc.boolean(), next: fc.constant('behind'), most: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(5_000)) }),
);
const fates: fc.Arbitrary<Fate> = fc.oneof(
	fc.record({ kind: fc.constant('well'), pages: fc.nat(5) }),
	fc.record({ kind: fc.constant('fails'), at: fc.nat(4) }),
	fc.record({ kind: fc.constant('killed'), isSaved: fc.boolean() }),
);
const lives: fc.Arbitrary<Life> = fc.record({
	feed: readings,
	total: fc.nat(60),
	batch: fc.integer({ min: 1, max: 15 }),
	refused: fc.array(fc.nat(60)),
	polls: fc.array(fc.record({ arriving: fc.nat(12), fate: fates, lasts: fc.nat(LONGEST) }), { maxLength: 25 }),
});

async function live({ feed: reading, total, batch, refused, polls }: Life): Promise<{ handed: ReadonlyArray<Delivered<WireEvent>>; finished: ReadonlySet<string>; wanted: readonly string[] }> {
	const feed: Feed = { ...reading, events: [] };
	const append = (count: number) => {
		for (let added = 0; added < count && feed.events.length < total; added += 1) feed.events.push(eventAt(feed.events.length + 1));
	};
	const refusedIds = new Set(refused.map(idOf));
	const trigger = new Trigger(feed, batch, ({ id }) => !refusedIds.has(id));
	for (const { arriving, ...poll } of polls) {
		append(arriving);
		await trigger.poll(poll);
	}
	append(total);
	trigger.restart();
	// A quiet time at last: enough polls for everything that is left.
	for (let quiet = 0; quiet < 2 * total + 3; quiet += 1) await trigger.poll({ fate: { kind: 'well', pages: Number.POSITIVE_INFINITY }, lasts: 0 });
	return { handed: trigger.handed, finished: trigger.finished, wanted: feed.events.map(({ id }) => id).filter((id) => !refusedIds.has(id)) };
}

test('every event comes to an execution that ends, in order, and never twice unless marked, whatever fails in between', async () => {
	await fc.assert(
		fc.asyncProperty(lives, async (life) => {
			const { handed, finished, wanted } = await live(life);
			expect([...new Set(handed.map(({ event }) => event.id))]).toEqual(wanted);
			expect([...finished].sort()).toEqual([...wanted].sort());
			const unmarked = handed.filter(({ redelivered }) => !redelivered).map(({ event }) => event.id);
			expect(new Set(unmarked).size).toBe(unmarked.length);
		}),
		{ numRuns: 1_000 },
	);
});

test('an undisturbed trigger hands every event over exactly once and unmarked', async () => {
	await fc.assert(
		fc.asyncProperty(lives, async (life) => {
			const polls = life.polls.map((poll) => ({ ...poll, fate: { kind: 'well' as const, pages: 3 } }));
			const { handed, wanted } = await live({ ...life, polls });
			const last = handed.findIndex(({ redelivered }) => redelivered);
			// The restart that `live` ends with repeats the last batches.
			const before = last === -1 ? handed : [...handed.slice(0, last), ...handed.slice(last).filter(({ redelivered }) => !redelivered)];
			expect(before.map(({ event }) => event.id)).toEqual(wanted);
		}),
		{ numRuns: 300 },
	);
});

test('the end of the feed is found behind any number of pages', async () => {
	await fc.assert(
		fc.asyncProperty(readings, fc.nat(60), async (reading, total) => {
			const feed: Feed = { ...reading, events: Array.from({ length: total }, (_, index) => eventAt(index + 1)) };
			const extern = new Extern(serviceThat((call) => pageOf(feed, call)).port);
			const { cursor, isEnd } = await skipToEnd(extern, BEGINNING, () => true);
			expect(isEnd).toBe(true);
			feed.events.push(eventAt(total + 1));
			const { delivered } = await readFeed(extern, feedFrom(cursor), { most: 200, redeliver: false, accepts: () => true, hasTime: () => true });
			const ids = delivered.map(({ event }) => event.id);
			expect(ids[ids.length - 1]).toBe(idOf(total + 1));
			// An inclusive service repeats the event at the cursor; nothing older may come.
			expect(ids.length).toBeLessThanOrEqual(reading.isInclusive ? 2 : 1);
		}),
	);
});

test('skipping that runs out of time says so and goes on from where it came', async () => {
	const feed: Feed = { isInclusive: false, next: 'last', most: 10, events: Array.from({ length: 35 }, (_, index) => eventAt(index + 1)) };
	const service = serviceThat((call) => pageOf(feed, call));
	const extern = new Extern(service.port);
	const first = await skipToEnd(extern, BEGINNING, () => service.calls.length < 2);
	expect(first).toMatchObject({ cursor: idOf(20), isEnd: false });
	expect(await skipToEnd(extern, first.cursor, () => true)).toMatchObject({ cursor: idOf(35), isEnd: true });
});

test('a page is read into the state the same way every time, and the state is not touched', () => {
	const state = Object.freeze({ cursor: 'x', handed: Object.freeze([]), last: idOf(1) });
	const page = { events: [eventAt(1), eventAt(2), eventAt(2)], nextEventId: idOf(2) };
	const step = readPage(state, page);
	expect(step).toEqual(readPage(state, page));
	expect(step.found).toEqual([{ event: eventAt(2), redelivered: false }]);
	expect(step.next).toEqual({ ...state, cursor: idOf(2) });
});

test('an empty position never sends the trigger back to the beginning', () => {
	expect(readPage(feedFrom('x'), { events: [eventAt(3)], nextEventId: '' }).next.cursor).toBe(idOf(3));
	expect(readPage(feedFrom('x'), { events: [], nextEventId: '' }).next.cursor).toBe('x');
});

test('the first page is asked from the beginning of the feed', async () => {
	const service = serviceThat(() => ({ 'api-events': [] }));
	await readFeed(new Extern(service.port), feedFrom(''), { most: 10, redeliver: true, accepts: () => true, hasTime: () => true });
	expect(service.calls.map(({ query }) => query.get('fromId'))).toEqual(['0_0']);
});

test.each([
	['no list', {}],
	['a list that is null', { 'api-events': null }],
	['an event that is null', { 'api-events': [null] }],
	['an event without id', { 'api-events': [{ inn: '7' }] }],
	['an event with an empty id', { 'api-events': [{ id: '' }] }],
	['a position that is no text', { 'api-events': [], 'next-event-id': 7 }],
])('a page with %s stops the reading with the state as it was', async (_, page) => {
	const read = () => readFeed(new Extern(serviceThat(() => page).port), feedFrom('x'), { most: 10, redeliver: false, accepts: () => true, hasTime: () => true });
	expect(await failureOf(read)).toMatchObject({ kind: 'malformed' });
});
