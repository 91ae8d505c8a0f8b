import { jsonParse } from 'n8n-workflow';
import { finishSigning, inputError, type SignedInSteps, startSigning, type WaitingDocument } from '../../../extern';
import { count, draftIds, type Outline, parts, words } from '../../../extern/operations';
import { dssDesk } from '../../run/signers/dss';
import type { Result, Step } from '../../run/step';
import { draft, sameAccount, signWithDss } from '../fields';
import type { Form } from '../form';
import { SIGNING_CALLS } from './document';
import { signedDocuments, toldOf } from './signed';

const waitingDocument: Outline<never> = {
	documentId: words('Id of the file'),
	fileName: words('Name of the file'),
	transactionId: words('Number of the operation at CryptoPro DSS'),
	refId: words('Number of the question to the owner of the key'),
	question: words('What the owner of the key sees'),
	expiresAt: words('Until when it can be confirmed'),
};

const signedInSteps: Outline<never> = {
	draftId: words('Id of the draft'),
	status: words('`signed` when every file has its signature, `waiting` while the owner of the key has not confirmed all'),
	signed: count('Number of files signed now'),
	documents: signedDocuments('Files that have their signature'),
	transactions: parts('Files whose signature waits to be confirmed', waitingDocument),
};

/** Signing with CryptoPro DSS while the workflow does something else, or asks a person for the code of an SMS. */
export const dssForms: Form[] = [
	{
		resource: 'draft',
		operation: 'startDss',
		name: 'Start Signing in DSS',
		action: 'Start signing a draft in DSS',
		description: 'Ask the owner of a key at CryptoPro DSS to confirm the signatures of a draft, without waiting for that',
		fields: [sameAccount, draft, signWithDss],
		uses: SIGNING_CALLS,
		output: signedInSteps,
		async run(step) {
			const ref = step.input(draftIds);
			return [told(step, ref, await startSigning(step.extern, ref, await dssDesk(step)))];
		},
	},
	{
		resource: 'draft',
		operation: 'finishDss',
		name: 'Finish Signing in DSS',
		action: 'Finish signing a draft in DSS',
		description: 'Attach the signatures that the owner of the key has confirmed meanwhile, or tell that they wait still',
		fields: [
			sameAccount,
			draft,
			signWithDss,
			{
				displayName: 'Transactions',
				name: 'transactions',
				type: 'json',
				required: true,
				default: '={{ $json.transactions }}',
				description: 'What is waited for. Comes from Start Signing in DSS, or from this operation while it waits.',
			},
			{
				displayName: 'Confirmation Code',
				name: 'confirmationCode',
				type: 'string',
				default: '',
				placeholder: 'e.g. 123456',
				description: 'The code of the SMS, where CryptoPro DSS asks for one, for example from a form that the workflow waits for. Several codes are separated by commas, in the order of the files.',
			},
		],
		uses: SIGNING_CALLS,
		output: signedInSteps,
		async run(step) {
			const ref = step.input(draftIds);
			const codes = step.text('confirmationCode').split(',').map((code) => code.trim()).filter(Boolean);
			const asked = waitingIn(step.value('transactions'));
			return [told(step, ref, await finishSigning(step.extern, ref, await dssDesk(step), asked, codes))];
		},
	},
];

function told(step: Step, ref: { accountId: string; draftId: string }, { signed, waiting }: SignedInSteps): Result {
	return step.result({ ...ref, status: waiting.length > 0 ? 'waiting' : 'signed', ...toldOf(signed), transactions: waiting });
}

/** What an item says is waited for; it may have gone through other nodes since. An empty list is one too: all was signed at once. */
function waitingIn(value: unknown): WaitingDocument[] {
	const list = typeof value === 'string' ? jsonParse<unknown>(value, { fallbackValue: undefined }) : value;
	if (!Array.isArray(list)) throw unreadable();
	return list.map((entry): WaitingDocument => {
		const members: Readonly<Record<string, unknown>> = { ...Object(entry) };
		const text = (name: string) => {
			const member = members[name];
			if (typeof member !== 'string' || member === '') throw unreadable();
			return member;
		};
		return { documentId: text('documentId'), fileName: text('fileName'), transactionId: text('transactionId'), refId: text('refId'), question: text('question'), expiresAt: text('expiresAt') };
	});
}

function unreadable() {
	return inputError('transactions is not what Start Signing in DSS gave', 'Connect this node to Start Signing in DSS, or choose its output by an expression such as {{ $("Start").item.json.transactions }}', 'transactions');
}
