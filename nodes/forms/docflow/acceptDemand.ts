import type { IBinaryKeyData } from 'n8n-workflow';
import { acceptDemand, type AcceptedDemand, dayOf, type DemandFile, demandFormOf, demandTermsOf, isAnsweredByInventory, kndsOf, openRepliesOf, readDemand, verdictOf, type WireDocflow, type WireRecognized, workingDaysLeft } from '../../../extern';
import { certificates, choice, coded, contents, count, docflowContents, docflowDocuments, docflowIds, docflows, docflowSignatures, optional, type Outline, parts, replies, summarise, text, texts, urn, words, yesNo } from '../../../extern/operations';
import { downloadForStore } from '../../run/download';
import type { Step } from '../../run/step';
import { withoutIds } from '../../run/withoutIds';
import { wouldDo } from '../catalogueForm';
import { docflow, outputField, sameAccount, senderIp, signAndDecryptWith } from '../fields';
import { signingWarnings } from '../finding';
import type { Ask, Form } from '../form';
import { docflowInShort, inShort, inWords, repliesNow } from './owedReplies';

const onGround: Ask = {
	displayName: 'If There Is a Ground to Refuse',
	name: 'onGround',
	type: 'options',
	options: [
		{ name: 'Refuse', value: 'refuse', description: 'Refuse the demand, and name the grounds to the tax office' },
		{ name: 'Stop and Tell', value: 'stop', description: 'Neither accept nor refuse it: the output names the grounds, and a person decides' },
	],
	default: 'stop',
	description: 'What to do with a demand that is for another company, in a wrong form, wrongly signed, or encrypted to somebody else. Nothing else is a ground.',
};

/** A file of a demand, where it went, and what stands in it. */
interface ToldFile {
	readonly documentId: string;
	readonly fileName: string;
	readonly field: string;
	readonly recognized?: WireRecognized;
}

const toldFile: Outline<ToldFile> = {
	documentId: words('Id of the document', ({ documentId }) => documentId),
	fileName: words('Name of the file', ({ fileName }) => fileName),
	field: words('Binary field of the output that holds it', ({ field }) => field),
	demandNumber: words('Number of the demand', ({ recognized }) => recognized?.['demand-number']),
	demandDate: words('Date of the demand', ({ recognized }) => dayOf(recognized?.['demand-date'])),
	demandKnd: words('Code of its form', ({ recognized }) => recognized?.['demand-knd']),
	demandForm: words('What it asks for', ({ recognized }, { language }) => demandFormOf(recognized?.['demand-knd'] ?? undefined, language)),
	replyDeadline: words('Last day to answer it', ({ recognized }) => dayOf(recognized?.['reply-deadline-date'])),
	demandInns: texts('INNs that it names', ({ recognized }) => recognized?.['demand-inn-list']),
};

/** What became of a demand, and its files. */
type Told = Pick<AcceptedDemand, 'docflow' | 'outcome' | 'isNew' | 'reasons' | 'recognized' | 'closed'> & { readonly files: readonly ToldFile[] };

const termsOf = ({ docflow: wire, recognized }: Told) => demandTermsOf(wire, [...recognized.values()], verdictOf(wire));
/** The first file that says what it is; most demands have one. */
const mainOf = ({ recognized }: Told) => [...recognized.values()].find((one) => one['demand-number']);
const kndOf = (told: Told) => mainOf(told)?.['demand-knd'] ?? kndsOf(told.docflow)[0];

const acceptedDemand: Outline<Told> = {
	outcome: coded('demandOutcome', 'What became of it: accepted, refused or decisionNeeded', ({ outcome }) => outcome),
	isNew: yesNo('Whether it was accepted or refused now; otherwise an earlier run or somebody else had done it', ({ isNew }) => isNew),
	reasons: parts('Grounds to refuse it', { code: urn<string>('Code of the ground', (code) => code) }, ({ reasons }) => reasons),
	demandNumber: words('Number of the demand', (told) => mainOf(told)?.['demand-number']),
	demandDate: words('Date of the demand', (told) => dayOf(mainOf(told)?.['demand-date'])),
	demandKnd: words('Code of its form', kndOf),
	demandForm: words('What it asks for', (told, { language }) => demandFormOf(kndOf(told), language)),
	demandInns: texts('INNs that it names', ({ recognized }) => [...new Set([...recognized.values()].flatMap((one) => one['demand-inn-list'] ?? []))]),
	receiptDeadline: words('Last day to accept or refuse it', (told) => termsOf(told).receiptDeadline),
	replyDeadline: words('Last day to answer it', (told) => termsOf(told).replyDeadline),
	deadline: words('Next day by which something is owed', (told) => termsOf(told).deadline),
	workingDaysLeft: count('Working days until then: 0 is today, negative is over', (told, { now }) => workingDaysLeft(termsOf(told).deadline, now)),
	wantsDocuments: yesNo('Whether it is answered with documents or explanations, as Answer Demand sends them', (told) => [kndOf(told), ...kndsOf(told.docflow)].some((knd) => knd !== undefined && isAnsweredByInventory(knd))),
	documentId: words('Id of the file of the demand, the first where there are several', ({ files, docflow: wire }) => files.find(({ documentId }) => isAttachment(wire, documentId))?.documentId),
	files: parts('Documents of the demand, decrypted', toldFile, ({ files }) => files),
};

