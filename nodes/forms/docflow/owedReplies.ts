import { labelOf, type OpenReply, type SentReply, type WireDocflow } from '../../../extern';
import { count, docflows, inventories, inventoryReplies, type Outline, parts, replies, summarise, words, yesNo } from '../../../extern/operations';
import type { Step } from '../../run/step';

/** What answering a docflow calls, be it an inventory or any other. */
export const answeringCalls = [
	replies.replySend.id,
	replies.replyGenerate.id,
	replies.replySignaturePut.id,
	docflows.docflowGet.id,
	inventories.inventoryGet.id,
	inventoryReplies.inventoryReplyGenerate.id,
	inventoryReplies.inventoryReplySignaturePut.id,
	inventoryReplies.inventoryReplySend.id,
];

/** A reply that is owed. */
export const owedReply: Outline<OpenReply> = {
	documentId: words('Document that is to be answered', ({ documentId }) => documentId),
	type: words('Kind of reply', ({ type }) => type),
	typeLabel: words('Kind of reply in words', ({ type }, { language }) => labelOf(`urn:document:${type}`, language)),
	needsDecision: yesNo('Whether a person has to decide; present only then', ({ needsDecision }) => needsDecision),
};

const sentReply: Outline<SentReply> = {
	documentId: words('Document that was answered', ({ documentId }) => documentId),
	type: words('Kind of reply', ({ type }) => type),
	typeLabel: owedReply.typeLabel,
	replyId: words('Id of the reply', ({ replyId }) => replyId),
	fileName: words('Name of the reply\'s file', ({ fileName }) => fileName),
};

/** What answering a docflow tells. */
export const repliesNow: Outline<never> = {
	sentCount: count('Number of replies sent now'),
	sent: parts('Replies sent now', sentReply),
	open: parts('Replies that are owed still', owedReply),
};

/** What is told of a docflow here: without its documents, which would fill a list of hundreds. */
export const docflowInShort: Outline<WireDocflow> = Object.fromEntries(Object.entries(docflows.docflowOutline).filter(([key]) => key !== 'documents'));

/** A docflow as {@link docflowInShort} outlines it. */
export function inShort(step: Step, docflow: WireDocflow): Record<string, unknown> {
	return summarise(docflowInShort, docflow, step.view);
}

/** Replies as {@link repliesNow} outlines them. */
export function inWords(step: Step, { sent, open }: { sent?: readonly SentReply[]; open: readonly OpenReply[] }): Record<string, unknown> {
	const told = { open: open.map((one) => summarise(owedReply, one, step.view)) };
	return sent ? { sentCount: sent.length, sent: sent.map((one) => summarise(sentReply, one, step.view)), ...told } : told;
}
