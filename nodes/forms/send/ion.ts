import { askTaxService } from '../../../extern';
import { contents, draftSignatures, flag, optional, text } from '../../../extern/operations';
import { wouldDo } from '../catalogueForm';
import { informationRequestFrom } from '../draft/contract';
import { informationFields, rarelyOfRequest } from '../draft/contractFields';
import { account, authorityCode, payerOrganization, senderIp, signWith } from '../fields';
import type { Ask, Form } from '../form';
import { correspondenceCalls, correspondenceOf, payerFields, sendAgain, sendingCalls } from './correspondence';
import { outcomeOf, sentDraft } from './outcome';

/** What the company that asks tells of itself, where a contract of the Draft node has to be told. */
const FROM_COMPANY: Readonly<Record<string, string>> = {
	taxpayerName: 'Full name of the company, or of the sole trader. Leave empty to take that of the organization.',
	taxpayerKpp: 'KPP of the taxpayer. Leave empty to take that of the organization.',
	powerOfAttorneyId: 'ID of the machine-readable power of attorney (MChD), where a representative asks. Leave empty to take the one of the organization.',
};

function fromCompany(ask: Ask): Ask {
	return { ...ask, description: FROM_COMPANY[ask.name] ?? ask.description };
}

export const ionForms: Form[] = [
	{
		resource: 'ion',
		operation: 'send',
		name: 'Request From Tax Service',
		action: 'Request information from the tax service',
		description: 'Ask the tax service for a certificate or statement (ION), such as the balance of the tax account, in one step. The same request of the same day is sent once.',
		fields: [account, { ...payerOrganization, description: 'Company that asks. Leave empty for the company of the account.' }, { ...authorityCode, displayName: 'Tax Office', description: 'Tax office that is asked. On the test stand, 0087 answers.' }, ...informationFields.map(fromCompany), signWith],
		more: [...rarelyOfRequest.map(fromCompany), ...payerFields, { ...sendAgain, description: 'Whether to send the request although the same one was sent today' }, senderIp],
		uses: [
			...sendingCalls,
			contents.contentDownload.id,
			draftSignatures.draftSignaturePut.id,
			draftSignatures.draftSignatureContentGet.id,
			draftSignatures.draftSignatureDelete.id,
			...correspondenceCalls,
		],
		irreversible: true,
		waits: true,
		output: sentDraft,
		async run(step) {
			const { authorityCode: office, contractType, sendAgain: again } = step.input({ authorityCode: text(), contractType: text(), sendAgain: optional(flag()) });
			const signer = step.isDryRun ? undefined : await step.signer();
			const { correspondence, name } = await correspondenceOf(step, { toTaxService: true });
			const { accountId, payer, powerOfAttorneyId } = correspondence;
			const contract = informationRequestFrom(step, contractType, { taxpayerName: step.text('taxpayerName') || name, taxpayerKpp: step.text('taxpayerKpp') || payer.kpp, powerOfAttorneyId });
			if (!signer) return wouldDo(step, `Ask the tax office ${office} for ${contractType} of INN ${payer.inn}`, { accountId });
			const sent = await askTaxService(step.extern, { ...correspondence, recipient: { 'ifns-code': office }, contractType, version: 3, contract, sendAgain: again, patienceMs: step.patienceMs }, signer);
			return [step.result({ accountId, ...outcomeOf(step, sent) })];
		},
	},
];
