import { daysLeft, moscowDay } from '../calendar';
import type { WireCertificate, WireCertificateList } from '../wire/account';
import { flag, optional } from './fields';
import { accountIds } from './ids';
import { get, operation, pages } from './operation';
import { count, words, yesNo, type Outline } from './outline';

const certificate: Outline<WireCertificate> = {
	thumbprint: words('Thumbprint (SHA-1)', (wire) => wire.thumbprint),
	serialNumber: words('Serial number', (wire) => wire['serial-number']),
	owner: words('Person that the certificate names', (wire) => wire.fio),
	inn: words('INN in the certificate', (wire) => wire.inn),
	kpp: words('KPP in the certificate', (wire) => wire.kpp),
	isValid: yesNo('Whether the service takes it', (wire) => wire['is-valid']),
	isQualified: yesNo('Whether it is a qualified certificate', (wire) => wire['is-qualified']),
	expiresAt: words('When it ends, UTC', (wire) => wire['expired-at']),
	daysLeft: count('Days until its last one in Moscow: 0 is today, negative is over', (wire, { now }) => daysLeft(lastDayOfCertificate(wire), now)),
	certificate: words('The certificate itself, base64', (wire) => wire.content),
};

/** Certificates that may sign for an account. */
export const certificatesList = operation({
	id: 'certificates-list',
	request: get('/v1/{accountId}/certificates'),
	input: { ...accountIds, forAllUsers: optional(flag()) },
	query: ({ forAllUsers }) => ({ forAllUsers }),
	answer: pages<WireCertificateList>({ most: 100, items: (page) => page.certificates, total: (page) => page['total-count'] }),
	outline: certificate,
	source: 'accounts, "методы API для сертификатов"',
});

/** The last day, in Moscow, on which a certificate is valid. */
export function lastDayOfCertificate({ 'expired-at': end }: WireCertificate): string | undefined {
	const moment = Date.parse(end ?? '');
	return Number.isNaN(moment) ? undefined : moscowDay(moment);
}
