/** Upper bound of the service: more than 20 simultaneous requests of one client are queued or dropped (limits §1). */
export const MOST_IN_FLIGHT = 20;
/** Leaves room for the operator's other programs. */
export const USUAL_IN_FLIGHT = 10;

interface Lane {
	running: number;
	readonly waiting: Array<() => void>;
}

const lanes = new Map<string, Lane>();

/**
 * Runs `work` as soon as fewer than `limit` others of the same lane run in this process.
 * First come, first served; a failing work frees its place.
 * @param key API origin and client, so that nodes, lists and the trigger share one lane
 * @param limit at most {@link MOST_IN_FLIGHT}
 */
export async function inLane<T>(key: string, limit: number, work: () => Promise<T>): Promise<T> {
	const lane = laneOf(key);
	const places = Math.max(1, Math.min(limit, MOST_IN_FLIGHT));
	if (lane.running >= places) await new Promise<void>((free) => lane.waiting.push(free));
	else lane.running += 1;
	try {
		return await work();
	} finally {
		// The place is handed over without being freed, so nobody can slip in between.
		const next = lane.waiting.shift();
		if (next) next();
		else lane.running -= 1;
		if (lane.running === 0) lanes.delete(key);
	}
}

function laneOf(key: string): Lane {
	const known = lanes.get(key);
	if (known) return known;
	const lane: Lane = { running: 0, waiting: [] };
	lanes.set(key, lane);
	return lane;
}
