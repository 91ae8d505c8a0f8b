import { answerOne, answerReplies, declineCodes as declineReasons, owedBy, repliesToGive } from '../../../extern';
import { docflowDocumentIds, docflowIds, docflows, optional, type Outline, replies, text, urn, words } from '../../../extern/operations';
import { wouldDo } from '../catalogueForm';
import { codeOptions } from '../codeOptions';
import { docflow, docflowDocument, sameAccount, senderIp, signatureFields, signWith } from '../fields';
import { signingWarnings } from '../finding';
import type { Ask, Form } from '../form';
import { answeringCalls, inWords, repliesNow } from './owedReplies';
import { processManyForm } from './processMany';
import { replyFormsAt, replyType } from './replyOperations';

const answeredDocument: Outline<never> = {
	docflowId: words('Id of the docflow'),
	documentId: words('Document that was answered'),
	type: words('Kind of reply'),
	replyId: words('Id of the reply'),
	fileName: words('Name of the reply\'s file'),
	warnings: signingWarnings,
};

const answered: Outline<never> = {
	docflowId: words('Id of the docflow'),
	status: urn('Stage of the exchange'),
	state: urn('Outcome so far'),
	...repliesNow,
	warnings: signingWarnings,
};

/** Why a demand is refused. */
const declineCodes: Ask = {
	displayName: 'Reasons for Refusal',
	name: 'declineCodes',
	type: 'multiOptions',
	options: codeOptions(declineReasons()),
	default: [],
	description: 'Why a demand is not accepted; only for the reply that refuses it',
};

const forceConfirmation: Ask = {
	displayName: 'Always Ask for a Code',
	name: 'forceConfirmation',
	type: 'boolean',
	default: true,
	description: 'Whether to ask for a code even where Kontur.Extern would sign without one, such as for receipts',
};

export const replyForms: Form[] = [
	...replyFormsAt({
		resource: 'reply',
		whose: '',
		document: [sameAccount, docflow, docflowDocument],
		operations: {
			generate: replies.replyGenerate,
			get: replies.replyGet,
			contentPut: replies.replyContentPut,
			signaturePut: replies.replySignaturePut,
			send: replies.replySend,
			cloudSign: replies.replyCloudSign,
			cloudSignConfirm: replies.replyCloudSignConfirm,
			taskGet: replies.replyTaskGet,
		},
		moreOfGenerate: [declineCodes],
		moreOfCloudSign: [forceConfirmation],
	}),
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
		signsRaw: true,
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
		description: 'Answer every document of a docflow that asks for a reply, until nothing is owed. What a person has to decide, such as accepting a demand, is left open.',
		fields: [sameAccount, docflow, signWith, signatureFields],
		more: [senderIp],
		uses: answeringCalls,
		irreversible: true,
		signsRaw: true,
		output: answered,
		async run(step) {
			const { senderIp: ip, ...ref } = step.input({ ...docflowIds, senderIp: optional(text()) });
			if (step.isDryRun) {
				const wire = await step.extern.call(docflows.docflowGet, ref);
				return [step.result({ ...ref, dryRun: true, wouldDo: `Send ${repliesToGive(wire).length} replies`, ...inWords(step, { open: owedBy(wire) }) })];
			}
			const { docflow: wire, sent, open } = await answerReplies(step.extern, ref, await step.signer(), ip ?? '127.0.0.1');
			const summary = docflows.summariseDocflow(wire, step.view);
			return [step.result({ ...ref, ...summary, ...inWords(step, { sent, open }) })];
		},
	},
	processManyForm,
];
