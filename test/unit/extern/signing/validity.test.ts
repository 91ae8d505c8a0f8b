import { expiryWarning, innsOf, requireValid } from '../../../../extern/signing';
import { failureOf } from '../failures';
import { clerk, director, givenHolder } from './people';

const { certificate } = givenHolder(director, ['2026-01-01', '2026-06-10']);
const at = (moment: string) => Date.parse(moment);

test('a certificate signs within its time only', async () => {
	expect(() => requireValid(certificate, at('2026-01-01T00:00:00Z'))).not.toThrow();
	expect(() => requireValid(certificate, at('2026-06-10T00:00:00Z'))).not.toThrow();
	expect(await failureOf(() => requireValid(certificate, at('2025-12-31T23:59:59Z')))).toMatchObject({
		kind: 'stopped',
		message: expect.stringMatching(/Иванова Анна, ООО Ромашка .* is not valid yet: it begins on 1 January 2026/),
		hint: expect.stringContaining('clock'),
	});
	expect(await failureOf(() => requireValid(certificate, at('2026-06-10T00:00:01Z')))).toMatchObject({ kind: 'stopped', message: expect.stringContaining('expired on 10 June 2026') });
});

test.each([
	['2026-05-10T12:00:00Z', 30, undefined],
	['2026-05-11T12:00:00Z', 30, 'in 30 days, on 10 June 2026'],
	['2026-06-08T20:59:59Z', 30, 'in 2 days'],
	['2026-06-08T21:00:00Z', 30, 'tomorrow'], // midnight in Moscow
	['2026-06-09T23:00:00Z', 30, 'today'],
	['2026-06-10T00:00:01Z', 30, undefined],
	['2026-06-09T23:00:00Z', 0, undefined],
	['2026-06-05T12:00:00Z', 3, undefined],
])('at %s with %d days ahead the warning is: %s', (now, days, says) => {
	const warning = expiryWarning(certificate, at(now), days);
	if (says === undefined) expect(warning).toBeUndefined();
	else expect(warning).toMatchObject({ level: 'warning', text: expect.stringContaining(says) });
});

test.each([
	['an organization and its director', director, { organization: '7712345678', person: '771234567890' }],
	['a person', clerk, { organization: undefined, person: '771234567801' }],
	['an organization in the older way', { ...director, innLegal: undefined, inn: '007712345678' }, { organization: '7712345678', person: undefined }],
	['an organization with two zeros in the new place', { ...clerk, innLegal: '007712345678' }, { organization: '7712345678', person: '771234567801' }],
	['nobody', { commonName: 'Никто' }, { organization: undefined, person: undefined }],
])('the INNs of %s are read', (_, subject, inns) => {
	expect(innsOf(givenHolder(subject).certificate)).toEqual(inns);
});
