import type { Certificate } from '../../gost';
import type { ProblemLine } from '../failure';
import { type PersonName, type ReportFile, signerIn } from '../report';
import { holderOf, type Overheard, readSignatureFile } from '../signing';

/**
 * Whether somebody else signed than the report names as its signer (domain/signing.md §3.6).
 * @param read the document, after it was read
 * @param signature detached CMS, with the certificates of its signers
 * @returns a warning; undefined where report or certificates name no person, or they are the same
 */
export function otherSigner({ document: { fileName }, beginning }: Overheard, signature: Uint8Array): ProblemLine | undefined {
	const { data } = readSignatureFile({ fileName, bytes: signature });
	return otherPerson({ fileName, signer: signerIn(beginning()) }, data.signers.flatMap(({ certificate }) => certificate ?? []));
}

/**
 * Whether a report names another person as its signer than the certificates do. Only a warning: an
 * organization has several certificates, and who may sign is for the authority to say.
 * @returns undefined where either names no person, or one of the certificates is of the same
 */
export function otherPerson({ fileName, signer: named }: Pick<ReportFile, 'fileName' | 'signer'>, certificates: readonly Certificate[]): ProblemLine | undefined {
	const personal = certificates.filter(namesPerson);
	if (!named || personal.length === 0 || personal.some((certificate) => isSame(named, certificate))) return undefined;
	const { surname, givenName, patronymic } = named;
	return {
		file: fileName,
		level: 'warning',
		text: `The report names ${[surname, givenName, patronymic].filter(Boolean).join(' ')} as its signer, but the certificate is that of ${personal.map(holderOf).join(' and ')}. Sign with the certificate of whoever the report names, or make the report with the right signer`,
	};
}

function namesPerson({ subject }: Certificate): boolean {
	return Boolean(subject.surname && subject.givenName);
}

/** A certificate has the patronymic with the given name; it counts where both tell it. */
function isSame({ surname, givenName, patronymic = '' }: PersonName, { subject }: Certificate): boolean {
	const [inReport, given, inCertificate] = [`${givenName} ${patronymic}`, givenName, subject.givenName ?? ''].map(plain);
	if (plain(surname) !== plain(subject.surname ?? '')) return false;
	return inCertificate === inReport || inCertificate === given || (patronymic === '' && firstWord(subject.givenName ?? '') === given);
}

function plain(name: string): string {
	return name.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, '');
}

function firstWord(names: string): string {
	return plain(names.trim().split(/\s+/)[0]);
}
