import { answerOne, answerReplies, certificateContent, docflowTypes, openRepliesOf, type ReplyLink, type SentReply, signReply } from '../../extern';
import { accounts, count, docflows, guid, optional, type Outline, parts, text, urn, words } from '../../extern/operations';
import { form, listForm, wouldDo } from './catalogueForm';
import { codeOptions } from './codeOptions';
import { account, certificate, docflow, docflowDocument, reply, sameAccount, senderIp, signatureFields, signWith } from './fields';
import type { Ask, Form, Resource } from './form';

export const docflowResources: Resource[] = [
	{ name: 'Docflow', value: 'docflow' },
	{ name: 'Document', value: 'document' },
	{ name: 'Reply', value: 'reply' },
];

const DOCFLOW = { accountId: guid('Account: Get Many'), docflowId: guid('Send: Send, or the trigger') };
const DOCUMENT = { ...DOCFLOW, documentId: guid('Docflow: Get') };

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

const types: Ask = {
	displayName: 'Types',
	name: 'type',
	type: 'multiOptions',
	options: codeOptions(docflowTypes()),
	default: [],
	description: 'Only docflows of these kinds. Without a choice Kontur.Extern leaves out many kinds, such as inventories and SEDO.',
};

export const docflowForms: Form[] = [
	form(docflows.docflowGet, {
		resource: 'docflow',
		operation: 'get',
		name: 'Get',
		action: 'Get a docflow',
		description: 'Read status, outcome, documents and owed replies of a docflow',
		fields: [sameAccount, docflow],
	}),
	listForm(docflows.docflowsList, {
		resource: 'docflow',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many docflows',
		description: 'List the docflows of an account by kind, time and organization',
		fields: [account, types],
		more: [
			{ displayName: 'Changed After', name: 'updatedFrom', type: 'dateTime', default: '', description: 'Only docflows that changed after this moment' },
			{ displayName: 'Changed Before', name: 'updatedTo', type: 'dateTime', default: '', description: 'Only docflows that changed before this moment' },
			{ displayName: 'Finished', name: 'finished', type: 'boolean', default: false, description: 'Whether to return finished docflows only; switched off it returns unfinished ones only' },
			{ displayName: 'Incoming', name: 'incoming', type: 'boolean', default: true, description: 'Whether to return docflows that the authority started; switched off it returns your own' },
			{ displayName: 'INN and KPP', name: 'innKpp', type: 'string', default: '', placeholder: 'e.g. 7712345678-771201001', description: 'Only docflows of this payer' },
			{
				displayName: 'Order',
				name: 'orderBy',
				type: 'options',
				options: [
					{ name: 'Newest First', value: 'descending' },
					{ name: 'Oldest First', value: 'ascending' },
				],
				default: 'descending',
			},
		],
	}),
	form(docflows.docflowDocumentGet, {
		resource: 'document',
		operation: 'get',
		name: 'Get',
		action: 'Get a document of a docflow',
		description: 'Read one document of a docflow with its contents and owed replies',
		fields: [sameAccount, docflow, docflowDocument],
	}),
	{
		resource: 'document',
		operation: 'getSignature',
		name: 'Get Signature',
		action: 'Get the signature of a document',
		description: 'Fetch a signature of a document as a .sig file, for the archive',
		fields: [
			sameAccount,
			docflow,
			docflowDocument,
			{ displayName: 'Signature ID', name: 'signatureId', type: 'string', required: true, default: '={{ $json.signatureIds[0] }}', description: 'Signature of the document, as Document: Get names it' },
		],
		uses: [docflows.docflowDocumentSignatureContentGet.id],
		async run(step) {
			const { signatureId, ...ref } = step.input(docflows.docflowDocumentSignatureContentGet.input);
			const content = await step.extern.call(docflows.docflowDocumentSignatureContentGet, { ...ref, signatureId });
			const binary = await step.store('signature', Buffer.from(content, 'base64'), `${signatureId}.sig`, 'application/pgp-signature');
			return [step.result({ ...ref, signatureId }, binary)];
		},
	},
	{
		resource: 'document',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many documents of a docflow',
		description: 'List the documents of a docflow with their contents and owed replies',
		fields: [sameAccount, docflow],
		uses: [docflows.docflowDocumentsList.id],
		output: docflows.docflowDocumentsList.outline,
		simplifies: true,
		async run(step) {
			const ref = step.input(DOCFLOW);
			const documents = await step.extern.call(docflows.docflowDocumentsList, ref);
			return documents.map((one) => step.answer(one, docflows.docflowDocumentsList.outline, ref));
		},
	},
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
		uses: [docflows.replyGenerate.id, accounts.certificatesList.id],
		output: docflows.replyGenerate.outline,
		async run(step) {
			const input = step.input({ ...docflows.replyGenerate.input, certificate: text() });
			const content = await certificateContent(step.extern, input.accountId, input.certificate);
			const wire = await step.extern.call(docflows.replyGenerate, { ...input, certificate: content });
			const binary = await step.store('data', Buffer.from(wire.content, 'base64'), wire.filename ?? `${wire.id}.xml`, 'application/xml');
			return [step.answer(wire, docflows.replyGenerate.outline, { accountId: input.accountId }, binary)];
		},
	},
	{
		resource: 'reply',
		operation: 'sign',
		name: 'Sign',
		action: 'Sign a reply',
		description: 'Attach the signature of a reply that was generated before',
		fields: [sameAccount, docflow, docflowDocument, reply, signWith, signatureFields],
		uses: [docflows.replySignaturePut.id, docflows.replyGet.id],
		output: docflows.replyGet.outline,
		async run(step) {
			const { replyId, ...document } = step.input(docflows.replyGet.input);
			const signer = await step.signer();
			await signReply(step.extern, document, await step.extern.call(docflows.replyGet, { ...document, replyId }), signer);
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
		uses: [docflows.replySend.id],
		irreversible: true,
		output: docflows.docflowGet.outline,
		async run(step) {
			const { senderIp: ip, ...ref } = step.input({ ...DOCUMENT, replyId: guid('Docflow: Reply: Generate'), senderIp: optional(text()) });
			if (step.isDryRun) return wouldDo(step, `Send the reply ${ref.replyId}`, ref);
			const wire = await step.extern.call(docflows.replySend, { ...ref, senderIp: ip ?? '127.0.0.1' });
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
		uses: [docflows.replySend.id, docflows.replyGenerate.id, docflows.replySignaturePut.id],
		irreversible: true,
		output: answeredDocument,
		async run(step) {
			const { replyType: type, senderIp: ip, documentId, ...ref } = step.input({ ...DOCUMENT, replyType: text(), senderIp: optional(text()) });
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
		uses: [docflows.replySend.id, docflows.replyGenerate.id, docflows.replySignaturePut.id, docflows.docflowGet.id],
		irreversible: true,
		output: answered,
		async run(step) {
			const { senderIp: ip, ...ref } = step.input({ ...DOCFLOW, senderIp: optional(text()) });
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
