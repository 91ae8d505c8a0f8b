/** Cloud signing of a whole draft. */

import { randomUUID } from 'node:crypto';
import type { ThingToSign } from '../authorities/cloudSigning';
import { senderCertificate } from '../authorities/inspection';
import { inOrder } from '../authorities/rawSignature';
import { signingWay } from '../authorities/signingWays';
import { digestOf } from '../authorities/verdict';
import type { Draft, DraftDocument } from '../world/drafts';
import type { World } from '../world/world';
import { confirmSigning, startSigning } from './cloudSigning';
import type { Handlers } from './call';
import { certificateInside } from './draftSignatures';
import { changeableDraft, draftLock, draftOf, draftPath, touch } from './drafts';
import { taskOwner } from './draftTasks';
import { badRequest } from './problems';
import type { Link } from './wire';

export const draftCloudSigningHandlers: Handlers = {
	'draft-cloud-sign': (call) => {
		const draft = changeableDraft(call);
		const certificate = senderCertificate(draft);
		if (!certificate)
			throw badRequest('У отправителя не указан сертификат', {
				'sender.certificate': 'required',
			});
		const things = draft.documents.flatMap((document) => thingToSign(call.world, draft, document));
		if (things.length === 0) throw badRequest('В черновике нет документов, которые можно подписать');
		return startSigning(call, {
			ownerId: taskOwner(draft),
			type: 'urn:task-type:initDraftSignOperation',
			lock: draftLock(draft),
			accountId: draft.accountId,
			certificate,
			things,
			links: documentLinks(call.world, draft),
			taskHref: (taskId) => call.world.href(`${draftPath(draft)}/tasks/${taskId}`),
		});
	},
	'draft-cloud-sign-confirm': (call) => {
		const draft = draftOf(call);
		return confirmSigning(call, {
			ownerId: taskOwner(draft),
			links: documentLinks(call.world, draft),
		});
	},
};

function thingToSign(world: World, draft: Draft, document: DraftDocument): ThingToSign[] {
	const way = signingWay(document);
	const raw = way === 'xmldsig';
	const contentId = raw ? document.dataToSignContentId : document.contentId;
	if (raw && !contentId) throw badRequest(`Для документа ${document.id} ещё нет данных для подписи: выполните проверку`);
	if (!contentId || way === 'none') return [];
	return [
		{
			id: document.id,
			raw,
			digest: () => digestOf(world, contentId, 256),
			attach: (content) => {
				const signer = certificateInside(content)?.thumbprint;
				const others = document.signatures.filter((other) => certificateInside(other.content)?.thumbprint !== signer);
				document.signatures = [...others, { id: randomUUID(), content: raw ? inOrder(world, content) : content, thirdParty: false }];
				touch(draft);
			},
		},
	];
}

function documentLinks(world: World, draft: Draft): Link[] {
	return draft.documents
		.filter((document) => document.contentId && signingWay(document) !== 'none')
		.map(({ id }) => ({
			rel: 'document',
			href: world.href(`${draftPath(draft)}/documents/${id}`),
		}));
}
