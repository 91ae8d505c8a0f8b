import fc from 'fast-check';
import { inLane, MOST_IN_FLIGHT } from '../../../extern/transport/limiter';

interface Job {
	readonly limit: number;
	/** How many turns of the event loop it takes. */
	readonly turns: number;
	readonly fails: boolean;
}

interface Seen {
	readonly started: number[];
	/** Per job: how many ran when it started, itself included. */
	readonly running: Map<number, number>;
	readonly outcomes: string[];
}

let lanes = 0;

async function run(jobs: readonly Job[]): Promise<Seen> {
	lanes += 1;
	const key = `lane ${lanes}`;
	const seen = { started: [] as number[], running: new Map<number, number>() };
	let running = 0;
	const settled = await Promise.allSettled(
		jobs.map(async ({ limit, turns, fails }, index) =>
			await inLane(key, limit, async () => {
				running += 1;
				seen.started.push(index);
				seen.running.set(index, running);
				for (let turn = 0; turn < turns; turn += 1) await new Promise((go) => setImmediate(go));
				running -= 1;
				if (fails) throw new Error('failed');
				return index;
			}),
		),
	);
	return { ...seen, outcomes: settled.map(({ status }) => status) };
}

const jobs = (limit: fc.Arbitrary<number>) =>
	fc.array(fc.record({ limit, turns: fc.nat(4), fails: fc.boolean() }), { minLength: 1, maxLength: 40 });
const limits = fc.integer({ min: -2, max: 30 });
const effective = (limit: number) => Math.max(1, Math.min(Math.floor(limit), MOST_IN_FLIGHT));

test('work starts in the order of asking, and all of it ends', async () => {
	await fc.assert(
		fc.asyncProperty(jobs(limits), async (asked) => {
			const { started, outcomes } = await run(asked);
			expect(started).toEqual(asked.map((_, index) => index));
			expect(outcomes).toEqual(asked.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')));
		}),
		{ numRuns: 50 },
	);
});

test('whoever starts keeps to his own limit, also among others with another one', async () => {
	await fc.assert(
		fc.asyncProperty(jobs(limits), async (asked) => {
			const { running } = await run(asked);
			for (const [index, { limit }] of asked.entries()) expect(running.get(index)).toBeLessThanOrEqual(effective(limit));
		}),
		{ numRuns: 50 },
	);
});

test('the limit is used up', async () => {
	const { running } = await run(Array.from({ length: 12 }, () => ({ limit: 4, turns: 3, fails: false })));
	expect(Math.max(...running.values())).toBe(4);
});

test('no limit of an operator reaches beyond what the service allows', async () => {
	const { running } = await run(Array.from({ length: 60 }, () => ({ limit: 1_000, turns: 3, fails: false })));
	expect(Math.max(...running.values())).toBe(MOST_IN_FLIGHT);
});

test.each([
	['not a number', Number.NaN, 1],
	['a fraction', 2.7, 2],
])('a limit that is %s does not open the lane', async (_, limit, most) => {
	const { running } = await run(Array.from({ length: 8 }, () => ({ limit, turns: 2, fails: false })));
	expect(Math.max(...running.values())).toBe(most);
});

test('a failing work frees its place', async () => {
	const { outcomes, started } = await run(Array.from({ length: 5 }, (_, index) => ({ limit: 1, turns: 1, fails: index < 4 })));
	expect(started).toHaveLength(5);
	expect(outcomes[4]).toBe('fulfilled');
});

test('lanes do not wait for each other', async () => {
	const order: string[] = [];
	const slow = inLane('slow', 1, async () => {
		await new Promise((go) => setTimeout(go, 20));
		order.push('slow');
	});
	await inLane('quick', 1, async () => order.push('quick'));
	await slow;
	expect(order).toEqual(['quick', 'slow']);
});