/** Accepts a demand, or refuses it on a ground of the law. */
export const acceptDemandForm: Form = {
	resource: 'demand',
	operation: 'accept',
	name: 'Accept Demand',
	action: 'Accept a demand',
	description: 'Take in a tax demand in one step: decrypt and save its files, read number and deadline, confirm the receipt, check it, and accept it, or refuse it on a ground of the law. A second run goes on where the first one ended.',
	fields: [sameAccount, docflow, onGround, signAndDecryptWith, outputField('demand')],
	more: [senderIp],
	uses: [
		replies.replySend.id,
		replies.replyGenerate.id,
		replies.replySignaturePut.id,
		docflows.docflowGet.id,
		docflows.docflowCheckDemand.id,
		docflowDocuments.docflowDocumentGet.id,
		docflowDocuments.docflowDocumentRecognize.id,
		docflowContents.docflowDocumentDecryptedContentPut.id,
		docflowSignatures.docflowDocumentSignatureContentGet.id,
		contents.contentDownload.id,
		contents.contentUploadStart.id,
		contents.contentUploadChunk.id,
		certificates.certificatesList.id,
	],
	irreversible: true,
	output: { ...docflowInShort, ...acceptedDemand, ...repliesNow, problem: words('What a person has to decide, in words; absent when nothing'), warnings: signingWarnings },
	async run(step) {
		const { onGround: ground, senderIp: ip, ...ref } = step.input({ ...docflowIds, onGround: optional(choice(['stop', 'refuse'])), senderIp: optional(text()) });
		if (step.isDryRun) {
			const wire = await readDemand(step.extern, ref);
			return wouldDo(step, plannedFor(wire), { ...ref, ...inShort(step, wire) });
		}
		const signer = await step.signer();
		const files: ToldFile[] = [];
		const binary: IBinaryKeyData = {};
		const accepted = await acceptDemand(step.extern, ref, {
			signer,
			senderIp: ip ?? '127.0.0.1',
			opener: async () => await step.opener(),
			onGround: ground === 'refuse' ? 'refuse' : 'stop',
			async keep(file) {
				const field = fieldOf(step, file, files.length);
				Object.assign(binary, await stored(step, ref.accountId, file, field));
				files.push({ documentId: file.documentId, fileName: file.fileName, field });
			},
		});
		const told: Told = { ...accepted, files: files.map((file) => ({ ...file, recognized: accepted.recognized.get(file.documentId) })) };
		const summary = summarise(acceptedDemand, told, step.view);
		const problem = problemOf(accepted, summary.reasons);
		// What is not owed any more must not be told by the docflow's own words.
		const about = { ...inShort(step, accepted.docflow), deadline: undefined, workingDaysLeft: undefined };
		return [step.result({ ...ref, ...about, ...summary, ...inWords(step, accepted), problem }, binary)];
	},
};

/** What a run would do to a demand as it is now. */
function plannedFor(wire: WireDocflow): string {
	const verdict = verdictOf(wire);
	if (verdict) return `Nothing: the demand is ${verdict} already. Its files would be decrypted`;
	const isConfirmed = !openRepliesOf(wire).some(({ type }) => type === 'fns534-demand-receipt');
	return [`Decrypt and save the files of the demand`, ...(isConfirmed ? [] : ['confirm its receipt']), 'check it', 'accept it'].join(', ');
}

/** The demand itself has the field that was asked for, its files have numbers after it. */
function fieldOf(step: Step, { isMain }: DemandFile, index: number): string {
	const field = step.text('outputField') || 'demand';
	return isMain ? field : `${field}_${index}`;
}

async function stored(step: Step, accountId: string, file: DemandFile, field: string): Promise<IBinaryKeyData> {
	const bytes = file.bytes ? Buffer.from(file.bytes) : await downloadForStore(step.context, step.extern, accountId, file.contentId);
	return await step.store(field, bytes, file.fileName, file.contentType);
}

function isAttachment({ documents = [] }: WireDocflow, documentId: string): boolean {
	return documents.some(({ id, description }) => id === documentId && description.type === 'urn:document:fns534-demand-attachment');
}

function problemOf({ outcome, closed }: AcceptedDemand, reasons: unknown): string | undefined {
	if (outcome !== 'decisionNeeded') return undefined;
	const grounds = Array.isArray(reasons) ? reasons.map(({ codeLabel }: { codeLabel?: string }) => codeLabel).join('; ') : '';
	const whatToDo = closed.length > 0
		? `None of the certificates of this account opens ${closed.join(', ')}, and nothing was confirmed. Look for the key of an older certificate first; if there is none, run this again with Refuse`
		: 'The receipt is confirmed, but the demand is neither accepted nor refused. Refuse it by running this again with Refuse, or accept it all the same with Reply: Generate, Sign and Send';
	return withoutIds(`There is a ground to refuse the demand: ${grounds}. ${whatToDo}`);
}
