import type { Extern } from '../client';
import { sourceOf, upload } from '../contents';
import { stop } from '../failure';
import { draftDocumentDelete, draftDocumentPut } from '../operations/draftDocuments';
import { documentsOf } from '../operations/drafts';
import { isWarrantName, type ReportFile } from '../report';
import type { WireDraft } from '../wire/draft';
import { derivedId } from './derivedId';
import { fileNames, type DraftRef } from './draftStages';
import type { Filing } from './filing';

/** What goes to the tax service, by the type of its main file; without one it is a report. */
const FAMILY = /^urn:document:fns534-(application|submission)/;

/** The document that a file is in a draft: the same file is the same document in every run. */
export function documentIdOf(draft: DraftRef, file: ReportFile): string {
	return derivedId('document', draft.draftId, file.fileName, file.sha256);
}

/** Makes the documents of a draft those of the filing: what is there stays, what is not wanted goes, what lacks comes. */
export async function putDocuments(extern: Extern, filing: Filing, draft: DraftRef, wire: WireDraft): Promise<void> {
	const present = new Set(documentsOf(wire));
	if (filing.draftId && present.size > 0) return await requireFile(extern, filing, draft);
	if (filing.files.length === 0) throw stop(`The draft ${draft.draftId} holds no files yet`, 'Give the report file in Input Binary Fields: it is put into the draft');
	const wanted = new Map(filing.files.map((file) => [documentIdOf(draft, file), file]));
	for (const documentId of present) {
		// What an earlier, unsent run left here with other content.
		if (!wanted.has(documentId)) await extern.call(draftDocumentDelete, { ...draft, documentId });
	}
	for (const [documentId, file] of wanted) {
		if (present.has(documentId)) continue;
		const contentId = await upload(extern, draft.accountId, sourceOf(file.bytes));
		const document = { 'content-id': contentId, description: { filename: file.fileName, type: typeOf(filing, file) } };
		await extern.call(draftDocumentPut, { ...draft, documentId, document });
	}
}

/** A draft that somebody else filled is gone on with as it is, unless it is about another report than the one at hand. */
async function requireFile(extern: Extern, { files: [report] }: Filing, draft: DraftRef): Promise<void> {
	if (!report) return;
	const names = [...(await fileNames(extern, draft)).values()];
	if (names.length === 0 || names.includes(report.fileName)) return;
	throw stop(`The draft ${draft.draftId} holds ${names.join(', ')}, and not ${report.fileName}`, 'Leave Draft ID empty to file this report, or leave Input Binary Fields empty to go on with the draft');
}

/**
 * The service recognises most files. A message about a power of attorney it takes for a second report (scenarios (b)), and
 * which kind of docflow a picture belongs to no picture tells (models.md §14).
 */
function typeOf({ files, documentType, recipient }: Filing, file: ReportFile): string | undefined {
	if (file === files[0]) return documentType;
	if (!recipient['ifns-code']) return undefined;
	const family = FAMILY.exec(documentType ?? '')?.[1] ?? 'report';
	if (isWarrantName(file.fileName)) return `urn:document:fns534-${family}-warrant`;
	return family === 'submission' ? 'urn:document:fns534-submission-attachment' : undefined;
}
