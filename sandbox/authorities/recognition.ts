/** What a file of a draft is gets read from its content. */

import type { DraftDocument } from '../world/drafts';
import type { World } from '../world/world';
import { LARGEST_READ, readReportFile } from './reportFile';

/** Gives a document its content; what was made from an earlier one is gone. */
export function holdContent(world: World, document: DraftDocument, contentId: string): void {
	const { contents } = world;
	document.contentId = contentId;
	document.encryptedContentId = undefined;
	document.dataToSignContentId = undefined;
	document.signedContentId = undefined;
	document.file = contents.size(contentId) > LARGEST_READ ? undefined : readReportFile(contents.read(contentId));
	document.contentType = document.file ? 'application/xml' : 'application/octet-stream';
	document.filename = document.file?.fileId ? `${document.file.fileId}.xml` : '';
}
