import { dayInWords, daysLeft } from '../calendar';
import type { Extern } from '../client';
import { stop } from '../failure';
import { lastDayOf, warrantsList } from '../operations/warrants';
import { itemsOf } from '../paging';
import { isWarrantName } from '../report';
import type { Filing } from './filing';
import { settled } from './settled';

/**
 * Holds a filing for somebody else against the power of attorney that it needs (scenarios (b)): the tax service refuses
 * a report of a representative without one, and with one that has ended, a day later and in its own words.
 * @throws ExternError `stopped` when there is none, or it has ended
 */
export async function requirePowerOfAttorney(extern: Extern, filing: Filing): Promise<void> {
	const { isRepresentative, powerOfAttorneyId, generateWarrant, files, payer, sender, recipient } = filing;
	if (!isRepresentative) return;
	if (powerOfAttorneyId) return await requireInForce(extern, filing, powerOfAttorneyId);
	const comesAlong = generateWarrant === true || files.some(({ fileName }) => isWarrantName(fileName));
	if (!recipient['ifns-code'] || comesAlong) return;
	throw stop(
		`INN ${sender.inn} files for INN ${payer.inn}, but no power of attorney is named; nothing was sent`,
		'Fill in Power of Attorney ID, or add the message about a paper one (ON_DOV_….xml) to the files, or switch on Generate Representation Message',
	);
}

/** The service knows the powers of attorney of its users only: one that it does not list is for the authority to judge. */
async function requireInForce(extern: Extern, { accountId, payer }: Filing, powerOfAttorneyId: string): Promise<void> {
	const lastDay = await settled(async () => {
		for await (const warrant of itemsOf(extern, warrantsList, { accountId, forAllUsers: undefined })) {
			if (warrant.warrant?.number?.toLowerCase() === powerOfAttorneyId.toLowerCase()) return lastDayOf(warrant);
		}
		return undefined;
	});
	const day = lastDay.ok ? lastDay.value : undefined;
	const left = daysLeft(day, extern.port.now());
	if (day === undefined || left === undefined || left >= 0) return;
	throw stop(
		`The power of attorney of INN ${payer.inn} ended on ${dayInWords(day, 'en')}; nothing was sent`,
		'Have a new one registered at the tax service, and put its ID into the organization or into Power of Attorney ID',
	);
}
