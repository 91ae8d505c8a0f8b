import { createHash } from 'node:crypto';
import { decoded, encodingOf } from './encoding';
import { fileIdParts, stemOf } from './fileId';
import { type PersonName, type Requisites, RequisitesReader } from './requisites';
import { readStrictly } from './strictXml';
import { elementsOf } from './xml';

export { correctedReport, type Correction, type CorrectedReport } from './correction';
export { isWarrantName } from './fileId';
export { taxPeriod } from './periods';
export type { Party, PersonName, Requisites } from './requisites';
export type { FileLine } from './fileLine';
export { LARGEST_CHECKED, tooLarge, validateReportFile, type ValidatedFile } from './validation';
export { inWindows1251, notInWindows1251 } from './windows1251';
export { fileIn, xmlBytes, type FileOrJson } from './xmlFile';

/** A report file and what it says about itself; whatever cannot be read is absent. */
export interface ReportFile extends Requisites {
	readonly fileName: string;
	readonly bytes: Uint8Array;
	/** SHA-256 of the bytes, hex. */
	readonly sha256: string;
	/** Transit tax office, when the name has another one in third place. */
	readonly transitOffice?: string;
}

const LARGEST_READ = 64 * 1024 * 1024; // a larger report is filed as well, only its requisites are not read from it

/**
 * Reads what a report says about itself: from the XML, else from the file name, where the tax
 * service repeats the offices and the taxpayer (limits §7). Never refuses a file: whether
 * it is right is for {@link validateReportFile} and the service's check to say.
 * @param bytes the file as it is
 */
export function readReport(fileName: string, bytes: Uint8Array): ReportFile {
	const inside = bytes.length <= LARGEST_READ ? requisitesIn(textOf(bytes)) : {};
	const named = fileIdParts(/\.(xml|txt|xsl)$/i.test(fileName) ? stemOf(fileName) : fileName);
	const { transitOffice, taxOffice } = named ?? {};
	return {
		...inside,
		fileName,
		bytes,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		taxOffice: inside.taxOffice ?? taxOffice,
		transitOffice: transitOffice !== taxOffice ? transitOffice : undefined,
		payer: inside.payer ?? named?.sender,
	};
}

/**
 * Whom a report to the tax service names as its signer, who stands before all figures.
 * @param beginning the first bytes of the file; some 64 KB hold him
 * @returns undefined where it is no such report, or names nobody
 */
export function signerIn(beginning: Uint8Array): PersonName | undefined {
	return taxRequisitesIn(textOf(beginning)).signer;
}

function requisitesIn(text: string): Requisites {
	const requisites = taxRequisitesIn(text);
	return requisites.authority === 'fns' ? requisites : otherRequisitesIn(text);
}

/** Reads on over what breaks the rules of XML, since even a damaged report usually tells whose it is. */
function taxRequisitesIn(text: string): Requisites {
	const reader = new RequisitesReader();
	for (const { name, attributes, path } of elementsOf(text)) {
		reader.element({ name, attribute: (key) => attributes[key], path });
		const { authority, byRepresentative, signer } = reader.requisites;
		const isBehindSigner = signer !== undefined || (byRepresentative !== undefined && path[2] !== 'Подписант');
		if (authority !== 'fns' || isBehindSigner) break; // the signer comes last
	}
	return reader.requisites;
}

/** The social fund writes its requisites as text between tags. */
function otherRequisitesIn(text: string): Requisites {
	const reader = new RequisitesReader();
	readStrictly(text, {
		element: ({ name, attributes, path }) => reader.element({ name, attribute: (key) => attributes.find((one) => one.name === key)?.value, path }),
		words: (words, path) => reader.words(words, path),
	});
	return reader.requisites;
}

/** What is declared as UTF-8 and has a damaged letter is still read as UTF-8. */
function textOf(bytes: Uint8Array): string {
	const { declared = '', real } = encodingOf(bytes);
	return decoded(bytes, real === 'windows-1251' && /^utf-?8$/.test(declared) ? 'utf-8' : real);
}
