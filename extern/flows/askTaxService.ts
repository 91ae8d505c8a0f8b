import { moscowDay } from '../calendar';
import type { Extern } from '../client';
import type { Signer } from '../signing';
import { buildContract, type ContractDocument } from './buildContract';
import { derivedId } from './derivedId';
import type { DraftRef } from './draftStages';
import { findDraft, firstUnsent, isSent } from './draftState';
import { draftMetaOf, type Correspondence } from './parties';
import { sendOnce, type SentOnce } from './sendOnce';

/** A request for information to the tax office (ИОН). */
export interface Question extends Correspondence, ContractDocument {
	/** Sends it although it was sent today. */
	readonly sendAgain?: boolean;
	/** How long to wait for background tasks, in milliseconds. */
	readonly patienceMs: number;
}

/**
 * Has the service write a request from its contract, and sends it (scenarios (e)). The same request of the same day in
 * Moscow is sent once: a workflow that runs every morning asks every morning, and one that is started again gets the
 * docflow of the first run. What a run began and did not send, also yesterday, is gone on with.
 * @throws ExternError as {@link sendOnce}
 */
export async function askTaxService(extern: Extern, question: Question, signer: Signer): Promise<SentOnce> {
	const draft = await chooseDraft(extern, question);
	return await sendOnce(
		extern,
		{
			draft,
			what: 'The request',
			meta: draftMetaOf(question, signer.certificate),
			fill: async () => await buildContract(extern, draft, question),
			until: extern.port.now() + question.patienceMs,
		},
		signer,
	);
}

async function chooseDraft(extern: Extern, { accountId, payer, recipient, contractType, contract, sendAgain }: Question): Promise<DraftRef> {
	const draftOf = (daysAgo: number, again = 0): DraftRef => {
		const day = moscowDay(extern.port.now(), -daysAgo);
		const whose = [accountId, payer.inn, payer.kpp ?? '', JSON.stringify(recipient)];
		return { accountId, draftId: derivedId('question', ...whose, contractType.toUpperCase(), JSON.stringify(contract), day, String(again)) };
	};
	const begun = await findDraft(extern, draftOf(1));
	if (begun && !isSent(begun)) return draftOf(1);
	return sendAgain ? await firstUnsent(extern, (again) => draftOf(0, again)) : draftOf(0);
}
