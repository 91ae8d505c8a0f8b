/** Upper bound of the service: more than 20 simultaneous requests of one client are queued or dropped (limits §1). */
export const MOST_IN_FLIGHT = 20;
/** Leaves room for the operator's other programs. */
export const USUAL_IN_FLIGHT = 10;

interface Waiting {
	readonly places: number;
	start(): void;
}

interface Lane {
	running: number;
	readonly waiting: Waiting[];
}

const lanes = new Map<string, Lane>();

/**
 * Runs `work` as soon as fewer than `limit` others of the same lane run in this process.
 * First come, first served, also where callers have different limits; a failing work frees its place.
 * @param key API origin and client, so that nodes, lists and the trigger share one lane
 * @param limit at most {@link MOST_IN_FLIGHT}; what is not a number is taken for 1
 */
export async function inLane<T>(key: string, limit: number, work: () => Promise<T>): Promise<T> {
	const lane = laneOf(key);
	await new Promise<void>((start) => {
		lane.waiting.push({ places: placesOf(limit), start });
		admit(lane);
	});
	try {
		return await work();
	} finally {
		lane.running -= 1;
		admit(lane);
		if (lane.running === 0) lanes.delete(key);
	}
}

/** Only the first in the queue may start: whoever wants few neighbours is not overtaken for ever. */
function admit(lane: Lane): void {
	for (let [next] = lane.waiting; next && lane.running < next.places; [next] = lane.waiting) {
		lane.waiting.shift();
		lane.running += 1;
		next.start();
	}
}

function placesOf(limit: number): number {
	return Number.isNaN(limit) ? 1 : Math.max(1, Math.min(Math.floor(limit), MOST_IN_FLIGHT));
}

function laneOf(key: string): Lane {
	const known = lanes.get(key);
	if (known) return known;
	const lane: Lane = { running: 0, waiting: [] };
	lanes.set(key, lane);
	return lane;
}
