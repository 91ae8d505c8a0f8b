import { answerOne, answerReplies, certificateContent, openRepliesOf, type ReplyLink, type SentReply, signReply } from '../../../extern';
import { certificates, count, docflowDocumentIds, docflowIds, docflows, guid, optional, type Outline, parts, replies, text, urn, words } from '../../../extern/operations';
import { wouldDo } from '../catalogueForm';
import { certificate, docflow, docflowDocument, reply, sameAccount, senderIp, signatureFields, signWith } from '../fields';
import type { Ask, Form } from '../form';

const openReply: Outline<ReplyLink> = {
	documentId: words('Document that is to be answered', (link) => link.documentId),
	type: words('Kind of reply', (link) => link.type),
};

const answeredDocument: Outline<never> = {
	docflowId: words('Id of the docflow'),
	documentId: words('Document that was answered'),
	type: words('Kind of reply'),
	replyId: words('Id of the reply'),
	fileName: words('Name of the reply\'s file'),
};

const answered: Outline<never> = {
	docflowId: words('Id of the docflow'),
	status: urn('Stage of the exchange'),
	state: urn('Outcome so far'),
	sentCount: count('Number of replies sent now'),
	sent: parts<never, SentReply>('Replies sent now', { ...openReply, replyId: words('Id of the reply', (sent) => sent.replyId) }),
	open: parts<never, ReplyLink>('Replies that are owed still', openReply),

};

const replyType: Ask = {
	displayName: 'Reply Type',
	name: 'replyType',
	type: 'string',
	required: true,
	default: '={{ $json.replyTypes[0] }}',
	placeholder: 'e.g. fns534-report-receipt',
	description: 'Kind of reply, as Docflow: Document: Get Many names it',
};

export const replyForms: Form[] = [
	{
		resource: 'reply',
		operation: 'generate',
		name: 'Generate',
		action: 'Generate a reply',
		description: 'Make the file of a reply, to sign it elsewhere',
		fields: [
			sameAccount,
			docflow,
			docflowDocument,
			replyType,
			certificate,
		],
		uses: [replies.replyGenerate.id, certificates.certificatesList.id],
		output: replies.replyGenerate.outline,
		async run(step) {
			const input = step.input({ ...replies.replyGenerate.input, certificate: text() });
			const content = await certificateContent(step.extern, input.accountId, input.certificate);
			const wire = await step.extern.call(replies.replyGenerate, { ...input, certificate: content });
			const binary = await step.store('data', Buffer.from(wire.content, 'base64'), wire.filename ?? `${wire.id}.xml`, 'application/xml');
			return [step.answer(wire, replies.replyGenerate.outline, { accountId: input.accountId }, binary)];
		},
	},
	{
		resource: 'reply',
		operation: 'sign',
		name: 'Sign',
		action: 'Sign a reply',
		description: 'Attach the signature of a reply that was generated before',
		fields: [sameAccount, docflow, docflowDocument, reply, signWith, signatureFields],
		uses: [replies.replySignaturePut.id, replies.replyGet.id],
		output: replies.replyGet.outline,
		async run(step) {
			const { replyId, ...document } = step.input(replies.replyGet.input);
			const signer = await step.signer();
			await signReply(step.extern, document, await step.extern.call(replies.replyGet, { ...document, replyId }), signer);
			return [step.result({ ...document, replyId, isSigned: true })];
		},
	},
	{
		resource: 'reply',
		operation: 'send',
		name: 'Send',
		action: 'Send a reply',
		description: 'Send a signed reply to the authority',
		fields: [sameAccount, docflow, docflowDocument, reply],
		more: [senderIp],
		uses: [replies.replySend.id],
		irreversible: true,
		output: docflows.docflowGet.outline,
		async run(step) {
			const { senderIp: ip, ...ref } = step.input({ ...docflowDocumentIds, replyId: guid('Docflow: Reply: Generate'), senderIp: optional(text()) });
			if (step.isDryRun) return wouldDo(step, `Send the reply ${ref.replyId}`, ref);
			const wire = await step.extern.call(replies.replySend, { ...ref, senderIp: ip ?? '127.0.0.1' });
			return [step.answer(wire, docflows.docflowGet.outline, ref)];
		},
	},
	{
		resource: 'reply',
		operation: 'answer',
		name: 'Generate, Sign and Send',
		action: 'Answer one document',
		description: 'Answer one document of a docflow in one step',
		fields: [sameAccount, docflow, docflowDocument, replyType, signWith, signatureFields],
		more: [senderIp],
		uses: [replies.replySend.id, replies.replyGenerate.id, replies.replySignaturePut.id],
		irreversible: true,
		output: answeredDocument,
		async run(step) {
			const { replyType: type, senderIp: ip, documentId, ...ref } = step.input({ ...docflowDocumentIds, replyType: text(), senderIp: optional(text()) });
			if (step.isDryRun) return wouldDo(step, `Send ${type} for the document ${documentId}`, { ...ref, documentId });
			const sent = await answerOne(step.extern, ref, { documentId, type }, await step.signer(), ip ?? '127.0.0.1');
			return [step.result({ ...ref, ...sent })];
		},
	},
	{
		resource: 'reply',
		operation: 'process',
		name: 'Process Replies',
		action: 'Answer everything that a docflow owes',
		description: 'Answer every document of a docflow that asks for a reply, until nothing is owed',
		fields: [sameAccount, docflow, signWith, signatureFields],
		more: [senderIp],
		uses: [replies.replySend.id, replies.replyGenerate.id, replies.replySignaturePut.id, docflows.docflowGet.id],
		irreversible: true,
		output: answered,
		async run(step) {
			const { senderIp: ip, ...ref } = step.input({ ...docflowIds, senderIp: optional(text()) });
			if (step.isDryRun) {
				const owed = openRepliesOf(await step.extern.call(docflows.docflowGet, ref));
				return [step.result({ ...ref, dryRun: true, wouldDo: `Send ${owed.length} replies`, open: owed })];
			}
			const { docflow: wire, sent, open } = await answerReplies(step.extern, ref, await step.signer(), ip ?? '127.0.0.1');
			const summary = docflows.summariseDocflow(wire, step.view);
			return [step.result({ ...ref, ...summary, sentCount: sent.length, sent, open })];
		},
	},
];
