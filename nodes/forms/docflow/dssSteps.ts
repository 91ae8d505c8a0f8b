import { finishSigningReply, type SignedOrWaiting, startSigningReply, type ToSignInSteps } from '../../../extern';
import { type Fields, type InputOf, type Operation, type Outline, parts, words, yesNo } from '../../../extern/operations';
import { dssDesk } from '../../run/signers/dss';
import type { Result, Step } from '../../run/step';
import { dssCode, notOfTheFirstStep, transactions, waitingIn, waitingSignature } from '../dssTransactions';
import { signWithDss } from '../fields';
import { signingWarnings } from '../finding';
import type { Ask, Form } from '../form';

/** What is signed: a reply, or a request for documents. */
interface Signed<F extends Fields, W extends ToSignInSteps['made']> {
	readonly resource: string;
	/** As the sentences of the node panel call it, such as "a reply". */
	readonly what: string;
	/** The fields that name it. */
	readonly named: readonly Ask[];
	readonly get: Operation<F, W>;
	/** Id of the operation that attaches its signature. */
	readonly signaturePut: string;
	attach(step: Step, ids: InputOf<F>, signature: Uint8Array): Promise<unknown>;
	/** What the output tells of which one it is. */
	readonly output: Outline<never>;
}

/** Signing with CryptoPro DSS while the workflow does something else, or asks a person for the code of an SMS. */
export function dssStepForms<F extends Fields, W extends ToSignInSteps['made']>({ resource, what, named, get, signaturePut, attach, output }: Signed<F, W>): Form[] {
	const common = { resource, uses: [signaturePut, get.id], signsRaw: true, output: { ...output, ...howFar } };
	const toSign = async (step: Step, ids: InputOf<F>): Promise<ToSignInSteps> => ({
		made: await step.extern.call(get, ids),
		rawOrder: step.rawOrder,
		attach: async (signature) => {
			await attach(step, ids, signature);
		},
	});
	return [
		{
			...common,
			operation: 'startDss',
			name: 'Start Signing in DSS',
			action: `Start signing ${what} in DSS`,
			description: `Ask the owner of a key at CryptoPro DSS to confirm the signature of ${what}, without waiting for that`,
			fields: [...named, signWithDss],
			async run(step) {
				const ids = step.input(get.input);
				const desk = await dssDesk(step);
				return [told(step, ids, await startSigningReply(await toSign(step, ids), desk))];
			},
		},
		{
			...common,
			operation: 'finishDss',
			name: 'Finish Signing in DSS',
			action: `Finish signing ${what} in DSS`,
			description: 'Attach the signature that the owner of the key has confirmed meanwhile, or tell that it is waited for still',
			fields: [...named, signWithDss, transactions, dssCode],
			async run(step) {
				const ids = step.input(get.input);
				const [asked, ...others] = waitingIn(step.value('transactions'), (signature) => signature);
				if (others.length > 0) throw notOfTheFirstStep();
				const desk = await dssDesk(step);
				return [told(step, ids, await finishSigningReply(await toSign(step, ids), desk, asked, step.text('confirmationCode') || undefined))];
			},
		},
	];
}

const howFar: Outline<never> = {
	status: words('`signed` when the signature is attached, `waiting` while the owner of the key has not confirmed it'),
	isSigned: yesNo('Whether a signature is attached'),
	isNew: yesNo('Whether it was signed now; otherwise a valid signature was there already'),
	transactions: parts('The signature that waits to be confirmed', waitingSignature),
	warnings: signingWarnings,
};

function told(step: Step, ids: object, { isNew, waiting }: SignedOrWaiting): Result {
	return step.result({ ...ids, status: waiting ? 'waiting' : 'signed', isSigned: !waiting, isNew, transactions: waiting ? [waiting] : [] });
}
