/** Drafts themselves: create, read, change, delete. */

import { randomUUID } from 'node:crypto';
import { readCertificate } from '../../gost';
import { madeToSign } from '../authorities/signingWays';
import type { Draft, DraftMeta } from '../world/drafts';
import type { World } from '../world/world';
import type { Call, Handlers } from './call';
import { badRequest, locked, notFound } from './problems';
import { filled, page, type Link } from './wire';

export const draftHandlers: Handlers = {
	'drafts-list': (call) => {
		const account = call.account();
		const { skip, take, total, items } = page(call.world.drafts.of(account.id), call.number('skip', 0), call.take(100));
		const at = (rel: string, start: number): Link => ({
			rel,
			href: call.world.href(`/${account.id}/drafts?skip=${start}&take=${take}`),
		});
		const lastStart = take > 0 ? Math.max(0, Math.ceil(total / take) - 1) * take : 0;
		const links = [at('first', 0), at('last', lastStart), ...(skip + take < total ? [at('next', skip + take)] : [])];
		return {
			status: 200,
			body: { skip, take, 'total-count': total, 'page-links': links, drafts: items.map((draft) => wireDraft(call.world, draft)) },
		};
	},
	'draft-create': (call) => ({ status: 201, body: wireDraft(call.world, createDraft(call, randomUUID())) }),
	'draft-get': (call) => ({ status: 200, body: wireDraft(call.world, draftOf(call)) }),
	'draft-put': (call) => {
		const account = call.account();
		const known = call.world.drafts.find(account.id, call.param('draftId'));
		const draft = known ? changeMeta(call) : createDraft(call, call.param('draftId'));
		return { status: 200, body: wireDraft(call.world, draft) };
	},
	'draft-delete': (call) => {
		call.world.drafts.delete(changeableDraft(call));
		return { status: 204 };
	},
	'draft-meta-get': (call) => ({ status: 200, body: wireMeta(call.world, draftOf(call)) }),
	'draft-meta-update': (call) => ({ status: 200, body: wireMeta(call.world, changeMeta(call)) }),
};

/** The draft of the path. Throws 404. */
export function draftOf(call: Call): Draft {
	const account = call.account();
	const draft = call.world.drafts.find(account.id, call.param('draftId'));
	if (!draft) throw notFound('Черновик', call.param('draftId'));
	return draft;
}

/** The draft of the path, for a change. Throws 409 while a task works on it and 400 after sending. */
export function changeableDraft(call: Call): Draft {
	const draft = unlockedDraft(call);
	if (draft.status === 'sent') throw badRequest('Черновик уже отправлен, изменить его нельзя');
	if (draft.status === 'transferred-to-web' || draft.status === 'sent-via-web')
		throw badRequest('Черновик передан в веб-интерфейс, изменить его нельзя');
	return draft;
}

/** The draft of the path. Throws 409 while a task works on it. */
export function unlockedDraft(call: Call): Draft {
	const draft = draftOf(call);
	const task = call.world.tasks.running(draftLock(draft));
	if (task) throw locked(task);
	return draft;
}

export function draftLock({ accountId, id }: Draft): string {
	return `draft ${accountId} ${id}`;
}

/** After a change what was checked and prepared counts no more. */
export function touch(draft: Draft): void {
	draft.status = 'new';
	for (const document of draft.documents) document.signedContentId = undefined;
}

/** After any change but a signature a notification to the police needs its data to sign anew. */
export function alter(draft: Draft): void {
	touch(draft);
	for (const document of draft.documents) if (madeToSign(document) === 'on request') document.dataToSignContentId = undefined;
}

export function draftPath({ accountId, id }: Draft): string {
	return `/${accountId}/drafts/${id}`;
}

export function wireDraft(world: World, draft: Draft) {
	const { id, accountId, docflowId, documents, status } = draft;
	return {
		id,
		...filled({ 'docflow-id': docflowId }),
		docflows: docflowId ? [{ rel: 'docflow', href: world.href(`/${accountId}/docflows/${docflowId}`) }] : [],
		documents: documents.map((document) => ({
			rel: 'document',
			href: world.href(`${draftPath(draft)}/documents/${document.id}`),
		})),
		meta: wireMeta(world, draft),
		status,
		links: [{ rel: 'self', href: world.href(draftPath(draft)) }],
	};
}

function createDraft(call: Call, id: string): Draft {
	const account = call.account();
	const meta = judgedMeta(call);
	return call.world.drafts.add({
		id,
		accountId: account.id,
		userId: call.caller.user?.id ?? null,
		meta,
		status: 'new',
		documents: [],
		createdAt: call.world.clock.now(),
	});
}

function changeMeta(call: Call): Draft {
	const draft = changeableDraft(call);
	draft.meta = judgedMeta(call);
	alter(draft);
	return draft;
}

function judgedMeta(call: Call): DraftMeta {
	const meta = call.body<DraftMeta>();
	const certificate = meta.sender.certificate?.content;
	if (certificate) assertReadable(certificate);
	return meta;
}

/** Throws 400 when a sender's certificate is none. */
export function assertReadable(certificate: string): void {
	try {
		readCertificate(Buffer.from(certificate, 'base64'));
	} catch {
		throw badRequest('Не удалось прочитать сертификат отправителя', { 'sender.certificate.content': 'unreadable' });
	}
}

function wireMeta(world: World, { accountId, meta, builderId }: Draft) {
	const info = filled({ ...meta['additional-info'], 'original-drafts-builder-id': builderId });
	return filled({
		...wireParties(world, accountId, meta),
		'related-document': meta['related-document'],
		'additional-info': Object.keys(info).length > 0 ? info : undefined,
	});
}

/** Sender, recipient and payer with the names that the service knows. */
export function wireParties(
	world: World,
	accountId: string,
	{ sender, payer, recipient }: Pick<DraftMeta, 'sender' | 'payer' | 'recipient'>,
) {
	const nameOf = (inn: string, kpp?: string | null) => world.accounts.organizationBy(accountId, inn, kpp ?? undefined)?.name;
	return {
		sender: filled({
			...sender,
			name: nameOf(sender.inn, sender.kpp),
			'is-representative': sender['is-representative'] ?? false,
		}),
		recipient: filled(recipient),
		payer: filled({ ...payer, name: nameOf(payer.inn, payer.organization?.kpp) }),
	};
}
