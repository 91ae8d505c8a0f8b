import type { Certificate } from '../../gost';
import { dayInWords, daysLeft, moscowDay } from '../calendar';
import { type ProblemLine, stop } from '../failure';
import { holderOf } from './holder';

/**
 * Lets only a certificate pass that is valid now: the service would refuse the signature at
 * prepare, or an authority later.
 * @param now milliseconds since 1970, by the clock of this computer
 * @throws ExternError `stopped` before its first moment and after its last
 */
export function requireValid(certificate: Certificate, now: number): void {
	const { notBefore, notAfter } = certificate;
	if (now < notBefore.getTime()) {
		throw stop(
			`The certificate of ${holderOf(certificate)} is not valid yet: it begins on ${dayInWords(moscowDay(notBefore.getTime()), 'en')}`,
			'Sign with the certificate that is valid today. If this one should be, the clock of the computer that runs n8n is wrong',
		);
	}
	if (now > notAfter.getTime()) {
		throw stop(`The certificate of ${holderOf(certificate)} expired on ${dayInWords(moscowDay(notAfter.getTime()), 'en')}`, 'Sign with the new certificate of this person; if there is none, order it');
	}
}

/**
 * A warning that a certificate ends soon.
 * @param withinDays how many days ahead to warn; 0 warns never
 * @returns undefined when it holds longer, or has ended already
 */
export function expiryWarning(certificate: Certificate, now: number, withinDays: number): ProblemLine | undefined {
	const end = certificate.notAfter.getTime();
	const last = moscowDay(end);
	const days = daysLeft(last, now);
	if (withinDays <= 0 || days === undefined || days > withinDays || now > end) return undefined;
	const left = days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`;
	return { level: 'warning', text: `The certificate of ${holderOf(certificate)} expires ${left}, on ${dayInWords(last, 'en')}. Order the next one in time` };
}
