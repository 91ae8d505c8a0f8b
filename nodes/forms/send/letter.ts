import { checkFnsLetter, checkRosstatLetter, inputError, type Letter, type LetterFile, letterText, sendFnsLetter, sendRosstatLetter, type SentLetter } from '../../../extern';
import { count, draftDocuments, drafts, flag, guid, optional, type Outline, parts, text } from '../../../extern/operations';
import { bytesOf } from '../../run/binary';
import type { Step } from '../../run/step';
import { wouldDo } from '../catalogueForm';
import { ADDRESS, addressFields } from '../draft/builderRequisites';
import { account, authorityCode, payerOrganization, senderIp, signatureFields, signWith } from '../fields';
import { generateWarrant } from '../filing';
import { finding } from '../finding';
import type { Ask, Form } from '../form';
import { correspondenceCalls, correspondenceOf, packingCalls, payerFields, sendAgain } from './correspondence';
import { outcomeOf, sentDraft } from './outcome';

const toTaxService = { authority: ['fns'] };

const fields: Ask[] = [
	account,
	{ ...payerOrganization, description: 'Company that writes. Leave empty for the company of the account.' },
	{
		displayName: 'Authority',
		name: 'authority',
		type: 'options',
		options: [
			{ name: 'Statistics Service (Rosstat)', value: 'rosstat' },
			{ name: 'Tax Service (FNS)', value: 'fns' },
		],
		default: 'fns',
		description: 'Who gets the letter. The social fund takes letters as files of its own format: send those with Send Report.',
	},
	{ ...authorityCode, description: 'Office that gets the letter. On the test stand, 0087 and 00-87 accept everything.' },
	{ displayName: 'Region', name: 'region', type: 'string', default: '', placeholder: 'e.g. 77', description: 'Region of the sender\'s address, which a letter to the tax service has to name', when: toTaxService },
	{ displayName: 'Payer OKPO', name: 'payerOkpo', type: 'string', default: '', placeholder: 'e.g. 00032537', description: 'OKPO of the company, which the statistics service asks for', when: { authority: ['rosstat'] } },
	{ displayName: 'Subject', name: 'subject', type: 'string', required: true, default: '', placeholder: 'e.g. О сверке расчётов', description: 'Subject of the letter' },
	{ displayName: 'Text', name: 'letterText', type: 'string', typeOptions: { rows: 5 }, default: '', description: 'What the letter says. Leave empty to take it from a file.' },
	{ displayName: 'Attachment Binary Fields', name: 'attachments', type: 'string', default: '', placeholder: 'e.g. data, scan', hint: 'Names of the input binary fields, separated by commas', description: 'Which files of the item go with the letter. To the tax service, files above 4 MB have to be PDF, JPG, TIFF or PNG.' },
	signWith,
	signatureFields,
];

const more: Ask[] = [
	...addressFields({ '/authority': ['fns'] }),
	{ displayName: 'Answered Docflow ID', name: 'answeredDocflowId', type: 'string', default: '', description: 'Docflow of the letter that this one answers' },
	{ displayName: 'Answered Document ID', name: 'answeredDocumentId', type: 'string', default: '', description: 'Document of that docflow that is answered. Leave empty for the letter itself.' },
	...payerFields,
	{ ...generateWarrant, description: 'Whether Kontur.Extern makes the message about representation, where a representative writes to the tax service with a power of attorney on paper. A ready one (ON_DOV….xml) goes among the attachments.' },
	{ ...sendAgain, description: 'Whether to send the letter although the same one was sent before' },
	senderIp,
	{ displayName: 'Text Binary Field', name: 'textField', type: 'string', default: '', placeholder: 'e.g. letter', hint: 'The name of the input binary field that holds the text file', description: 'File with the text (.txt), where it is not written in Text' },
];

const sentLetter: Outline<never> = {
	...sentDraft,
	part: count('Which part of the letter this is'),
	partCount: count('Into how many docflows the letter was divided'),
	warnings: parts('What was done to the files though the letter went, such as names that were shortened', finding),
};

