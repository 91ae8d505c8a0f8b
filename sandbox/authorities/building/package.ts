/** What builders of all kinds share: files on their way into drafts, and the limits of one draft. */

import type { BuilderDocument, BuilderFile, DraftsBuilder } from '../../world/builders';
import type { World } from '../../world/world';

/** One file of a draft to come. */
export interface BuiltFile {
	/** urn:document:… */
	type: string;
	name: string;
	contentId: string;
	size: number;
	/** The file of the builder that it was made from; absent in what the service adds. */
	origin?: { documentId: string; fileId: string };
	counterpartySignature?: Uint8Array;
	svdregCode?: string;
	/** What is known about the docflow that this file will start. */
	describes?: Record<string, unknown>;
}

export interface Limits {
	files: number;
	bytes: number;
}

/** A kind of builder. */
export interface BuilderKind {
	/** One of these codes names the recipient. */
	recipients: Array<keyof DraftsBuilder['meta']['recipient']>;
	/** What is wrong with one document; undefined when it is good. */
	documentProblem?: (world: World, builder: DraftsBuilder, document: BuilderDocument) => string | undefined;
	/** What is missing in the whole. */
	packageProblem?: (builder: DraftsBuilder, good: BuilderDocument[]) => string | undefined;
	/** Files of each draft, from the good documents. */
	pack: (world: World, builder: DraftsBuilder, good: BuilderDocument[]) => BuiltFile[][];
}

export const MB = 1024 * 1024;
/** One draft takes no more (docs: builder page). */
export const DRAFT_LIMITS: Limits = { files: 99, bytes: 60 * MB };
const IMAGES = /\.(jpe?g|png|pdf|tiff?)$/i;

export function isImage({ name }: BuilderFile): boolean {
	return IMAGES.test(name);
}

/** Files of a document in the order that their data gives. */
export function orderedFiles({ files }: BuilderDocument): BuilderFile[] {
	const place = ({ data }: BuilderFile) => Number(data?.['scanned-file-order'] ?? data?.['attachment-file-order'] ?? 0);
	return [...files].sort((left, right) => place(left) - place(right));
}

export function builtFiles(world: World, document: BuilderDocument, type: string): BuiltFile[] {
	return orderedFiles(document).flatMap(({ id, name, contentId, signature }) =>
		contentId
			? [
					{
						type,
						name,
						contentId,
						size: world.contents.size(contentId),
						origin: { documentId: document.id, fileId: id },
						counterpartySignature: signature,
						svdregCode: document.data?.['svdreg-code'],
					},
				]
			: [],
	);
}

/** Fills drafts one after another; a document stays whole wherever one draft can hold it. */
export function split<T extends { size: number }>(documents: T[][], limits: Limits): T[][] {
	const drafts: T[][] = [];
	for (const chunk of documents.flatMap((files) => chunks(files, limits))) {
		const last = drafts.at(-1);
		if (last && fits([...last, ...chunk], limits)) last.push(...chunk);
		else drafts.push([...chunk]);
	}
	return drafts;
}

function chunks<T extends { size: number }>(files: T[], limits: Limits): T[][] {
	const parts: T[][] = [];
	for (const file of files) {
		const last = parts.at(-1);
		if (last && fits([...last, file], limits)) last.push(file);
		else parts.push([file]);
	}
	return parts;
}

function fits(files: Array<{ size: number }>, limits: Limits): boolean {
	return files.length <= limits.files && files.reduce((sum, { size }) => sum + size, 0) <= limits.bytes;
}
