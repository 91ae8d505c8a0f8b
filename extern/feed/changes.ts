import { before, instantOf } from './instant';

/** A docflow, as far as following its changes needs it. */
export interface Changed {
	readonly id: string;
	/** Instant of its last change, in the spelling of {@link instantOf}. */
	readonly changedAt: string;
}

/** What is kept of one list of docflows between polls; small, since n8n stores it with the workflow. */
export interface ListState {
	/** The latest change that was taken; empty before the first one. It is the service's clock, never ours. */
	readonly seen: string;
	/** Changes before this instant are never looked at again; empty when all are. */
	readonly from: string;
	/** Docflow id → the change of it that was taken, for those that the next poll meets again. */
	readonly taken: Readonly<Record<string, string>>;
}

/** What a part of a list means. */
export interface ListStep<C> {
	/** What is new to the workflow, oldest change first. */
	readonly fresh: readonly C[];
	readonly next: ListState;
	/** Whether there was no room for something new, which is taken next time. */
	readonly isFull: boolean;
}

/** Before anything was taken. */
export const UNREAD: ListState = { seen: '', from: '', taken: {} };

/**
 * The state of a list that nothing was read of yet, of which only what changes later matters.
 * @param moment milliseconds since 1970 by our clock, which may be ahead of the service's
 */
export function unreadSince(moment: number): ListState {
	const instant = instantOf(new Date(moment).toISOString());
	return instant === undefined ? UNREAD : { ...UNREAD, from: before(instant, OVERLAP_MS) };
}

/**
 * How far each poll goes back behind the latest change: a change is seen late when a server of the
 * service is slow to show it, or its clock runs behind that of another one. No figure is published.
 */
export const OVERLAP_MS = 5 * 60_000;

/** Most changes that are remembered, some 70 bytes each. When more fall into the overlap, it becomes shorter. */
export const MOST_TAKEN = 1_000;

/**
 * Reads a part of a list into the state. Pure: given the same state and part it gives the same step.
 *
 * The part may hold what was taken before; a docflow is new when it changed since. What is not
 * accepted is taken all the same: a filter must hold nothing back.
 * @param part docflows in any order; whatever it leaves out must have changed later than what is in it, or be in a later part
 */
export function readChanges<C extends Changed>(state: ListState, part: readonly C[], { room, accepts }: { room: number; accepts(one: C): boolean }): ListStep<C> {
	const taken = new Map(Object.entries(state.taken));
	const fresh: C[] = [];
	let { seen } = state;
	for (const one of [...part].sort(byChange)) {
		if (one.changedAt < state.from || one.changedAt <= (taken.get(one.id) ?? '')) continue;
		if (accepts(one)) {
			if (fresh.length >= room) return { fresh, next: trimmed({ ...state, seen }, taken), isFull: true };
			fresh.push(one);
		}
		taken.set(one.id, one.changedAt);
		if (one.changedAt > seen) seen = one.changedAt;
	}
	return { fresh, next: trimmed({ ...state, seen }, taken), isFull: false };
}

/** Forgets what no poll will meet again, and moves the start of the next poll after it. */
function trimmed({ seen, from }: ListState, taken: ReadonlyMap<string, string>): ListState {
	const start = seen === '' ? from : latest(from, before(seen, OVERLAP_MS));
	const changes = [...taken.values()].filter((changedAt) => changedAt >= start).sort();
	// What changed at one instant is kept or forgotten together: the next poll meets all of it or none.
	const kept = changes.length > MOST_TAKEN ? changes[changes.length - MOST_TAKEN] : start;
	return { seen, from: kept, taken: Object.fromEntries([...taken].filter(([, changedAt]) => changedAt >= kept)) };
}

function latest(one: string, other: string): string {
	return one > other ? one : other;
}

function byChange(one: Changed, other: Changed): number {
	return one.changedAt < other.changedAt ? -1 : one.changedAt > other.changedAt ? 1 : one.id < other.id ? -1 : 1;
}
