/** Moves docflows: documents come in, replies go out, statuses follow the state machine, events are told. */

import { encryptFor, readCertificate } from '../../gost';
import { createHash, randomUUID } from 'node:crypto';
import { formsOf, type Docflow, type DocflowDocument, type DocflowSignature } from '../world/docflows';
import {
	besideOthers,
	excludes,
	favourableDocument,
	isReplyDue,
	onDocument,
	onDocumentsRequest,
	onReply,
	onSilence,
	repliesTo,
	type Machine,
	type SignatureKind,
	type SuccessState,
	type Transition,
} from '../world/machine';
import type { World } from '../world/world';
import { wrapped } from './packing';

export interface Paper {
	/** urn:document:… */
	type: string;
	filename: string;
	contentType: string;
	bytes: Uint8Array;
	signatures: DocflowSignature[];
	/** Encrypted to the subscriber; technological documents travel plain. */
	secret?: boolean;
	requisites?: Record<string, unknown>;
}

/** Begins a docflow: it enters the world, its first event is told. */
export function begin(world: World, docflow: Docflow, papers: Paper[]): Docflow {
	world.docflows.add(docflow);
	for (const paper of papers) receive(world, docflow, paper);
	tell(world, docflow, machineOf(world, docflow).initial.eventState);
	return docflow;
}

/** A document of the other side comes in. */
export function bring(world: World, docflow: Docflow, paper: Paper, outcome?: SuccessState): DocflowDocument {
	const document = receive(world, docflow, paper);
	follow(world, docflow, onDocument(machineOf(world, docflow), docflow.status, { documentType: paper.type, outcome }));
	return document;
}

/** The docflow goes on without a document. */
export function turn(world: World, docflow: Docflow): void {
	follow(world, docflow, onSilence(machineOf(world, docflow), docflow.status));
}

/** Our reply to a document goes out; its link disappears. */
export function answer(
	world: World,
	docflow: Docflow,
	{ document, replyType, paper }: { document: DocflowDocument; replyType: string; paper: Paper },
): void {
	const machine = machineOf(world, docflow);
	const sent = { replyType, inReplyTo: document.type };
	const transition = onReply(machine, docflow.status, sent);
	document.openReplies = document.openReplies.filter(
		(type) => type !== replyType && !excludes(machine, sent, { replyType: type, inReplyTo: document.type }),
	);
	document.sentReplies.push(replyType);
	const others = docflow.documents.flatMap(({ type, openReplies }) => openReplies.map((open) => ({ replyType: open, inReplyTo: type })));
	place(world, docflow, paper);
	follow(world, docflow, transition && besideOthers(machine, docflow.status, transition, others));
}

/**
 * By what the documents of a docflow are asked for now; undefined when there is nothing to ask for. The request is a
 * document of the docflow only where its type is known.
 */
export function documentsRequest(world: World, docflow: Docflow): { documentType?: string } | undefined {
	return onDocumentsRequest(machineOf(world, docflow), docflow.status)?.trigger;
}

/** Our documents request goes out. */
export function askForDocuments(world: World, docflow: Docflow, paper: Paper | undefined): void {
	const transition = onDocumentsRequest(machineOf(world, docflow), docflow.status);
	if (paper) place(world, docflow, paper);
	follow(world, docflow, transition);
}

/** What the other side writes next when it is content. */
export function favourableAnswer(world: World, docflow: Docflow): string | undefined {
	return favourableDocument(machineOf(world, docflow), docflow.status);
}

/** The replies that can be sent now. */
export function dueReplies(world: World, docflow: Docflow, { type, openReplies }: DocflowDocument): string[] {
	const machine = machineOf(world, docflow);
	return openReplies.filter((replyType) => isReplyDue(machine, docflow.status, { replyType, inReplyTo: type }));
}

/** Which signature a reply needs. */
export function signatureOfReply(world: World, docflow: Docflow, document: DocflowDocument, replyType: string): SignatureKind {
	return (
		onReply(machineOf(world, docflow), docflow.status, { replyType, inReplyTo: document.type })?.trigger.signature ??
		'cms-detached'
	);
}

/** A document of the other side asks for its replies. */
function receive(world: World, docflow: Docflow, paper: Paper): DocflowDocument {
	const document = place(world, docflow, paper);
	document.openReplies = repliesTo(machineOf(world, docflow), paper.type);
	return document;
}

function place(world: World, docflow: Docflow, paper: Paper): DocflowDocument {
	const now = world.clock.now();
	const document: DocflowDocument = {
		id: randomUUID(),
		type: paper.type,
		filename: paper.filename,
		contentType: paper.contentType,
		sentAt: now,
		contents: [],
		plainSize: paper.bytes.length,
		plainSha256: createHash('sha256').update(paper.bytes).digest('hex'),
		encryptedFor: [],
		signatures: paper.signatures,
		openReplies: [],
		sentReplies: [],
		requisites: paper.requisites ?? {},
	};
	const { senderCertificate } = docflow;
	if (paper.secret && senderCertificate) seal(world, docflow, document, { plain: paper.bytes, recipient: senderCertificate });
	else
		document.contents.push({
			contentId: world.contents.put(docflow.accountId, paper.bytes).id,
			encrypted: false,
			compression: 'none',
		});
	docflow.documents.push(document);
	docflow.changedAt = now;
	return document;
}

function seal(
	world: World,
	{ accountId }: Docflow,
	document: DocflowDocument,
	{ plain, recipient }: { plain: Uint8Array; recipient: Uint8Array },
): void {
	const { cipher, compression, certificate: other, content } = world.encryption;
	const certificate = readCertificate(other ?? recipient);
	const sealed = encryptFor([certificate], content ?? wrapped(plain, compression), cipher);
	document.contents.push({ contentId: world.contents.put(accountId, sealed).id, encrypted: true, compression });
	document.encryptedSize = sealed.length;
	document.encryptedFor = [certificate.serialNumber];
}

function follow(world: World, docflow: Docflow, transition: Transition | undefined): void {
	if (!transition) return;
	if (transition.to !== '(unchanged)') docflow.status = transition.to;
	docflow.successState = transition.successState ?? docflow.successState;
	docflow.changedAt = world.clock.now();
	tell(world, docflow, transition.eventState);
}

function tell(world: World, docflow: Docflow, newState: string | undefined): void {
	if (!newState) return;
	const { id, accountId, type, payer, related } = docflow;
	const [form] = formsOf(docflow);
	world.feed.append({
		accountId,
		docflowId: id,
		docflowType: type,
		newState,
		at: world.clock.now(),
		inn: payer.inn,
		kpp: payer.kpp,
		knd: form?.knd,
		okud: form?.okud,
		related,
	});
}

function machineOf(world: World, { type }: Docflow): Machine {
	const machine = world.machine(type);
	if (!machine) throw new Error(`no state machine for ${type}`);
	return machine;
}
