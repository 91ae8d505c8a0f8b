import fc from 'fast-check';
import { streebog, Streebog } from '../../../gost';
import { hex } from './encoding';

// RFC 6986 §10: M1 and M2, here in the byte order of files
const m1 = Buffer.from('012345678901234567890123456789012345678901234567890123456789012', 'latin1');
const m2 = hex(`d1e520e2e5f2f0e82c20d1f2f0e8e1eee6e820e2edf3f6e82c20e2e5fef2fa20
	f120eceef0ff20f1f2f0e5ebe0ece820ede020f5f0e0e1f0fbff20efebfaeafb20c8e3eef0e5e2fb`);

describe('Streebog', () => {
	test.each([
		['M1, 256', 256, m1, '9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500'],
		['M2, 256', 256, m2, '9dd2fe4e90409e5da87f53976d7405b0c0cac628fc669a741d50063c557e8f50'],
		['nothing, 256', 256, Buffer.alloc(0), '3f539a213e97c802cc229d474c6aa32a825a360b2a933a949fd925208d9ce1bb'],
		[
			'M1, 512',
			512,
			m1,
			'1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48',
		],
		[
			'M2, 512',
			512,
			m2,
			'1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28',
		],
	] as const)('gives the digest of the standard for %s', (_, bits, message, expected) => {
		expect(Buffer.from(streebog(bits, message)).toString('hex')).toBe(expected);
	});

	test('gives the same digest however the content is cut into pieces', () => {
		fc.assert(
			fc.property(fc.constantFrom(256 as const, 512 as const), fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 12 }), (bits, pieces) => {
				const stream = new Streebog(bits);
				for (const piece of pieces) stream.update(piece);
				expect(stream.digest()).toEqual(streebog(bits, Buffer.concat(pieces)));
			}),
		);
	});

	test('keeps streams apart that are fed in turns', () => {
		const [left, right] = [new Streebog(256), new Streebog(256)];
		left.update(m1.subarray(0, 20));
		right.update(m2);
		left.update(m1.subarray(20));
		expect([left.digest(), right.digest()]).toEqual([streebog(256, m1), streebog(256, m2)]);
	});

	test('goes on from a copy at any length, without touching the original', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (shared, left, right) => {
				const original = new Streebog(512).update(shared);
				const copy = original.copy().update(left);
				expect(original.update(right).digest()).toEqual(streebog(512, Buffer.concat([shared, right])));
				expect(copy.digest()).toEqual(streebog(512, Buffer.concat([shared, left])));
			}),
		);
	});

	test('refuses to go on after the digest', () => {
		const stream = new Streebog(256);
		stream.digest();
		expect(() => stream.update(m1)).toThrow('after digest');
		expect(() => stream.digest()).toThrow('already taken');
		expect(() => stream.copy()).toThrow('after digest');
	});

	test('does not change the content', () => {
		const content = Buffer.alloc(130, 7);
		streebog(512, content);
		expect(content).toEqual(Buffer.alloc(130, 7));
	});
});
