import { givenReport, type Company } from './filing';
import { sandboxOfThisWorker, type Sandbox, type Seed, type SeedAccount } from './sandbox';

/** What each test of a file begins with; it is another one in the next test, so it is read where it is needed. */
export interface FreshSandbox {
	readonly sandbox: Sandbox;
	readonly seed: Seed;
	/** The first account of the seed. */
	readonly account: SeedAccount;
	/** The first account about to file a report that is accepted. */
	readonly company: Company;
}

/**
 * Resets the sandbox of this worker before each test of the file that calls it. With `judged` the reference
 * judges after each test all that went over the wire: not for tests that make the service answer what it never
 * would, nor for those that judge a part of their traffic themselves.
 */
export function freshSandbox({ judged = false } = {}): FreshSandbox {
	const sandbox = sandboxOfThisWorker();
	let given: { seed: Seed; company: Company } | undefined;
	const now = () => {
		if (!given) throw new Error('The sandbox is fresh only within a test');
		return given;
	};

	beforeEach(async () => {
		await sandbox.reset();
		const seed = await sandbox.seed();
		given = { seed, company: givenReport(sandbox, seed) };
	});

	if (judged)
		afterEach(async () => {
			expect(await sandbox.judgeTraffic()).toEqual([]);
		});

	return {
		sandbox,
		get seed() {
			return now().seed;
		},
		get account() {
			return now().company.account;
		},
		get company() {
			return now().company;
		},
	};
}
