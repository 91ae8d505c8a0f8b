/** The check of a draft: formats, requisites, and whether its documents agree with one another. */

import { readCertificate, type Certificate } from '../../gost';
import type { Draft, DraftDocument } from '../world/drafts';
import type { World } from '../world/world';
import { isUtf8Text, type ReportFile } from './reportFile';
import { authorityCode, isEvidence, mainDocument } from './routing';

export interface CheckError {
	description: string;
	source: string;
	level: 'Error' | 'Warning';
	type: 'Schema' | 'CrossCheckReport' | 'CrossCheckReportCert';
	id?: string;
}

export interface Protocol {
	documents: Map<string, CheckError[]>;
	common: CheckError[];
}

export function inspect(world: World, draft: Draft): Protocol {
	const documents = new Map(draft.documents.map((document) => [document.id, documentErrors(world, draft, document)]));
	return { documents, common: commonErrors(draft) };
}

export function hasErrors(protocol: Protocol): boolean {
	return everything(protocol).some(({ level }) => level === 'Error');
}

export function hasWarnings(protocol: Protocol): boolean {
	return everything(protocol).some(({ level }) => level === 'Warning');
}

/** CheckResultData of the wire; a document without errors is listed too. */
export function wireProtocol({ documents, common }: Protocol) {
	return { 'documents-errors': Object.fromEntries(documents), 'common-errors': common };
}

/** The certificate that the draft's sender works with. */
export function senderCertificate({ meta }: Draft): Certificate | undefined {
	const content = meta.sender.certificate?.content;
	return content ? readCertificate(Buffer.from(content, 'base64')) : undefined;
}

function everything({ documents, common }: Protocol): CheckError[] {
	return [...common, ...[...documents.values()].flat()];
}

function commonErrors(draft: Draft): CheckError[] {
	const { sender, payer, recipient } = draft.meta;
	const errors: CheckError[] = [];
	if (draft.documents.length === 0) errors.push(crossError('В черновике нет ни одного документа', 'Черновик'));
	if (recipient['togs-code'] && !payer.okpo)
		errors.push(crossError('Для отчёта в Росстат не указан ОКПО плательщика', 'payer.okpo'));
	errors.push(...certificateErrors(draft));
	const represented = sender.inn !== payer.inn;
	if (represented && !sender['is-representative'])
		errors.push(
			crossError(
				'Отправитель и налогоплательщик различаются, но отправитель не отмечен как представитель',
				'sender.is-representative',
			),
		);
	if (represented && recipient['ifns-code'] && !hasPowerOfAttorney(draft))
		errors.push({ ...crossError('К отчёту представителя не приложена доверенность', 'Черновик'), level: 'Warning' });
	return errors;
}

function certificateErrors(draft: Draft): CheckError[] {
	const certificate = senderCertificate(draft);
	const { inn } = draft.meta.sender;
	if (!certificate) return [];
	const { innLegal, inn: personInn } = certificate.subject;
	if ((innLegal ?? personInn) === inn) return [];
	// An employee signs for the organization by a machine-readable power of attorney.
	if (!innLegal && draft.meta['additional-info']?.['machine-readable-warrant-id']) return [];
	return [
		{
			description: `ИНН отправителя ${inn} не совпадает с ИНН в сертификате ${innLegal ?? personInn ?? 'без ИНН'}`,
			source: 'Сертификат отправителя',
			level: 'Error',
			type: 'CrossCheckReportCert',
		},
	];
}

function hasPowerOfAttorney({ meta, documents }: Draft): boolean {
	return Boolean(
		meta['additional-info']?.['machine-readable-warrant-id'] ||
			meta['draft-options']?.['generate-warrant'] ||
			documents.some(({ type }) => type.endsWith('-warrant')),
	);
}

/** Files that the tax office reads by the rules of reports; letters and registrations have none. */
const TAX_FILES = /^urn:document:(?!fns534-letter|business-registration)/;

