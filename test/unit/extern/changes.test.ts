import fc from 'fast-check';

import { Extern } from '../../../extern/client';
import { MOST_TAKEN, OVERLAP_MS, readChanges, UNREAD, type Changed, type ListState } from '../../../extern/feed/changes';
import { before, instantOf } from '../../../extern/feed/instant';
import { readList, skipList, type DocflowList, type ListBatch } from '../../../extern/feed/listReader';
import { failureOf } from './failures';
import { answer, serviceThat, type Call } from './service';

/** A list of docflows that lives: docflows appear and change, also while its pages are read. */
class LivingList {
	readonly changes: Array<{ id: string; changedAt: string; shownFrom: number }> = [];
	/** Seconds since the beginning. */
	clock = 0;
	readonly gone = new Set<string>();

	constructor(private readonly most: number) {}

	/** A change whose stamp is so many seconds old when it shows up. */
	change(id: string, delay = 0): void {
		this.clock += 1;
		this.changes.push({ id, changedAt: stamp(this.clock - delay), shownFrom: this.clock });
	}

	/** Changes at the very same instant as the last one. */
	changeAtOnce(id: string): void {
		this.changes.push({ id, changedAt: stamp(this.clock), shownFrom: this.clock });
	}

	page({ query }: Call): unknown {
		const [from, to] = [query.get('updatedFrom'), query.get('updatedTo')];
		expect([query.get('type'), to]).toEqual(['fss-sedo-demand', null]);
		const direction = query.get('orderBy') === 'ascending' ? 1 : -1;
		const found = [...this.last].filter(([, changedAt]) => changedAt >= (from ?? '')).sort(([a, one], [b, other]) => direction * (one + a < other + b ? -1 : 1));
		const skip = Number(query.get('skip'));
		const part = found.slice(skip, skip + Math.min(Number(query.get('take')), this.most));
		return { skip, take: part.length, 'total-count': found.length, 'docflows-page-item': part.map(([id, changedAt]) => docflow(id, changedAt)) };
	}

	/** A docflow that is in the list no more. */
	vanish(id: string): void {
		this.gone.add(id);
	}

	/** What each docflow was at last. */
	get last(): Map<string, string> {
		const last = new Map<string, string>();
		for (const { id, changedAt } of this.changes) if (!this.gone.has(id) && changedAt > (last.get(id) ?? '')) last.set(id, changedAt);
		return last;
	}
}

