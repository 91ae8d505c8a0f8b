/** Sending: a prepared draft becomes a docflow and goes to its authority. */

import { randomUUID } from 'node:crypto';
import type { Docflow, DocflowDocument } from '../world/docflows';
import { travellingContent, type Draft, type DraftDocument } from '../world/drafts';
import type { Machine } from '../world/machine';
import type { World } from '../world/world';
import { begin } from './exchange';
import { descriptionOf } from './descriptions';
import { employeeNow } from './gosuslugi';
import { senderCertificate } from './inspection';
import { operatorPaper } from './papers';
import { robotTakes } from './robots';
import { authorityCode, isEvidence, mainDocument } from './routing';
import { signingWay } from './signingWays';
import { titles } from './titles';

/** Sends a draft and leaves it to the robot of its authority. Undefined when no flow is known for its documents. */
export function fileDraft(world: World, draft: Draft): Docflow | undefined {
	const docflow = dispatch(world, draft);
	if (docflow) robotTakes(world, docflow);
	return docflow;
}

/** Sends a draft that nobody answers by himself. Undefined when no flow is known for its documents. */
export function dispatch(world: World, draft: Draft): Docflow | undefined {
	const main = mainDocument(draft);
	const machine = main && world.machineStartedBy(main.type);
	if (!main || !machine) return undefined;
	const docflow = newDocflow(world, draft, { main, machine });
	const operatorDocuments = machine.initial.documents
		.filter(({ by, optional }) => by === 'operator' && !optional)
		.map(({ type }) => type.replace('urn:document:', ''));
	for (const document of draft.documents) docflow.documents.push(filedDocument(world, document));
	begin(
		world,
		docflow,
		operatorDocuments.map((type) => operatorPaper(world, docflow, { type, ...titles(type) })),
	);
	for (const document of draft.documents)
		if (document.file?.fileId && !isEvidence(document)) world.docflows.rememberFiled(draft.accountId, document.file.fileId);
	Object.assign(draft, { status: 'sent', docflowId: docflow.id });
	return docflow;
}

function newDocflow(world: World, draft: Draft, { main, machine }: { main: DraftDocument; machine: Machine }): Docflow {
	const { accountId, userId, meta } = draft;
	const now = world.clock.now();
	const kpp = meta.payer.organization?.kpp ?? undefined;
	const organization =
		world.accounts.organizationBy(accountId, meta.payer.inn, kpp) ?? world.accounts.mainOrganization(accountId);
	const related = meta['related-document'];
	const organizationId = organization?.id ?? accountId;
	return {
		id: randomUUID(),
		accountId,
		organizationId,
		employeeKey: employeeNow(world, { accountId, organizationId }),
		userId,
		type: machine.docflowType,
		status: machine.initial.status,
		successState: machine.initial.successState,
		description: descriptionOf(draft, main),
		documents: [],
		replies: new Map(),
		requests: new Map(),
		createdAt: now,
		changedAt: now,
		incoming: false,
		draftId: draft.id,
		payer: { inn: meta.payer.inn, kpp },
		authority: authorityCode(meta),
		senderInn: meta.sender.inn,
		senderCertificate: senderCertificate(draft)?.der,
		related: related
			? {
					docflowId: related['related-docflow-id'].toLowerCase(),
					documentId: related['related-document-id'].toLowerCase(),
				}
			: undefined,
	};
}

/** The document with its plain copy and, when it was made, the sealed one that travelled. */
function filedDocument(world: World, document: DraftDocument): DocflowDocument {
	const contentId = travellingContent(document);
	const plain = contentId ? world.contents.copy(contentId) : undefined;
	const sealed = document.encryptedContentId;
	return {
		id: randomUUID(),
		type: document.type,
		filename: document.filename,
		contentType: document.contentType,
		sentAt: world.clock.now(),
		contents: [
			...(sealed ? [{ contentId: sealed, encrypted: true, compression: 'zip' as const }] : []),
			...(plain ? [{ contentId: plain.id, encrypted: false, compression: 'none' as const }] : []),
		],
		plainSize: plain?.total ?? 0,
		plainSha256: plain?.sha256 ?? '',
		encryptedSize: sealed ? world.contents.size(sealed) : undefined,
		encryptedFor: [],
		// A signature inside the XML is no file of its own.
		signatures: (signingWay(document) === 'xmldsig' ? [] : document.signatures).map(({ id, content, thirdParty }) => ({
			id,
			content,
			signerType: thirdParty ? 'third-party-representative' : 'organization-representative',
		})),
		openReplies: [],
		sentReplies: [],
		requisites: document.svdregCode ? { 'svdreg-code': document.svdregCode } : {},
	};
}
