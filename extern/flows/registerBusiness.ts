import { createHash } from 'node:crypto';
import type { Extern } from '../client';
import { stop, type ProblemLine } from '../failure';
import type { Signer } from '../signing';
import { draftMetaOf, type Correspondence } from './parties';
import { sendPacked, type SentPacked } from './sendPacked';

/** A name of a person by wire names. */
export interface PersonName {
	readonly surname: string;
	readonly name: string;
	readonly patronymic?: string;
}

/** Who asks for a registration, by wire names. */
export interface Applicant {
	readonly fio: PersonName;
	readonly inn?: string;
	readonly email?: string;
}

/** A document of a registration: its application, or a paper that goes with it. */
export interface RegistrationDocument {
	/** Code of the kind of document (СВДРЕГ): six digits, or X and five digits. */
	readonly code: string;
	readonly files: ReadonlyArray<{ readonly name: string; readonly bytes: Uint8Array }>;
	/** Who signs it; all applicants where nobody is named. */
	readonly signers?: readonly PersonName[];
}

/** An application to register a company or a sole trader, to change what is registered, or to close it. */
export interface Registration extends Correspondence {
	/** Number of the form of the application, such as Р11001, with the Cyrillic letter. */
	readonly applicationCode?: string;
	readonly applicants: readonly Applicant[];
	/** The company that is changed or closed; a new one has no OGRN yet. */
	readonly company?: { readonly ogrn: string; readonly name: string };
	/** OGRNIP of the sole trader who is changed or closed. */
	readonly traderOgrn?: string;
	/** How papers are handed over: no, toApplicant or byPost. */
	readonly paperDelivery?: string;
	/** Certificates of others who sign too, DER in base64. */
	readonly additionalCertificates?: readonly string[];
	readonly documents: readonly RegistrationDocument[];
	/** Sends it although the same was sent before. */
	readonly sendAgain?: boolean;
	/** How long to wait for background tasks, in milliseconds. */
	readonly patienceMs: number;
}

const BUILDER_TYPE = 'urn:drafts-builder:business-registration';
/** Files that a builder takes (limits §2), and the application itself, which programs write as XML. */
const TAKEN = /\.(jpe?g|pdf|png|tiff?|xml)$/i;
const MOST_FILES = 99; // of one draft (limits §2)
const LARGEST_FILE = 60 * 1024 * 1024; // of one draft (limits §2)

/**
 * Lets only a registration pass whose files the service can take.
 * @throws ExternError `stopped` with a line for everything that is wrong
 */
export function checkRegistration(documents: readonly RegistrationDocument[]): void {
	const lines = documents.flatMap(({ code, files }): ProblemLine[] => {
		const tooMany = files.length > MOST_FILES ? [line(code, `A document takes ${MOST_FILES} files, and this one has ${files.length}`)] : [];
		return [...tooMany, ...files.flatMap(({ name, bytes }) => problemOf(name, bytes).map((text) => line(name, text)))];
	});
	if (documents.length === 0) lines.push({ level: 'error', text: 'There is no document' });
	if (lines.length > 0) throw stop('The documents do not fit; nothing was sent', 'Correct what the lines below name, then run this again', lines);
}

/**
 * Sends an application with its papers to the tax office that registers, through a builder and once (models.md §8).
 * Files above what one draft takes go in several, each with the application.
 * @throws ExternError as {@link checkRegistration} and {@link sendPacked}
 */
export async function registerBusiness(extern: Extern, registration: Registration, signer: Signer): Promise<SentPacked> {
	const { accountId, applicants, documents, sendAgain, patienceMs } = registration;
	checkRegistration(documents);
	const { sender, payer, recipient } = draftMetaOf(registration, signer.certificate);
	const everybody = applicants.map(({ fio }) => fio);
	return await sendPacked(
		extern,
		{
			accountId,
			kind: 'registration',
			what: 'The application',
			identity: identityOf(registration),
			meta: async () => ({ sender, payer, recipient, 'builder-type': BUILDER_TYPE, 'builder-data': dataOf(registration) }),
			documents: documents.map(({ code, files, signers }) => ({ data: { 'svdreg-code': code, signers: (signers ?? everybody).map((fio) => ({ fio })) }, files })),
			sendAgain,
			patienceMs,
		},
		signer,
	);
}

function dataOf({ applicationCode, applicants, company, traderOgrn, paperDelivery, additionalCertificates }: Registration): Record<string, unknown> {
	return {
		'registration-info': {
			'application-code': applicationCode,
			'applicant-infos': applicants,
			'ip-info': traderOgrn && { 'ogrn-ip': traderOgrn },
			'ul-info': company,
		},
		'paper-documents-delivery-type': paperDelivery,
		'additional-certificates': additionalCertificates,
	};
}

/** What distinguishes an application from others, for the ids that follow from it. */
function identityOf(registration: Registration): string[] {
	const { accountId, payer, recipient, documents } = registration;
	const files = documents.flatMap(({ code, files: own, signers }) => [JSON.stringify([code, signers]), ...own.map(({ name, bytes }) => `${name} ${createHash('sha256').update(bytes).digest('hex')}`)]);
	return [accountId, payer.inn, payer.kpp ?? '', JSON.stringify(recipient), JSON.stringify(dataOf(registration)), ...files];
}

function problemOf(name: string, bytes: Uint8Array): string[] {
	if (bytes.length === 0) return ['The file is empty'];
	if (!TAKEN.test(name)) return ['A file has to be of type jpg, pdf, png, tiff or xml'];
	return bytes.length > LARGEST_FILE ? ['The file is larger than 60 MB'] : [];
}

function line(file: string, text: string): ProblemLine {
	return { level: 'error', file, text };
}
