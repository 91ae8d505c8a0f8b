import { momentOfSending } from '../calendar';
import type { Extern } from '../client';
import { ExternError, stop } from '../failure';
import { docflowsList } from '../operations/docflows';
import type { WireDocflow } from '../wire/docflow';
import { readChanges, UNREAD, type Changed, type ListState } from './changes';
import { before, instantOf } from './instant';

/** One list of docflows: those of one kind in one account, since the service hides kinds that are not named (limits §6). */
export interface DocflowList {
	readonly accountId: string;
	/** URN of the kind. */
	readonly type: string;
	/** Those of all users of the account, which only its administrator may read. */
	readonly forAllUsers?: boolean;
}

/** What one poll wants of a list. */
export interface ListQuery {
	/** Most docflows to take. */
	readonly room: number;
	accepts(docflow: WireDocflow): boolean;
	/** Whether time is left for another page. */
	hasTime(): boolean;
}

/** What one poll got of a list: what is new, and the state once it is handed over. */
export interface ListBatch {
	/** Oldest change first. */
	readonly fresh: readonly ChangedDocflow[];
	readonly next: ListState;
}

/** A docflow with the instant of its last change. */
export interface ChangedDocflow extends Changed {
	readonly docflow: WireDocflow;
}

/**
 * Reads what changed in a list of docflows. The state is a value: a failure in the middle leaves
 * the caller's state as it was.
 * @throws ExternError when a page cannot be read
 */
export async function readList(extern: Extern, list: DocflowList, state: ListState, query: ListQuery): Promise<ListBatch> {
	const batch = NOT_BY_CHANGE.has(list.type) ? undefined : await readByChange(extern, list, state, query);
	return batch ?? (await readWhole(extern, list, state, query));
}

/**
 * The state of a list from which everything that is in it now was taken.
 * @throws ExternError when it cannot be read
 */
export async function skipList(extern: Extern, list: DocflowList, hasTime: () => boolean): Promise<ListState> {
	const nothing = { room: 0, accepts: () => false };
	if (NOT_BY_CHANGE.has(list.type)) return (await readWhole(extern, list, UNREAD, { ...nothing, hasTime })).next;
	const { found, total } = await pageAt(extern, list, { from: UNREAD.from, orderBy: 'descending', skip: 0, take: LARGEST_PAGE });
	const { next } = readChanges(UNREAD, found, nothing);
	// Of what is not in the page nothing is known, so the next poll must not go back behind it.
	const oldest = found.reduce((least, { changedAt }) => (changedAt < least ? changedAt : least), next.seen);
	return found.length < total && oldest > next.from ? { ...next, from: oldest } : next;
}

/**
 * The docflows of a list that changed last, or began last where changes cannot be found, in no certain order.
 * @param most at most a thousand
 * @throws ExternError when they cannot be read
 */
export async function newestIn(extern: Extern, list: DocflowList, most: number): Promise<readonly ChangedDocflow[]> {
	const from = NOT_BY_CHANGE.has(list.type) ? undefined : UNREAD.from;
	return (await pageAt(extern, list, { from, orderBy: 'descending', skip: 0, take: most })).found;
}

const LARGEST_PAGE = 1000; // http-behaviour §8
const SMALLEST_PAGE = 100; // a narrow filter must not end in reading a list docflow by docflow
/** A page shows by its first docflow, the last one of the page before, that nothing moved in between. */
const SHARED = 1;
/** The filters by change find nothing of these kinds (scenarios (k)). */
const NOT_BY_CHANGE: ReadonlySet<string> = new Set(['urn:docflow:fss-sick-report']);
/** A docflow of these kinds is not expected to change when it is older: the benefit is paid long before. */
const OLDEST_MS = 180 * 86_400_000;
/** Before all docflows: without a filter by change the service sorts by creation. */
const LONG_AGO = '2000-01-01T00:00:00.0000000Z';

/**
 * Page by page, oldest change first, as far as there is room. A docflow that changes meanwhile moves
 * to the end and all behind it move up, so that a page would begin one too late. Pages therefore
 * share a docflow; where it is not the expected one, reading begins again behind what was taken.
 * @returns undefined when the service does not sort by change
 */
