/** The check of a decrypted demand: whether there is a legal ground to decline it. */

import { createHash } from 'node:crypto';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { decode } from 'iconv-lite';
import type { Docflow, DocflowDocument } from '../world/docflows';
import { DEMAND_FILE } from './demands';

/** A document of the demand with the plain bytes that the subscriber got out of it. */
export interface DecryptedDocument {
	document: DocflowDocument;
	plain: Uint8Array;
}

interface Cover {
	fileId?: string;
	inn?: string;
	kpp?: string;
	attachments: string[];
}

/** Codes of demand_decline_codes in the reference. */
const BROKEN_SCHEMA = '0300300001';
const WRONG_ADDRESSEE = '0400100005';
const WRONG_ATTACHMENTS = '0300300030';
const WRONG_SIGNATURE = '0100100004';

/** Undefined when the main document is no XML at all. */
export function declineCodes(docflow: Docflow, main: DecryptedDocument, attachments: DecryptedDocument[]): string[] | undefined {
	const cover = readCover(main.plain);
	if (!cover) return undefined;
	return [
		...(cover.fileId?.startsWith('ON_DOCNPNO') && cover.inn ? [] : [BROKEN_SCHEMA]),
		...(cover.inn !== undefined && !isAddressedTo(docflow, cover) ? [WRONG_ADDRESSEE] : []),
		...(sameNames(cover.attachments, docflow) ? [] : [WRONG_ATTACHMENTS]),
		...([main, ...attachments].every(isSigned) ? [] : [WRONG_SIGNATURE]),
	];
}

function readCover(bytes: Uint8Array): Cover | undefined {
	const text = decode(Buffer.from(bytes), 'win1251');
	if (!text.trimStart().startsWith('<') || XMLValidator.validate(text) !== true) return undefined;
	const parser = new XMLParser({
		ignoreAttributes: false,
		attributeNamePrefix: '',
		parseAttributeValue: false,
		isArray: (name) => name === 'Приложение',
	});
	const file: { ИдФайл?: string; Документ?: CoverDocument } = parser.parse(text)['Файл'] || {};
	const { НП: payer, Приложение: attachments = [] }: CoverDocument = file.Документ || {};
	return {
		fileId: file.ИдФайл,
		inn: payer?.ИНН,
		kpp: payer?.КПП,
		attachments: attachments.flatMap(({ ИмяФайла: name }) => name ?? []),
	};
}

interface CoverDocument {
	НП?: { ИНН?: string; КПП?: string };
	Приложение?: Array<{ ИмяФайла?: string }>;
}

function isAddressedTo({ payer }: Docflow, { inn, kpp }: Cover): boolean {
	return payer.inn === inn && payer.kpp === kpp;
}

function sameNames(named: string[], { documents }: Docflow): boolean {
	const there = documents.filter(({ type }) => type === DEMAND_FILE).map(({ filename }) => filename);
	return named.length === there.length && named.every((name) => there.includes(name));
}

/** The authority's signature was made over exactly these bytes. */
function isSigned({ document: { plainSha256 }, plain }: DecryptedDocument): boolean {
	return createHash('sha256').update(plain).digest('hex') === plainSha256;
}
