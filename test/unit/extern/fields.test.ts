import fc from 'fast-check';
import { base64, bytes, choice, dateTime, day, deadline, flag, guid, integer, json, list, optional, readInput, text, type Field } from '../../../extern/operations/fields';
import { failureOf } from './failures';

const id = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
const empty = [undefined, null, '', '  \t\n', []];
const kinds: Record<string, Field<unknown>> = {
	guid: guid('Account: Get Many'),
	text: text(),
	integer: integer(),
	flag: flag(),
	choice: choice(['a']),
	dateTime: dateTime(),
	day: day(),
	deadline: deadline(),
	base64: base64('a certificate'),
	bytes: bytes('a file'),
	json: json(),
	list: list(text()),
};

describe.each(Object.entries(kinds))('a field of the kind %s', (_, field) => {
	test.each(empty)('names itself when it holds %j', async (value) => {
		expect(await failureOf(() => field.read(value, 'thing'))).toMatchObject({ kind: 'input', field: 'thing', message: 'thing is missing' });
	});

	test.each(empty)('may hold %j when it is optional', (value) => {
		expect(optional(field).read(value, 'thing')).toBeUndefined();
	});

	test('is required unless optional', () => {
		expect(field.required).toBe(true);
		expect(optional(field)).toMatchObject({ required: false, type: field.type });
	});

	test('takes anything or says what is wrong, and never crashes', async () => {
		await fc.assert(
			fc.asyncProperty(fc.anything({ withNullPrototype: false }), async (value) => {
				const outcome = await Promise.resolve()
					.then(() => field.read(value, 'thing'))
					.then(() => 'read', (error: unknown) => error);
				if (outcome !== 'read') expect(outcome).toMatchObject({ name: 'ExternError', failure: { kind: 'input', field: 'thing' } });
			}),
			{ numRuns: 300 },
		);
	});
});

test.each<[string, Field<unknown>, unknown, unknown]>([
	['an id in any case and with blanks', guid(), `  ${id.toUpperCase()}\n`, id],
	['Cyrillic text', text(), ' Иванова Анна ', 'Иванова Анна'],
	['a text that fits its pattern', text({ matches: /^\d{4}$/, example: '7702' }), '0087', '0087'],
	['a number as text', text(), 7702, '7702'],
	['a whole number as text', integer(), ' 12 ', 12],
	['zero', integer(), 0, 0],
	['yes', flag(), 'true', true],
	['no', flag(), false, false],
	['a choice that is not known yet', choice(['a']), ' urn:docflow:новый ', 'urn:docflow:новый'],
	['a moment with an offset', dateTime(), '2025-04-01T00:00:00+03:00', '2025-03-31T21:00:00.000Z'],
	['a moment as a date', dateTime(), new Date(0), '1970-01-01T00:00:00.000Z'],
	['a day', day(), '2025-04-01', '2025-04-01'],
	['a moment as the day that was written', day(), '2025-04-01T23:30:00.000-12:00', '2025-04-01'],
	['base64 in lines', base64(), 'AQID\r\nBA==\n', 'AQIDBA=='],
	['bytes', bytes(), Buffer.from([1]), Buffer.from([1])],
	['JSON as text', json(), '{"ИНН":"77"}', { ИНН: '77' }],
	['JSON as an object', json(), { a: 1 }, { a: 1 }],
	['a list with commas', list(text()), 'а, б,,в', ['а', 'б', 'в']],
	['one value alone', list(integer()), 7, [7]],
	['a list', list(integer()), ['1', '', null, 2], [1, 2]],
])('%s is read', (_, field, value, read) => {
	expect(field.read(value, 'thing')).toEqual(read);
});

test.each<[string, Field<unknown>, unknown]>([
	['an id that is cut off', guid(), id.slice(1)],
	['an id in braces', guid(), `{${id}}`],
	['an id with Cyrillic letters that look alike', guid(), id.replace('a', 'а')],
	['an id that is a path', guid(), `${id}/../..`],
	['an object for an id', guid(), {}],
	['a text that does not fit its pattern', text({ matches: /^\d{4}$/, example: '7702' }), '77020'],
	['a fraction', integer(), 1.5],
	['a number below zero', integer(), -1],
	['a number that is none', integer(), 'семь'],
	['a number too large to be exact', integer(), 2 ** 53],
	['yes for a number', integer(), true],
	['a list for a number', integer(), [7]],
	['a word for yes', flag(), 'да'],
	['a number for yes', flag(), 1],
	['a date that is none', dateTime(), '31.02.2025 завтра'],
	['a Russian date for a day', day(), '01.04.2025'],
	['a day that goes on oddly', day(), '2025-04-011'],
	['text for bytes', bytes(), 'abc'],
	['a PEM file for base64', base64(), '-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----'],
	['Cyrillic for base64', base64(), 'подпись'],
	['broken JSON', json(), '{"a":}'],
])('%s is refused', async (_, field, value) => {
	expect(await failureOf(() => field.read(value, 'thing'))).toMatchObject({ kind: 'input', field: 'thing', message: expect.stringContaining('thing') });
});

test('inputs are read by name, whatever else was filled in', () => {
	const fields = { accountId: guid(), take: optional(integer()), inn: optional(text()) };
	expect(readInput(fields, { accountId: id, take: '5', other: 'x' })).toEqual({ accountId: id, take: 5, inn: undefined });
});

test('the first missing input is named with where it comes from', async () => {
	expect(await failureOf(() => readInput({ take: integer(), accountId: guid('Account: Get Many') }, { take: 1 }))).toEqual({
		kind: 'input',
		field: 'accountId',
		message: 'accountId is missing',
		hint: 'Account: Get Many',
	});
});

describe('a deadline', () => {
	const read = (value: unknown) => deadline().read(value, 'deadline');

	test.each([
		['2025-04-28', '2025-04-28T00:00:00'],
		['2025-04-28T00:00', '2025-04-28T00:00:00'],
		['2025-04-28 10:30:00', '2025-04-28T10:30:00'],
		['2025-04-28T00:00:00.0000000', '2025-04-28T00:00:00'],
		['2025-04-28T00:00:00.000+03:00', '2025-04-28T00:00:00+03:00'],
		['2025-04-28T00:00:00z', '2025-04-28T00:00:00Z'],
	])('%s is sent as %s: without a zone it stays the day of Moscow', (given, sent) => {
		expect(read(given)).toBe(sent);
	});

	test('may be a date of an expression', () => {
		expect(read(new Date('2025-04-28T00:00:00Z'))).toBe('2025-04-28T00:00:00Z');
		expect(read({ toISO: () => '2025-04-28T00:00:00.000+03:00' })).toBe('2025-04-28T00:00:00+03:00');
	});

	test.each(['28.04.2025', 'soon', '2025-13-01', '2025-04-28T25:00:00'])('%s is none', async (given) => {
		expect(await failureOf(() => read(given))).toMatchObject({ kind: 'input', field: 'deadline' });
	});
});
