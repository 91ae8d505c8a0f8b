/** What was really filed, for tests: not what the API says about it. */

import { certificateInside } from '../api/draftSignatures';
import { dueReplies } from '../authorities/exchange';
import type { World } from '../world/world';

export function docflowsView(world: World) {
	const docflows = world.docflows.all();
	return {
		total: docflows.length,
		docflows: docflows.map((docflow) => ({
			id: docflow.id,
			accountId: docflow.accountId,
			type: docflow.type,
			status: docflow.status,
			successState: docflow.successState,
			draftId: docflow.draftId,
			owedReplies: docflow.documents.flatMap((document) => dueReplies(world, docflow, document)),
			documents: docflow.documents.map((document) => ({
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
