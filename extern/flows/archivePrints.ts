import { contentsToRead } from '../documentContent';
import { ExternError } from '../failure';
import { sourceOf, upload } from '../contents';
import type { WireDocflowDocument } from '../wire/docflow';
import type { ArchivePlace } from './archivePlaces';
import { type KeptDocument, told } from './archiveDocument';

/** What came of printing a document: the content with the PDF, that there is no such form, or why there is none now. */
export type Printed = { readonly kind: 'printed'; readonly contentId: string } | { readonly kind: 'unsupported' } | { readonly kind: 'problem'; readonly problem: string };

/** Documents that are printed at the same time; each of them looks at its task every few seconds. */
const AT_ONCE = 4;
const UNSUPPORTED = /documentPrintUnsupported/i;

/** Whether printing is worth trying: `no` is certain, `unknown` is tried. Some clients of the service know a boolean instead. */
export function mayBePrinted({ description }: WireDocflowDocument): boolean {
	const told: unknown = description?.['support-print'];
	return told !== false && !/^(no|false)$/i.test(String(told ?? ''));
}

/** Prints those documents whose plain content the service has, some at a time. */
export async function printAhead(place: ArchivePlace, documents: readonly WireDocflowDocument[], patienceMs: number): Promise<ReadonlyMap<string, Printed>> {
	const printed = new Map<string, Printed>();
	const waiting = documents.flatMap((document) => {
		const content = contentsToRead(document).find(({ isEncrypted }) => !isEncrypted);
		return content && document.description?.['decrypted-content-size'] !== 0 ? [{ documentId: document.id, contentId: content.contentId }] : [];
	});
	const printer = async () => {
		for (let next = waiting.shift(); next; next = waiting.shift()) printed.set(next.documentId, await printOne(place, next.documentId, next.contentId, patienceMs));
	};
	await Promise.all(Array.from({ length: Math.min(AT_ONCE, waiting.length) }, printer));
	return printed;
}

/** Prints a document that was decrypted here: the service gets its plain file, where it was not saved already. */
export async function printDecrypted(place: ArchivePlace, documentId: string, { plainBytes, plainContentId }: KeptDocument, patienceMs: number): Promise<Printed> {
	const uploaded = plainContentId ?? (plainBytes && plainBytes.length > 0 ? await upload(place.extern, place.accountId, sourceOf(plainBytes)) : undefined);
	return uploaded === undefined ? { kind: 'unsupported' } : await printOne(place, documentId, uploaded, patienceMs);
}

async function printOne(place: ArchivePlace, documentId: string, contentId: string, patienceMs: number): Promise<Printed> {
	const outcome = await told(async () => await place.print(documentId, contentId, patienceMs));
	if (!outcome.ok) return isUnsupported(outcome.error) ? { kind: 'unsupported' } : { kind: 'problem', problem: outcome.error.message };
	if (outcome.value.kind === 'waiting') return { kind: 'problem', problem: 'It is still being printed: the next archive will have the printed form' };
	return { kind: 'printed', contentId: outcome.value.result['content-id'] };
}

function isUnsupported({ failure }: ExternError): boolean {
	return 'problem' in failure && UNSUPPORTED.test(failure.problem.id ?? '');
}
