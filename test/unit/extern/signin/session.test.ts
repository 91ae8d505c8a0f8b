import fc from 'fast-check';
import { hasEnded, identityOf, readSession, written, type Dated } from '../../../../extern/signin/session';

const sessions: fc.Arbitrary<Dated> = fc.record(
	{ token: fc.string({ minLength: 1 }), since: fc.nat(), refreshToken: fc.string(), endsAt: fc.nat() },
	{ requiredKeys: ['token', 'since'] },
);
const field = fc.oneof(fc.string(), fc.boolean(), fc.constant(undefined));

test('a session is read as it was written', () => {
	fc.assert(fc.property(sessions, fc.string(), (session, identity) => expect(readSession(written(session, identity), identity)).toEqual(session)));
});

test('the session of somebody else is no session', () => {
	fc.assert(
		fc.property(sessions, fc.string(), fc.string(), (session, owner, other) => {
			fc.pre(owner !== other);
			expect(readSession(written(session, owner), other)).toBeUndefined();
		}),
	);
});

test('what is no session of ours is none', () => {
	fc.assert(fc.property(fc.oneof(fc.anything(), fc.json()), (kept) => expect(readSession(kept, 'x')).toBeUndefined()));
	for (const kept of ['', 'given', '{"of":"x"}', '{"of":"x","token":""}', '{"of":"x","token":7}', 'null', '[]']) expect(readSession(kept, 'x')).toBeUndefined();
});

test('an identity changes with every field of its way and with where it belongs, and tells none of them', () => {
	fc.assert(
		fc.property(field, field, fc.constantFrom('clientId', 'password', 'signIn', 'environment'), (before, after, name) => {
			fc.pre(before !== after);
			const identify = (value: unknown) => identityOf({ environment: 'test', signIn: 'password', [name]: value }, ['clientId', 'password']);
			expect(identify(before)).not.toBe(identify(after));
		}),
	);
	expect(identityOf({ password: 'тайна' }, ['password'])).toMatch(/^[0-9a-f]{64}$/);
});

test('an identity does not change with fields of other ways, or with the session that is kept', () => {
	const fields = { environment: 'production', signIn: 'password', password: 'a' };
	const before = identityOf(fields, ['password']);
	expect(identityOf({ ...fields, refreshToken: 'b', sessionToken: 'c', endedSessionToken: 'd', apiUrl: 'e' }, ['password'])).toBe(before);
});

test('a session ends a little before the service says, and never when it says nothing', () => {
	expect(hasEnded({ token: 't', endsAt: 100_000 }, 94_999)).toBe(false);
	expect(hasEnded({ token: 't', endsAt: 100_000 }, 95_000)).toBe(true);
	expect(hasEnded({ token: 't' }, Number.MAX_SAFE_INTEGER)).toBe(false);
});
