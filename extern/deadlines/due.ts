import { moscowDay, workingDaysLeft } from '../calendar';

/** What a deadline is for. */
export type DueKind = 'report' | 'demand' | 'sfr-demand' | 'certificate' | 'power-of-attorney';

/** How near a deadline is: within the days that the operator wants to know it ahead, today, or over. */
export type Stage = 'ahead' | 'today' | 'overdue';

/** Something that needs attention by a day. */
export interface Due {
	/** The same as long as the thing and its day are the same. */
	readonly key: string;
	readonly kind: DueKind;
	/** ISO 8601, a day in Moscow. */
	readonly day: string;
	readonly organizationId?: string;
	readonly inn?: string;
	readonly kpp?: string;
	/** What else an output says of it. */
	readonly facts: Readonly<Record<string, unknown>>;
}

/** What was told: key → the stage of then. */
export type Told = Readonly<Record<string, Stage>>;

/** A due thing with the stage that it is told for. */
export interface Telling<D extends Due> {
	readonly due: D;
	readonly stage: Stage;
}

/**
 * How near a deadline is.
 * @param day ISO 8601
 * @param now milliseconds since 1970
 * @param ahead working days before the last one from which on it is near
 * @returns undefined where it is further away
 */
export function stageOf(day: string, now: number, ahead: number): Stage | undefined {
	const today = moscowDay(now);
	if (day < today) return 'overdue';
	if (day === today) return 'today';
	const left = workingDaysLeft(day, now);
	return left !== undefined && left <= ahead ? 'ahead' : undefined;
}

/**
 * What is to be told of all that is due: each thing once for each stage, the earliest day first. Pure.
 * @param told what was told before
 * @param accepts whether the operator wants to know it; what he does not counts as told
 * @param isUnread whether a thing that was not found may still be there, since its part was not read; other ones are forgotten
 */
export function tellDue<D extends Due>(
	told: Told,
	found: ReadonlyArray<Telling<D>>,
	{ room, accepts, isUnread }: { room: number; accepts(one: Telling<D>): boolean; isUnread(key: string): boolean },
): { fresh: Array<Telling<D>>; next: Told } {
	const next: Record<string, Stage> = {};
	for (const [key, stage] of Object.entries(told)) if (isUnread(key)) next[key] = stage;
	const fresh: Array<Telling<D>> = [];
	for (const one of [...found].sort(byDay)) {
		const { key } = one.due;
		const before = told[key];
		const isNew = before !== one.stage && next[key] !== one.stage;
		const isWanted = isNew && accepts(one);
		if (isWanted && fresh.length >= room) {
			// There was no room: it is told the next time.
			if (before) next[key] = before;
			continue;
		}
		if (isWanted) fresh.push(one);
		next[key] = one.stage;
	}
	return { fresh, next };
}

function byDay(one: { due: Due }, other: { due: Due }): number {
	return one.due.day < other.due.day ? -1 : one.due.day > other.due.day ? 1 : one.due.key < other.due.key ? -1 : 1;
}