function documentErrors(world: World, draft: Draft, document: DraftDocument): CheckError[] {
	const { file, contentId } = document;
	if (!contentId) return [schemaError('Документ пуст: у него нет контента', 'Документ')];
	if (document.type === 'urn:document:fns534-letter') return letterErrors(world, document, contentId);
	if (!draft.meta.recipient['ifns-code'] || !TAX_FILES.test(document.type)) return [];
	if (!file)
		return mainDocument(draft) === document ? [schemaError('Файл отчёта не является документом XML', document.filename)] : [];
	return [
		...formatErrors(file),
		...(file.malformed || isEvidence(document)
			? []
			: [...identityErrors(world, draft, document, file), ...requisiteErrors(draft, file)]),
	];
}

function letterErrors(world: World, { filename }: DraftDocument, contentId: string): CheckError[] {
	return isUtf8Text(world.contents.read(contentId))
		? [schemaError('Текст письма должен быть в кодировке windows-1251', filename)]
		: [];
}

function formatErrors({ encoding, encodingProblem, malformed }: ReportFile): CheckError[] {
	const errors: CheckError[] = [];
	if (encoding !== 'windows-1251')
		errors.push(schemaError(`Файл должен быть в кодировке windows-1251, а объявлена ${encoding ?? 'никакая'}`, 'Файл'));
	if (encodingProblem) errors.push(schemaError(`Кодировка файла неверна: ${encodingProblem}`, 'Файл'));
	if (malformed)
		errors.push(
			schemaError(`Файл не является корректным XML: строка ${malformed.line}: ${malformed.message}`, `строка ${malformed.line}`),
		);
	return errors;
}

function identityErrors(world: World, draft: Draft, { filename }: DraftDocument, { fileId }: ReportFile): CheckError[] {
	if (!fileId) return [schemaError('В файле нет атрибута ИдФайл', '/Файл/@ИдФайл')];
	const errors: CheckError[] = [];
	const name = filename.replace(/\.[^.]+$/, '');
	if (name.toLowerCase() !== fileId.toLowerCase())
		errors.push(schemaError(`Имя файла «${name}» не совпадает с ИдФайл «${fileId}»`, '/Файл/@ИдФайл'));
	if (world.docflows.wasFiled(draft.accountId, fileId))
		errors.push(schemaError(`Файл с ИдФайл «${fileId}» уже был отправлен`, '/Файл/@ИдФайл'));
	return errors;
}

function requisiteErrors(draft: Draft, { taxpayer, office }: ReportFile): CheckError[] {
	const { payer } = draft.meta;
	const errors: CheckError[] = [];
	const kpp = payer.organization?.kpp ?? undefined;
	if (taxpayer && taxpayer.inn !== payer.inn)
		errors.push(
			crossError(
				`ИНН налогоплательщика в файле ${taxpayer.inn} не совпадает с ИНН в черновике ${payer.inn}`,
				`${taxpayer.path}/@${taxpayer.path.endsWith('НПЮЛ') ? 'ИННЮЛ' : 'ИННФЛ'}`,
			),
		);
	if (taxpayer?.kpp && taxpayer.kpp !== kpp)
		errors.push(
			crossError(
				`КПП налогоплательщика в файле ${taxpayer.kpp} не совпадает с КПП в черновике ${kpp ?? '(не указан)'}`,
				`${taxpayer.path}/@КПП`,
			),
		);
	const code = authorityCode(draft.meta);
	if (office && office !== code)
		errors.push(
			crossError(`Код налогового органа в файле ${office} не совпадает с получателем ${code}`, '/Файл/Документ/@КодНО'),
		);
	return errors;
}

function schemaError(description: string, source: string): CheckError {
	return { description, source, level: 'Error', type: 'Schema' };
}

function crossError(description: string, source: string): CheckError {
	return { description, source, level: 'Error', type: 'CrossCheckReport' };
}
