/** Which authority a draft goes to, and as what. */

import type { Draft, DraftDocument, DraftMeta } from '../world/drafts';

/** Documents that begin no flow. */
const ACCOMPANYING = /-(attachment|warrant|duty|founding-document|founding-document-correction)$/;

/** The code that names the authority, whatever kind it is. */
export function authorityCode({ recipient }: Pick<DraftMeta, 'recipient'>): string {
	return (
		recipient['ifns-code'] ??
		recipient['registration-ifns-code'] ??
		recipient['togs-code'] ??
		recipient['sfr-code'] ??
		recipient['upfr-code'] ??
		recipient['fss-code'] ??
		recipient['mvd-code'] ??
		''
	);
}

/** The type of a document whose sender did not name one. */
export function defaultDocumentType({ meta, documents }: Draft, document: DraftDocument): string {
	const { main, attachment, warrant } = typesFor(meta);
	if (warrant && document.filename.startsWith('ON_DOV')) return warrant;
	const another = documents.some(({ id, type }) => type === main && id !== document.id);
	return document.file && !another ? main : attachment;
}

/** The main document: the one that decides which flow begins. */
export function mainDocument({ documents }: Draft): DraftDocument | undefined {
	return documents.find(({ type }) => !ACCOMPANYING.test(type)) ?? documents[0];
}

/** What proves an answer to the tax office: papers of others, which may be sent more than once. */
export function isEvidence({ type }: DraftDocument): boolean {
	return /^urn:document:fns534-(inventory|submission)-attachment$/.test(type);
}

function typesFor({ recipient }: DraftMeta): { main: string; attachment: string; warrant?: string } {
	if (recipient['togs-code'])
		return { main: 'urn:document:stat-report', attachment: 'urn:document:stat-report-report-attachment' };
	if (recipient['sfr-code'] || recipient['upfr-code']) {
		return { main: 'urn:document:sfr-report-report-document', attachment: 'urn:document:sfr-report-attachment' };
	}
	if (recipient['mvd-code'])
		return { main: 'urn:document:mvd-notification-epgu-notification', attachment: 'urn:document:mvd-notification-attachment' };
	return {
		main: 'urn:document:fns534-report',
		attachment: 'urn:document:fns534-report-attachment',
		warrant: 'urn:document:fns534-report-warrant',
	};
}
