import type { Language } from '../labels';
import type { ArchivedFile, ArchiveIndex, FileKind } from './archiveIndex';

const HEADS: Readonly<Record<Language, readonly string[]>> = {
	en: ['Folder', 'File', 'What it is', 'Document', 'Sent (UTC)', 'Status of the docflow', 'Signed by', 'Certificate', 'Signature fits', 'Encrypted', 'Size, bytes', 'SHA-256', 'Problem'],
	ru: ['Папка', 'Файл', 'Что это', 'Документ', 'Отправлен (UTC)', 'Статус документооборота', 'Кто подписал', 'Сертификат', 'Подпись подходит', 'Зашифрован', 'Размер, байт', 'SHA-256', 'Замечание'],
};
const KINDS: Readonly<Record<Language, Readonly<Record<FileKind, string>>>> = {
	en: { document: 'document', signature: 'signature', print: 'printed form', docflow: 'docflow (JSON)' },
	ru: { document: 'документ', signature: 'подпись', print: 'печатная форма', docflow: 'документооборот (JSON)' },
};
const YES: Readonly<Record<Language, string>> = { en: 'yes', ru: 'да' };
const NO: Readonly<Record<Language, string>> = { en: 'no', ru: 'нет' };

/** The index as a table that a spreadsheet opens: one row for each file, semicolons between, UTF-8 with its mark. */
export function tableOf({ docflows }: ArchiveIndex, language: Language): string {
	const rows = docflows.flatMap(({ folder, statusLabel, status, files, problem }) => {
		const state = String(statusLabel ?? status ?? '');
		const lost = problem === undefined ? [] : [[folder ?? '', '', '', '', '', state, '', '', '', '', '', '', problem]];
		return [...files.map((file) => rowOf(file, folder ?? '', state, language)), ...lost];
	});
	return `\ufeff${[HEADS[language], ...rows].map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`;
}

function rowOf(file: ArchivedFile, folder: string, state: string, language: Language): string[] {
	const { kind, path, documentType, documentTypeLabel, sentAt, signer, thumbprint, signatureFits, isEncrypted, size, sha256, problem } = file;
	return [
		folder,
		path?.split('/').pop() ?? '',
		KINDS[language][kind],
		documentTypeLabel ?? documentType ?? '',
		sentAt?.slice(0, 19).replace('T', ' ') ?? '',
		state,
		signer ?? '',
		thumbprint ?? '',
		signatureFits === undefined ? '' : (signatureFits ? YES : NO)[language],
		isEncrypted ? YES[language] : '',
		size === undefined ? '' : String(size),
		sha256 ?? '',
		problem ?? '',
	];
}

/** A cell that begins like a formula would be calculated when the table is opened. */
function cell(text: string): string {
	const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[";\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}