async function readByChange(extern: Extern, list: DocflowList, state: ListState, { room, accepts, hasTime }: ListQuery): Promise<ListBatch | undefined> {
	const fresh: ChangedDocflow[] = [];
	let at = state;
	let skip = 0;
	let shared: ChangedDocflow | undefined;
	let from = state.from;
	while (hasTime()) {
		const take = Math.min(Math.max(room - fresh.length + Object.keys(at.taken).length + SHARED, SMALLEST_PAGE), LARGEST_PAGE);
		const { found, total } = await pageAt(extern, list, { from, orderBy: 'ascending', skip, take });
		if (!isSorted(found)) return undefined;
		if (shared && !isSame(found[0], shared)) {
			[skip, shared, from] = [0, undefined, at.from];
			continue;
		}
		const step = readChanges(at, found, { room: room - fresh.length, accepts: ({ docflow }) => accepts(docflow) });
		fresh.push(...step.fresh);
		at = step.next;
		if (step.isFull || found.length === 0 || skip + found.length >= total) break;
		[skip, shared] = found.length > SHARED ? [skip + found.length - SHARED, found[found.length - 1]] : [skip + found.length, undefined];
	}
	return { fresh: lastOfEach(fresh), next: at };
}

/** A docflow that changes while pages are read comes twice, and is told as it is at last. */
function lastOfEach(fresh: readonly ChangedDocflow[]): ChangedDocflow[] {
	const last = new Map(fresh.map((one) => [one.id, one]));
	return fresh.filter((one) => last.get(one.id) === one);
}

/**
 * All of it before anything is taken, where the order says nothing about the changes. When a docflow
 * vanishes meanwhile, the next page begins one too late: here too it is seen by the docflow that pages
 * share, and reading begins again.
 */
async function readWhole(extern: Extern, list: DocflowList, state: ListState, { room, accepts, hasTime }: ListQuery): Promise<ListBatch> {
	const created = state.from === '' ? undefined : before(state.from, OLDEST_MS);
	const all = new Map<string, ChangedDocflow>();
	let skip = 0;
	let shared: string | undefined;
	for (;;) {
		if (!hasTime()) throw stop('The list of docflows is too long to be read within one poll', 'Choose fewer accounts or kinds of docflow for this trigger, or make the poll timeout of n8n longer');
		const { found, total } = await pageAt(extern, list, { created, orderBy: 'ascending', skip, take: LARGEST_PAGE });
		if (shared !== undefined && found[0]?.id !== shared) {
			[skip, shared] = [0, undefined];
			continue;
		}
		for (const one of found) all.set(one.id, one);
		if (found.length === 0 || skip + found.length >= total) break;
		[skip, shared] = found.length > SHARED ? [skip + found.length - SHARED, found[found.length - 1].id] : [skip + found.length, undefined];
	}
	const { fresh, next } = readChanges(state, [...all.values()], { room, accepts: ({ docflow }) => accepts(docflow) });
	return { fresh, next };
}

interface Place {
	/** Changed at or after; `created` takes its place where that filter finds nothing. */
	readonly from?: string;
	readonly created?: string;
	readonly orderBy: 'ascending' | 'descending';
	readonly skip: number;
	readonly take: number;
}

async function pageAt(extern: Extern, { accountId, type, forAllUsers }: DocflowList, { from, created, orderBy, skip, take }: Place): Promise<{ found: ChangedDocflow[]; total: number }> {
	const part: typeof docflowsList = { ...docflowsList, query: (filter) => ({ ...docflowsList.query?.(filter), skip, take }) };
	const page = await extern.call(part, {
		accountId,
		type: [type],
		updatedFrom: from === undefined ? undefined : from || LONG_AGO,
		createdFrom: created,
		forAllUsers,
		orderBy,
	});
	const listed: unknown = page['docflows-page-item'];
	const total = page['total-count'];
	const found = Array.isArray(listed) ? listed.map(changed) : total === 0 ? [] : undefined;
	if (!found) throw unreadable();
	return { found, total: typeof total === 'number' ? total : Number.POSITIVE_INFINITY };
}

/** A docflow that cannot be told from others or in time stops the reading, since the state would go past it. */
function changed(docflow: WireDocflow | null): ChangedDocflow {
	const changedAt = instantOf(docflow?.['last-change-date']) ?? instantOf(momentOfSending(docflow?.['send-date']));
	if (typeof docflow?.id !== 'string' || docflow.id === '' || changedAt === undefined) throw unreadable();
	return { id: docflow.id, changedAt, docflow };
}

function unreadable(): ExternError {
	return new ExternError({ kind: 'malformed', problem: { message: 'The list of docflows cannot be understood' } }, docflowsList.id);
}

function isSorted(found: readonly Changed[]): boolean {
	return found.every(({ changedAt }, index) => index === 0 || found[index - 1].changedAt <= changedAt);
}

function isSame(one: Changed | undefined, other: Changed): boolean {
	return one?.id === other.id && one.changedAt === other.changedAt;
}
