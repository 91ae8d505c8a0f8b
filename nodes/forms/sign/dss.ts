import { finishSigning, type SignedInSteps, startSigning, type WaitingDocument } from '../../../extern';
import { count, draftIds, type Outline, parts, words } from '../../../extern/operations';
import { dssDesk } from '../../run/signers/dss';
import type { Result, Step } from '../../run/step';
import { dssCode, transactions, waitingIn, waitingSignature } from '../dssTransactions';
import { draft, sameAccount, signWithDss } from '../fields';
import { signingWarnings } from '../finding';
import type { Form } from '../form';
import { SIGNING_CALLS } from './document';
import { signedDocuments, toldOf } from './signed';

const waitingDocument: Outline<never> = { documentId: words('Id of the file'), ...waitingSignature };

const signedInSteps: Outline<never> = {
	draftId: words('Id of the draft'),
	status: words('`signed` when every file has its signature, `waiting` while the owner of the key has not confirmed all'),
	signed: count('Number of files signed now'),
	documents: signedDocuments('Files that have their signature'),
	transactions: parts('Files whose signature waits to be confirmed', waitingDocument),
	warnings: signingWarnings,
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
			transactions,
			{ ...dssCode, description: `${dssCode.description}. Several codes are separated by commas, in the order of the files.` },
		],
		uses: SIGNING_CALLS,
		output: signedInSteps,
		async run(step) {
			const ref = step.input(draftIds);
			const codes = step.text('confirmationCode').split(',').map((code) => code.trim()).filter(Boolean);
			const asked = waitingIn(step.value('transactions'), (signature, text): WaitingDocument => ({ documentId: text('documentId'), ...signature }));
			return [told(step, ref, await finishSigning(step.extern, ref, await dssDesk(step), asked, codes))];
		},
	},
];

function told(step: Step, ref: { accountId: string; draftId: string }, { signed, waiting }: SignedInSteps): Result {
	return step.result({ ...ref, status: waiting.length > 0 ? 'waiting' : 'signed', ...toldOf(signed), transactions: waiting });
}
