/** Which authority a draft goes to, and as what. */

import type { Draft, DraftDocument, DraftMeta } from '../world/drafts';

/** The code that names the authority, whatever kind it is. */
export function authorityCode({ recipient }: DraftMeta): string {
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
	const flow = flowOf(meta);
	const main = `urn:document:${flow}`;
	if (document.filename.startsWith('ON_DOV')) return `${main}-warrant`;
	const another = documents.some(({ id, type }) => type === main && id !== document.id);
	const attachment = flow === 'stat-report' ? 'urn:document:stat-report-report-attachment' : `${main}-attachment`;
	return document.file && !another ? main : attachment;
}

/** The main document: the one that decides which flow begins. */
export function mainDocument({ documents }: Draft): DraftDocument | undefined {
	return documents.find(({ type }) => !/-(attachment|warrant)$/.test(type)) ?? documents[0];
}

function flowOf({ recipient }: DraftMeta): string {
	if (recipient['togs-code']) return 'stat-report';
	if (recipient['sfr-code'] || recipient['upfr-code']) return 'sfr-report';
	return 'fns534-report';
}
