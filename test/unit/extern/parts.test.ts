import fc from 'fast-check';
import { inParts, LARGEST_PART, planRanges, USUAL_PART } from '../../../extern/contents/parts';

async function* chunksOf(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
	const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length].map((cut) => Math.min(cut, bytes.length));
	for (let index = 1; index < places.length; index += 1) yield bytes.subarray(places[index - 1], places[index]);
}

async function partsOf(chunks: AsyncIterable<Uint8Array>, size: number): Promise<Uint8Array[]> {
	const parts: Uint8Array[] = [];
	for await (const part of inParts(chunks, size)) parts.push(part);
	return parts;
}

/** A size around a multiple of the part's size. */
const sizes = fc.tuple(fc.nat(6), fc.constantFrom(-1, 0, 1), fc.integer({ min: 1, max: 50 })).map(([times, more, part]) => ({ part, total: Math.max(1, times * part + more) }));

test('ranges cover every byte once and in order', () => {
	fc.assert(
		fc.property(sizes, ({ total, part }) => {
			const ranges = planRanges(total, part);
			const bytes = ranges.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
			expect(bytes).toEqual(Array.from({ length: total }, (_, index) => index));
		}),
	);
});

test('all ranges but the last are full', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 2 ** 40 }), fc.constantFrom(USUAL_PART, LARGEST_PART), (total, part) => {
			fc.pre(total / part < 10_000);
			const lengths = planRanges(total, part).map(({ from, to }) => to - from + 1);
			expect(lengths.slice(0, -1).every((length) => length === part)).toBe(true);
			expect(lengths[lengths.length - 1]).toBeGreaterThan(0);
			expect(lengths[lengths.length - 1]).toBeLessThanOrEqual(part);
			expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(total);
		}),
	);
});

test('a part never exceeds what the contents service takes', () => {
	expect(planRanges(LARGEST_PART + 1, LARGEST_PART * 10)).toEqual([
		{ from: 0, to: LARGEST_PART - 1 },
		{ from: LARGEST_PART, to: LARGEST_PART },
	]);
});

test('parts are the planned ranges, however the bytes arrive', async () => {
	await fc.assert(
		fc.asyncProperty(sizes, fc.array(fc.nat(300), { maxLength: 20 }), async ({ total, part }, cuts) => {
			const bytes = Uint8Array.from({ length: total }, (_, index) => index % 251);
			const parts = await partsOf(chunksOf(bytes, cuts), part);
			expect(parts.map((one) => one.length)).toEqual(planRanges(total, part).map(({ from, to }) => to - from + 1));
			expect(Buffer.concat(parts)).toEqual(Buffer.from(bytes));
		}),
	);
});

test('no bytes are no parts', async () => {
	expect(await partsOf(chunksOf(new Uint8Array(), [0, 0]), 8)).toEqual([]);
	expect(planRanges(0)).toEqual([]);
});

test('a part stays what it was when the producer uses his buffer again', async () => {
	const buffer = new Uint8Array(4);
	async function* reused() {
		for (const value of [1, 2, 3]) yield buffer.fill(value);
	}
	expect(await partsOf(reused(), 4)).toEqual([1, 2, 3].map((value) => Buffer.from([value, value, value, value])));
});
