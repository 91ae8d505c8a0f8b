import fc from 'fast-check';
import type { PortAnswer } from '../../extern/port';
import { answer } from '../unit/extern/service';

const html = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
const large = JSON.stringify({ accounts: Array.from({ length: 90_000 }, (_, index) => ({ id: `a${index}`, 'organization-name': 'ООО "Ромашка" '.repeat(4) })) });

/** Bodies that no operation promises, by what they are. */
export const garbage: ReadonlyArray<readonly [what: string, body: string | Uint8Array]> = [
	['nothing', ''],
	['null', 'null'],
	['a number', '7'],
	['a yes', 'true'],
	['a text', '"текст"'],
	['an empty list', '[]'],
	['an empty object', '{}'],
	['a list of nothing', '[null, 7, "x", [], {}]'],
	['a page of a proxy', html],
	['JSON that is cut off', '{"id":"3d2c1b0a-9f8e-4d7c-b6a5-9483726'],
	['JSON with a byte order mark', '\ufeff{}'],
	['two documents', '{}{}'],
	['JSON with inherited names', '{"__proto__":{"id":"x"},"constructor":null}'],
	['deeply nested JSON', deep],
	['ten megabytes of JSON', large],
	['ten megabytes of nothing', ' '.repeat(10_000_000)],
	['bytes', Buffer.from([0, 0xff, 0xfe, 0x80, 0x30])],
];

/** One place of an answer that is another than promised: left out, or of another type. */
export interface Wound {
	/** Which of the answers, counted over all calls. */
	readonly call: number;
	/** Which of its places, counted over all members. */
	readonly place: number;
	readonly value: unknown;
}

export const wounds: fc.Arbitrary<Wound> = fc.record({
	call: fc.integer({ min: 1, max: 25 }),
	place: fc.nat(60),
	value: fc.constantFrom<unknown[]>(undefined, null, 7, '', 'x', true, [], {}, [null], [[]], ['x'], { id: 7 }, [{ href: null, rel: 'reply' }], 'urn:unknown:новое', Number.NaN),
});

/** A copy of an answer with one place wounded. */
export function wounded(value: unknown, { place, value: wound }: Wound): unknown {
	const whole = { root: structuredClone(value) };
	const places: Array<() => void> = [];
	collect(whole, places, wound);
	places[place % places.length]();
	return whole.root ?? null;
}

function collect(holder: object, places: Array<() => void>, wound: unknown): void {
	for (const [key, member] of Object.entries(holder)) {
		places.push(() => {
			if (wound === undefined && !Array.isArray(holder) && key !== 'root') Reflect.deleteProperty(holder, key);
			else Reflect.set(holder, key, wound ?? null);
		});
		if (typeof member === 'object' && member !== null) collect(member, places, wound);
	}
}

/** Any status with any of the bodies. */
export const anyAnswer: fc.Arbitrary<PortAnswer> = fc.oneof(
	fc.tuple(fc.constantFrom(200, 201, 202, 204, 206, 299, 301, 302, 400, 401, 403, 404, 409, 413, 418, 429, 500, 503), fc.nat(12), fc.constantFrom<Array<Record<string, string>>>({}, { 'retry-after': 'x' }, { 'content-range': 'bytes 0-0/99' })).map(
		([status, body, headers]) => answer(status, garbage[body][1], headers),
	),
	fc.constantFrom<PortAnswer[]>({ kind: 'no-answer', reason: 'timeout', detail: '' }, { kind: 'no-answer', reason: 'network', detail: 'ECONNRESET' }, { kind: 'sign-in', isDown: false, detail: '' }, { kind: 'cancelled' }),
);