const LIST: DocflowList = { accountId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040', type: 'urn:docflow:fss-sedo-demand' };
const everything = { room: Number.POSITIVE_INFINITY, accepts: () => true, hasTime: () => true };
const stamp = (second: number) => `${new Date(Date.UTC(2025, 3, 1) + second * 1000).toISOString().slice(0, 19)}.0000000Z`;
const docflow = (id: string, changedAt: string) => ({ id, type: LIST.type, status: 's', 'last-change-date': changedAt });
const externOf = (list: LivingList) => new Extern(serviceThat((call) => list.page(call)).port);
const parsed = (state: ListState): ListState => JSON.parse(JSON.stringify(state));
const told = ({ fresh }: ListBatch) => fresh.map(({ id, changedAt }) => `${id} ${changedAt}`);

/** Something that happens to the list: a docflow appears or changes, alone or together with the last one, at once or shown late, or it vanishes. */
const happenings = fc.record({ id: fc.integer({ min: 1, max: 25 }).map(String), kind: fc.constantFrom('alone', 'alone', 'together', 'late', 'vanish') });
type Happening = { id: string; kind: string };
const happen = (list: LivingList, { id, kind }: Happening) => {
	if (kind === 'vanish') list.vanish(id);
	else if (kind === 'together') list.changeAtOnce(id);
	else list.change(id, kind === 'late' ? OVERLAP_MS / 1000 / 4 : 0);
};

/** Polls with what happens before each of them and between its pages. */
const lives = fc.record({
	most: fc.integer({ min: 2, max: 9 }),
	room: fc.integer({ min: 1, max: 12 }),
	/** Seconds between polls: shorter and longer than the overlap. */
	pause: fc.constantFrom(1, 60, 1_000),
	refused: fc.array(fc.integer({ min: 1, max: 25 }).map(String), { maxLength: 10 }),
	polls: fc.array(
		fc.record({
			before: fc.array(happenings, { maxLength: 12 }),
			meanwhile: fc.array(fc.array(happenings, { maxLength: 3 }), { maxLength: 4 }),
			pages: fc.integer({ min: 0, max: 6 }),
			fate: fc.constantFrom('well', 'well', 'fails', 'unsaved'),
		}),
		{ maxLength: 12 },
	),
});

test('the last change of every docflow is told, no change is told twice, and a filter holds nothing back', async () => {
	await fc.assert(
		fc.asyncProperty(lives, async ({ most, room, pause, refused, polls }) => {
			const list = new LivingList(most);
			let meanwhile: Happening[][] = [];
			let fails = false;
			const { port, calls } = serviceThat((call) => {
				if (fails && call.number % 2 === 0) return answer(403);
				const page = list.page(call);
				for (const happening of meanwhile.shift() ?? []) happen(list, happening);
				return page;
			});
			const extern = new Extern(port);
			const handed: string[] = [];
			let state = UNREAD;
			const poll = async (pages: number, isSaved: boolean) => {
				const start = calls.length;
				const accepts = ({ id }: { id: string }) => !refused.includes(id);
				const batch = await readList(extern, LIST, state, { room, accepts, hasTime: () => calls.length - start < pages }).catch(() => undefined);
				if (!batch || !isSaved) return;
				expect(batch.fresh.length).toBeLessThanOrEqual(room);
				state = parsed(batch.next);
				handed.push(...told(batch));
			};
			for (const one of polls) {
				for (const happening of one.before) happen(list, happening);
				meanwhile = [...one.meanwhile];
				fails = one.fate === 'fails';
				await poll(one.pages, one.fate !== 'unsaved');
				list.clock += pause;
			}
			meanwhile = [];
			fails = false;
			for (let before = -1; before < handed.length; ) {
				before = handed.length;
				await poll(Number.POSITIVE_INFINITY, true);
			}
			expect(new Set(handed).size).toBe(handed.length);
			const wanted = [...list.last].filter(([id]) => !refused.includes(id)).map(([id, changedAt]) => `${id} ${changedAt}`);
			expect(handed).toEqual(expect.arrayContaining(wanted));
			expect(handed.filter((one) => refused.includes(one.split(' ')[0]))).toEqual([]);
			const settled = state;
			await poll(Number.POSITIVE_INFINITY, true);
			expect(state).toEqual(settled);
		}),
		{ numRuns: 250 },
	);
});

test('from now on, what is in the list is passed over and what happens next is not', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(happenings, { maxLength: 40 }), fc.array(happenings, { minLength: 1, maxLength: 8 }), fc.integer({ min: 2, max: 9 }), async (past, future, most) => {
			const list = new LivingList(1_000);
			for (const one of past) happen(list, one);
			const state = await skipList(externOf(list), LIST, () => true);
			const before = new Set([...list.last].map(([id, changedAt]) => `${id} ${changedAt}`));
			list.clock += 10;
			for (const { id } of future) list.change(id);
			const read = new LivingList(most);
			read.changes.push(...list.changes);
			for (const id of list.gone) read.vanish(id);
			const batch = told(await readList(externOf(read), LIST, state, everything));
			expect(batch.sort()).toEqual([...list.last].map(([id, changedAt]) => `${id} ${changedAt}`).filter((one) => !before.has(one)).sort());
		}),
	);
});

test('the state stays small through 10 000 changes, in order and at one instant, and all of them are told once', async () => {
	for (const step of [1, 0]) {
		const list = new LivingList(1_000);
		for (let index = 0; index < 10_000; index += 1) {
			if (step) list.change(`d${index}`);
			else list.changes.push({ id: `d${index}`, changedAt: stamp(Math.floor(index / 900)), shownFrom: 0 });
		}
		const handed: string[] = [];
		let state = UNREAD;
		for (let polls = 0; polls < 21; polls += 1) {
			const batch = await readList(externOf(list), LIST, state, { ...everything, room: 500 });
			state = parsed(batch.next);
			handed.push(...told(batch));
			expect(Object.keys(state.taken).length).toBeLessThanOrEqual(MOST_TAKEN + 900);
		}
		expect(handed).toHaveLength(10_000);
		expect(new Set(handed).size).toBe(10_000);
	}
});

test('a list that the service sorts in another way is read whole before anything is told', async () => {
	const changes: Changed[] = [7, 3, 9, 1, 5].map((second) => ({ id: `d${second}`, changedAt: stamp(second) }));
	const service = serviceThat(({ query }) => {
		const skip = Number(query.get('skip'));
		return { 'total-count': 5, 'docflows-page-item': changes.slice(skip, skip + 2).map(({ id, changedAt }) => docflow(id, changedAt)) };
	});
	const first = await readList(new Extern(service.port), LIST, UNREAD, { ...everything, room: 3 });
	expect(first.fresh.map(({ id }) => id)).toEqual(['d1', 'd3', 'd5']);
	const second = await readList(new Extern(service.port), LIST, parsed(first.next), everything);
	expect(second.fresh.map(({ id }) => id)).toEqual(['d7', 'd9']);
});

