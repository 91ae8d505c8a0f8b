import type { Compression } from './archives';
import type { WireDocflowDocument } from './wire/docflow';
import { membersOf, textOf } from './wire/tolerant';

/** One of the contents that a document has at the content service. */
export interface DocumentContent {
	readonly contentId: string;
	readonly isEncrypted: boolean;
	readonly compression: Compression;
}

/**
 * The contents of a document, the best to read first: a plain file before one that has to be
 * unpacked, both before one that needs a key (domain/signing.md §6).
 */
export function contentsToRead(document: WireDocflowDocument): DocumentContent[] {
	const contents = membersOf(document.content?.['docflow-document-contents']).flatMap((wire) => {
		const contentId = textOf(wire['content-id']);
		return contentId ? [{ contentId, isEncrypted: wire.encrypted === true, compression: compressionOf(wire) }] : [];
	});
	const trouble = ({ isEncrypted, compression }: DocumentContent) => (isEncrypted ? 2 : 0) + (compression === 'none' ? 0 : 1);
	return contents.sort((a, b) => trouble(a) - trouble(b));
}

/** Whether a document can be read with a key only. */
export function isSealed(document: WireDocflowDocument): boolean {
	return contentsToRead(document)[0]?.isEncrypted ?? false;
}

function compressionOf({ compressed, 'compression-type': type }: { compressed?: boolean; 'compression-type'?: string }): Compression {
	const named = textOf(type)?.toLowerCase();
	if (named === 'zip' || named === 'gzip') return named;
	// Of older documents only the flag is known.
	return compressed === true ? 'unknown' : 'none';
}
