/** What was really filed, for tests: not what the API says about it. */

import { certificateInside } from '../api/draftSignatures';
import type { World } from '../world/world';

export function docflowsView(world: World) {
	const docflows = world.docflows.all();
	return {
		total: docflows.length,
		docflows: docflows.map(({ id, accountId, type, status, successState, draftId, documents }) => ({
			id,
			accountId,
			type,
			status,
			successState,
			draftId,
			documents: documents.map((document) => ({
				id: document.id,
				type: document.type,
				filename: document.filename,
				sha256: document.plainSha256,
				signatures: document.signatures.map(({ content, signerType }) => ({
					signerType,
					thumbprint: certificateInside(content)?.thumbprint,
					content: Buffer.from(content).toString('base64'),
				})),
			})),
		})),
	};
}