test('a docflow that vanishes while such a list is read takes no other one with it', async () => {
	const changes: Changed[] = [7, 3, 9, 1, 5].map((second) => ({ id: `d${second}`, changedAt: stamp(second) }));
	const service = serviceThat(({ query, number }) => {
		// The first page of the second reading is the third call.
		if (number === 3) changes.shift();
		const skip = Number(query.get('skip'));
		return { 'total-count': changes.length, 'docflows-page-item': changes.slice(skip, skip + 2).map(({ id, changedAt }) => docflow(id, changedAt)) };
	});
	const batch = await readList(new Extern(service.port), { ...LIST, type: 'urn:docflow:fss-sick-report' }, UNREAD, everything);
	expect(batch.fresh.map(({ id }) => id)).toEqual(expect.arrayContaining(['d1', 'd3', 'd5', 'd9']));
});

test('sick reports, which no filter by change finds, are found by their creation', async () => {
	const SICK = 'urn:docflow:fss-sick-report';
	const service = serviceThat(({ query }) => {
		expect(query.get('updatedFrom')).toBeNull();
		return { 'total-count': 2, 'docflows-page-item': [docflow('old', stamp(500)), docflow('new', stamp(100))] };
	});
	const extern = new Extern(service.port);
	const state = await skipList(extern, { ...LIST, type: SICK }, () => true);
	expect((await readList(extern, { ...LIST, type: SICK }, state, everything)).fresh).toEqual([]);
	const first = await readList(extern, { ...LIST, type: SICK }, UNREAD, everything);
	expect(first.fresh.map(({ id }) => id)).toEqual(['new', 'old']);
	await readList(extern, { ...LIST, type: SICK }, parsed(first.next), everything);
	expect(service.calls.map(({ query }) => query.get('createdFrom')?.slice(0, 4) ?? null)).toEqual([null, '2024', null, '2024']);
});

test('a list that has to be read whole and is too long says so, and nothing is told', async () => {
	const service = serviceThat(() => ({ 'total-count': 2_000, 'docflows-page-item': [docflow('a', stamp(1))] }));
	const list = { ...LIST, type: 'urn:docflow:fss-sick-report' };
	const read = () => readList(new Extern(service.port), list, UNREAD, { ...everything, hasTime: () => service.calls.length < 3 });
	expect(await failureOf(read)).toMatchObject({ kind: 'stopped', hint: expect.stringContaining('fewer') });
});

test.each([
	['no list', {}],
	['a docflow that is null', { 'docflows-page-item': [null] }],
	['a docflow without id', { 'docflows-page-item': [{ 'last-change-date': stamp(1) }] }],
	['a docflow without any date', { 'docflows-page-item': [{ id: 'd' }] }],
])('a page with %s stops the reading', async (_, page) => {
	const read = () => readList(new Extern(serviceThat(() => page).port), LIST, UNREAD, everything);
	expect(await failureOf(read)).toMatchObject({ kind: 'malformed' });
});

test('a docflow whose change has no date counts by when it was sent', async () => {
	const page = { 'total-count': 1, 'docflows-page-item': [{ id: 'd', type: LIST.type, status: 's', 'send-date': '2025-04-01T12:00:00.0000000' }] };
	const { fresh } = await readList(new Extern(serviceThat(() => page).port), LIST, UNREAD, everything);
	expect(fresh.map(({ changedAt }) => changedAt)).toEqual(['2025-04-01T09:00:00.0000000Z']);
});

test('a part of a list is read the same way every time, and the state is not touched', () => {
	const state = Object.freeze({ seen: stamp(5), from: stamp(0), taken: Object.freeze({ a: stamp(5) }) });
	const part = Object.freeze([{ id: 'b', changedAt: stamp(6) }, { id: 'a', changedAt: stamp(5) }]);
	const room = { room: 10, accepts: () => true };
	expect(readChanges(state, part, room)).toEqual(readChanges(state, part, room));
	expect(readChanges(state, part, room).fresh).toEqual([{ id: 'b', changedAt: stamp(6) }]);
});

describe('stamps', () => {
	test.each([
		['2025-04-01T00:00:00Z', '2025-04-01T00:00:00.0000000Z'],
		['2025-04-01T00:00:00.5Z', '2025-04-01T00:00:00.5000000Z'],
		['2025-04-01T03:00:00.1234567+03:00', '2025-04-01T00:00:00.1234567Z'],
		['2025-04-01T00:00:00.123456789', '2025-04-01T00:00:00.1234567Z'],
		['2025-13-01T00:00:00Z', undefined],
		['yesterday', undefined],
		[undefined, undefined],
	])('%s is %s', (written, instant) => expect(instantOf(written)).toBe(instant));

	test('go back by milliseconds without losing their ticks', () => expect(before('2025-01-01T00:00:00.1234567Z', 1_000)).toBe('2024-12-31T23:59:59.1234567Z'));
});