export const letterForms: Form[] = [
	{
		resource: 'letter',
		operation: 'send',
		name: 'Send Letter',
		action: 'Send a letter to an authority',
		description: 'Write to the tax service or the statistics service in one step, one item for each docflow that the letter is divided into. The same letter is never sent twice.',
		fields,
		more,
		uses: [...packingCalls, drafts.draftPut.id, draftDocuments.draftDocumentPut.id, ...correspondenceCalls],
		irreversible: true,
		waits: true,
		output: sentLetter,
		run: sendLetter,
	},
];

async function sendLetter(step: Step) {
	const { authority, authorityCode: office, subject } = step.input({ authority: text(), authorityCode: text(), subject: text() });
	if (authority !== 'fns' && authority !== 'rosstat') throw inputError(`Letters to "${authority}" cannot be sent here`, 'Choose the tax service or the statistics service; files of the social fund go with Send Report', 'authority');
	const files = { text: await textOf(step), attachments: await attachmentsOf(step) };
	const warnings = authority === 'fns' ? checkFnsLetter(files) : [];
	if (authority === 'rosstat') checkRosstatLetter(files);
	const own = authority === 'fns' ? step.input({ region: text(), payerOkpo: optional(text()) }) : { region: '', ...step.input({ payerOkpo: text() }) };
	const signer = step.isDryRun ? undefined : await step.signer();
	const { correspondence } = await correspondenceOf(step, { toTaxService: authority === 'fns' });
	const { accountId } = correspondence;
	if (!signer) return wouldDo(step, `Write to ${office}: ${subject}`, { accountId, warnings });
	const { answeredDocflowId: docflowId, answeredDocumentId: documentId, sendAgain: again, generateWarrant: withWarrant } = step.input({
		answeredDocflowId: optional(guid()),
		answeredDocumentId: optional(guid()),
		sendAgain: optional(flag()),
		generateWarrant: optional(flag()),
	});
	const letter: Omit<Letter, 'recipient'> = { ...correspondence, ...files, subject, answers: docflowId ? { docflowId, documentId } : undefined, sendAgain: again, patienceMs: step.patienceMs };
	const sent =
		authority === 'fns'
			? await sendFnsLetter(step.extern, { ...letter, recipient: { 'ifns-code': office }, address: addressOf(step, own.region), generateWarrant: withWarrant }, signer)
			: await sendRosstatLetter(step.extern, { ...letter, recipient: { 'togs-code': office }, payerNumbers: { okpo: own.payerOkpo } }, signer);
	return itemsOf(step, accountId, sent);
}

function itemsOf(step: Step, accountId: string, sent: SentLetter) {
	if (sent.kind === 'packing') return [step.result({ accountId, outcome: 'waiting', waitingFor: 'build', draftsBuilderId: sent.draftsBuilderId, taskId: sent.taskId })];
	const { parts: all, warnings } = sent;
	return all.map((one, index) => {
		const told = outcomeOf(step, one);
		return step.result({ accountId, ...told, part: index + 1, partCount: all.length, warnings: [...warnings, ...(told.warnings ?? [])] });
	});
}

async function textOf(step: Step): Promise<LetterFile> {
	const { letterText: written, textField } = step.input({ letterText: optional(text()), textField: optional(text()) });
	if (written && textField) throw inputError('The letter has two texts', 'Either write the text, or name the binary field that holds it', 'letterText');
	if (written) return letterText(written);
	if (!textField) throw inputError('The letter has no text', 'Write it, or name the binary field that holds it', 'letterText');
	const [file] = await step.files(textField);
	return letterText(await bytesOf(file), file.name);
}

async function attachmentsOf(step: Step): Promise<LetterFile[]> {
	const named = step.text('attachments');
	if (!named) return [];
	const files = await step.files(named);
	return await Promise.all(files.map(async (file) => ({ name: file.name, bytes: await bytesOf(file) })));
}

function addressOf(step: Step, region: string) {
	const given = Object.entries(ADDRESS).map(([name, wireName]) => [wireName, step.text(name) || undefined]);
	return { region, ...Object.fromEntries(given) };
}
