import type { IBinaryKeyData } from 'n8n-workflow';
import { decryptDocument, docflowPlace, dueOf, isSealed, type NextStep, nextStepOf, receiveDocflow, type WireDocflowDocument } from '../../../extern';
import { coded, contents, docflowContents, docflowDocuments, docflowIds, docflows, docflowSignatures, documentsRequests, guid, optional, type Outline, summarise, text, texts, urn, words } from '../../../extern/operations';
import { downloadForStore } from '../../run/download';
import type { Step } from '../../run/step';
import { withoutIds } from '../../run/withoutIds';
import { isLeftOn } from '../decrypting';
import { docflow, outputField, powerOfAttorney, sameAccount, senderIp, signatureFields, signWith } from '../fields';
import { signingWarnings } from '../finding';
import type { Ask, Form } from '../form';
import { answeringCalls, inWords, repliesNow } from './owedReplies';

const openFiles: Ask = {
	displayName: 'Open Files',
	name: 'openFiles',
	type: 'boolean',
	default: true,
	description: 'Whether to decrypt what the authority wrote, with the same key. What cannot be opened is not marked as read. With Ready Signature there is no key: then only plain files come out.',
};

const next: Outline<{ nextStep: NextStep }> = {
	nextStep: coded('nextStep', 'What is to be done next: wait-for-documents, ask-for-documents, wait, open, decide, answer, correct, read-refusal, or nothing', (told) => told.nextStep),
};

const received: Outline<never> = {
	docflowId: words('Id of the docflow'),
	docflowType: urn('Kind of docflow'),
	status: urn('Stage of the exchange'),
	state: urn('Outcome so far'),
	...next,
	requestId: words('Id of the request for the documents, when it was sent now'),
	...repliesNow,
	files: texts('Names of the files that came out, in the order of the binary fields'),
	problem: words('Why a file could not be opened'),
	warnings: signingWarnings,
};

export const receiveForm: Form = {
	resource: 'docflow',
	operation: 'receive',
	name: 'Receive',
	action: 'Receive a docflow',
	description: 'Do what is due of a docflow that an authority began or answered: ask for its documents, get the files, mark them as read. Never anything that needs a decision.',
	fields: [sameAccount, docflow, signWith, signatureFields, outputField('data')],
	more: [openFiles, { ...powerOfAttorney, description: 'ID of the machine-readable power of attorney, where a representative asks for documents of the social fund' }, senderIp],
	uses: [
		documentsRequests.documentsRequestSend.id,
		documentsRequests.documentsRequestGenerate.id,
		documentsRequests.documentsRequestSignaturePut.id,
		...answeringCalls,
		docflowDocuments.docflowDocumentGet.id,
		docflowSignatures.docflowDocumentSignatureContentGet.id,
		docflowContents.docflowDocumentDecryptedContentPut.id,
		contents.contentDownload.id,
		contents.contentUploadStart.id,
		contents.contentUploadChunk.id,
	],
	irreversible: true,
	signsRaw: true,
	output: received,
	async run(step) {
		const { senderIp: ip, powerOfAttorneyId, ...ref } = step.input({ ...docflowIds, senderIp: optional(text()), powerOfAttorneyId: optional(guid('Account: Organization: Get')) });
		if (step.isDryRun) return await told(step, ref);
		const files = new Files(step, ref);
		const outcome = await receiveDocflow(step.extern, ref, {
			signer: async () => await step.signer(),
			read: async (document) => await files.add(document),
			senderIp: ip ?? '127.0.0.1',
			powerOfAttorneyId,
		});
		const { docflow: wire, requestId, problem } = outcome;
		return [step.result({ ...ref, ...docflows.summariseDocflow(wire, step.view), ...summarise(next, outcome, step.view), requestId, ...inWords(step, outcome), files: files.names, problem: problem && withoutIds(problem) }, files.binary)];
	},
};

async function told(step: Step, ref: { accountId: string; docflowId: string }) {
	const wire = await step.extern.call(docflows.docflowGet, ref);
	const { isEmpty, documents, receipts, decisions } = dueOf(wire);
	const doings = [isEmpty && 'ask for the documents', documents.length > 0 && `get ${documents.length} files`, receipts.length > 0 && `send ${receipts.length} receipts`].filter(Boolean);
	const shown = { ...docflows.summariseDocflow(wire, step.view), ...summarise(next, { nextStep: nextStepOf(wire) }, step.view) };
	return [step.result({ ...ref, ...shown, ...inWords(step, { open: [...receipts, ...decisions] }), dryRun: true, wouldDo: doings.join(', ') || 'Nothing is due' })];
}

/** The files of a docflow on their way into the binary data of one item. */
class Files {
	readonly names: string[] = [];
	readonly binary: IBinaryKeyData = {};

	constructor(
		private readonly step: Step,
		private readonly ref: { accountId: string; docflowId: string },
	) {}

	/** Adds a document, decrypted where it is encrypted and there is a key. */
	async add(document: WireDocflowDocument): Promise<void> {
		const { step, ref } = this;
		const isKeyless = step.text(signWith.name) === 'readySignature' || !isLeftOn(step, openFiles);
		if (isKeyless && isSealed(document)) return;
		const place = docflowPlace(step.extern, { ...ref, documentId: document.id });
		const { bytes, contentId, fileName, contentType } = await decryptDocument(step.extern, place, async () => await step.opener(), { unzip: true, save: true, again: false });
		const file = bytes ? Buffer.from(bytes) : await downloadForStore(step.context, step.extern, ref.accountId, contentId);
		const field = step.text('outputField') || 'data';
		Object.assign(this.binary, await step.store(this.names.length === 0 ? field : `${field}${this.names.length}`, file, fileName, contentType));
		this.names.push(fileName);
	}
}
