import { daysLeft } from '../../../extern/calendar';
import { certificatesList, lastDayOfCertificate } from '../../../extern/operations/certificates';
import { summarise, type Outline } from '../../../extern/operations/outline';
import { warrantsList } from '../../../extern/operations/warrants';
import type { WireCertificate } from '../../../extern/wire/account';
import type { WireOrganizationWarrant } from '../../../extern/wire/warrant';

const NOW = Date.parse('2026-03-30T21:30:00Z'); // 31 March in Moscow

function daysIn<W>(outline: Outline<W> | undefined, wire: W): unknown {
	return outline && summarise(outline, wire, { language: 'en', now: NOW }).daysLeft;
}

const certificate = (end: string): WireCertificate => ({ fio: 'Иванова', inn: '7712345678', 'is-valid': true, 'is-qualified': true, content: '', thumbprint: '', 'expired-at': end });
const warrant = (end?: string): WireOrganizationWarrant => ({ warrant: { 'date-end': end } });

test.each([
	['2026-03-31', 0],
	['2026-04-01', 1],
	['2026-03-30', -1],
	['2027-03-31', 365],
	['2026-04-30T00:00:00', 30],
])('a power of attorney until %s has %d days left', (end, days) => {
	expect(daysIn(warrantsList.outline, warrant(end))).toBe(days);
});

test.each([
	['2026-03-31T20:59:59.0000000Z', 0],
	['2026-03-31T21:00:00Z', 1], // midnight in Moscow
	['2026-03-30T20:59:59Z', -1],
	['2026-11-30T09:15:00.0000000Z', 244],
])('a certificate until %s has %d days left', (end, days) => {
	expect(daysIn(certificatesList.outline, certificate(end))).toBe(days);
});

test('an end that is not told or cannot be read gives no number', () => {
	expect(daysIn(warrantsList.outline, warrant())).toBeUndefined();
	expect(daysIn(certificatesList.outline, certificate('скоро'))).toBeUndefined();
	expect(lastDayOfCertificate(certificate('скоро'))).toBeUndefined();
	expect(daysLeft('скоро', NOW)).toBeUndefined();
});
