/** Documents that the service builds from JSON contracts. */

import { randomUUID } from 'node:crypto';
import type { ContractDocument } from '../authorities/contracts/contract';
import { contractOf, type KnownContract } from '../authorities/contracts/kinds';
import { holdContent } from '../authorities/recognition';
import type { Draft, DraftDocument } from '../world/drafts';
import type { Call, Handlers } from './call';
import { changeableDocument } from './draftDocumentOfPath';
import { wireDraftDocument } from './draftDocuments';
import { alter, changeableDraft } from './drafts';
import { badRequest } from './problems';

export const contractDocumentHandlers: Handlers = {
	'draft-build-document': (call) => {
		const draft = changeableDraft(call);
		const document: DraftDocument = { id: randomUUID(), type: '', filename: '', contentType: '', signatures: [] };
		hold(call, { draft, document, built: built(call, draft) });
		draft.documents.push(document);
		return { status: 200, body: wireDraftDocument(call.world, draft, document) };
	},
	'draft-document-build': (call) => {
		const draft = changeableDraft(call);
		const document = changeableDocument(call, draft);
		hold(call, { draft, document, built: built(call, draft) });
		return { status: 200 };
	},
};

function built(call: Call, draft: Draft): ContractDocument {
	const { kind, version } = knownContract(call.text('type') ?? '');
	const asked = call.text('version');
	if (version && asked !== undefined && asked !== version)
		throw badRequest(`Версия контракта ${asked} не поддерживается, нужна ${version}`, { version: 'unsupported' });
	const document = kind(call.world, { draft, read: (definition) => call.bodyBy(definition) });
	if (typeof document === 'string') throw badRequest(document);
	return document;
}

function knownContract(type: string): KnownContract {
	const contract = contractOf(type);
	if (contract === 'withdrawn') throw badRequest(`Контракт ${type} больше не принимается`, { type: 'withdrawn' });
	if (!contract) throw badRequest(`Неизвестный вид контракта ${type}`, { type: 'unknown' });
	return contract;
}

function hold(
	{ world }: Call,
	{
		draft,
		document,
		built: { type, name, bytes, describes },
	}: { draft: Draft; document: DraftDocument; built: ContractDocument },
): void {
	holdContent(world, document, world.contents.put(draft.accountId, bytes).id);
	Object.assign(document, { type, filename: name, describes });
	alter(draft);
}
