import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { derivedId } from '../../../extern/flows/derivedId';

const parts = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 });

/** RFC 9562 §5.5 once more, by the letter. */
function version5(namespace: string, name: string): string {
	const digest = createHash('sha1').update(Buffer.from(namespace.replaceAll('-', ''), 'hex')).update(name).digest('hex');
	const variant = ((Number.parseInt(digest[16], 16) % 4) + 8).toString(16);
	return [digest.slice(0, 8), digest.slice(8, 12), `5${digest.slice(13, 16)}`, variant + digest.slice(17, 20), digest.slice(20, 32)].join('-');
}

test('the check itself meets the example of RFC 9562 A.4', () => {
	expect(version5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
});

test('an id is a UUID of version 5', () => {
	fc.assert(
		fc.property(parts, (of) => {
			expect(derivedId(...of)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		}),
	);
});

test('an id is the same in every release, since a report that was filed must be found again', () => {
	const namespace = '3f1c6a52-1d0b-5a41-9c38-0f6e2b7d94a1';
	expect(derivedId('draft', 'Файл')).toBe(version5(namespace, '5:draft4:Файл'));
});

test('the same parts give the same id, other parts another', () => {
	fc.assert(
		fc.property(parts, parts, (one, other) => {
			expect(derivedId(...one) === derivedId(...other)).toBe(JSON.stringify(one) === JSON.stringify(other));
		}),
	);
});

test('parts that only join to the same text differ', () => {
	fc.assert(
		fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (left, right) => {
			const ids = [derivedId(left, right), derivedId(left + right), derivedId(left + right, ''), derivedId('', left + right), derivedId(left, right, '')];
			expect(new Set(ids).size).toBe(ids.length);
		}),
	);
	expect(derivedId('1:a', '')).not.toBe(derivedId('', '1:a'));
	expect(derivedId('a1:b')).not.toBe(derivedId('a', 'b'));
});
