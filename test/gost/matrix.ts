import { Chance } from './chance';
import { engineWorks, GostBench, installLine } from './gostEngine';

/** One section of the matrix while its tests are declared and run. */
export interface Section {
	/** Made when the tests start. */
	readonly bench: GostBench;
	readonly chance: Chance;
	/** A test that counts itself when it has gone through. */
	cell(name: string, check: () => void): void;
	/** A cell that OpenSSL itself cannot do, why, and the check that shows its failure; the reasons are counted and printed. */
	cannot(name: string, reason: string, failure: () => void): void;
}

interface Totals {
	/** Cells that have to run. */
	cells: number;
	/** Cells in which OpenSSL fails by itself. */
	impossible: number;
}

/**
 * Declares a section of the matrix of checks against OpenSSL with gost-engine. The totals stand in
 * the test as numbers: a cell that is lost on the way is noticed.
 */
export function matrix(title: string, totals: Totals, declare: (section: Section) => void): void {
	const works = engineWorks();
	if (!works && process.env.CI === 'true') {
		test(`gost-engine is missing: ${installLine}`, () => {
			throw new Error(`CI must have gost-engine: ${installLine}`);
		});
	}
	const chance = new Chance();
	const describeWithEngine = works ? describe : describe.skip;
	describeWithEngine(works ? `${title} (GOST_SEED=${chance.seed})` : `${title} need: ${installLine}`, () => {
		const impossible: string[] = [];
		let executed = 0;
		let bench: GostBench | undefined;

		beforeAll(() => {
			bench = new GostBench();
		});

		declare({
			chance,
			get bench() {
				if (!bench) throw new Error('The bench is there only while tests run');
				return bench;
			},
			cell: (name, check) =>
				test(name, () => {
					check();
					executed++;
				}),
			cannot: (name, reason, failure) =>
				test(`${name}: ${reason}`, () => {
					failure();
					impossible.push(reason);
				}),
		});

		afterAll(() => {
			bench?.remove();
			const lines = [`${title}: ${executed} cells executed, ${impossible.length} shown to be beyond OpenSSL, GOST_SEED=${chance.seed}`];
			for (const reason of new Set(impossible)) lines.push(`  ${impossible.filter((one) => one === reason).length} × ${reason}`);
			process.stdout.write(`${lines.join('\n')}\n`);
		});

		test(`all ${totals.cells} cells were executed`, () => {
			expect({ cells: executed, impossible: impossible.length }).toEqual(totals);
		});
	});
}
