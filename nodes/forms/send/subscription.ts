import { subscribeToSedo } from '../../../extern';
import { choice, text } from '../../../extern/operations';
import { wouldDo } from '../catalogueForm';
import { subscriptionWish } from '../draft/contractFields';
import { account, payerOrganization, powerOfAttorney, senderIp, signatureFields, signWith } from '../fields';
import type { Form } from '../form';
import { correspondenceCalls, correspondenceOf, payerFields, sendingCalls } from './correspondence';
import { outcomeOf, sentDraft } from './outcome';

export const subscriptionForms: Form[] = [
	{
		resource: 'subscription',
		operation: 'send',
		name: 'Subscribe to SEDO',
		action: 'Subscribe to the documents of the social fund',
		description: 'Have the documents of the social fund (SEDO) come through Kontur.Extern, once for each registration number, or end that. Running it again answers with the same docflow.',
		fields: [
			account,
			{ ...payerOrganization, description: 'Company that has the registration number. Leave empty for the company of the account.' },
			{ displayName: 'Registration Number', name: 'registrationNumber', type: 'string', required: true, default: '', placeholder: 'e.g. 087-501-012345', description: 'Number of the company at the social fund' },
			{ displayName: 'FSS Code', name: 'fssCode', type: 'string', required: true, default: '', placeholder: 'e.g. 77020', description: 'Code of the office of the former social insurance fund, five digits. On the test stand, SEDO-TEST answers.' },
			subscriptionWish,
			signWith,
			signatureFields,
		],
		more: [...payerFields, { ...powerOfAttorney, description: 'ID of the machine-readable power of attorney, where a representative subscribes' }, senderIp],
		uses: [
			...sendingCalls,
			...correspondenceCalls,
		],
		irreversible: true,
		signsRaw: true,
		waits: true,
		output: sentDraft,
		async run(step) {
			const { registrationNumber, fssCode, subscriptionType } = step.input({ registrationNumber: text(), fssCode: text(), subscriptionType: choice(['subscribe', 'unsubscribe']) });
			const wish = subscriptionType === 'unsubscribe' ? 'unsubscribe' : 'subscribe';
			const signer = step.isDryRun ? undefined : await step.signer();
			const { correspondence } = await correspondenceOf(step);
			const { accountId } = correspondence;
			if (!signer) return wouldDo(step, `${wish === 'subscribe' ? 'Subscribe to' : 'End the subscription to'} the documents of the social fund for the number ${registrationNumber}`, { accountId });
			const sent = await subscribeToSedo(step.extern, { ...correspondence, recipient: { 'fss-code': fssCode }, registrationNumber, wish, patienceMs: step.patienceMs }, signer);
			return [step.result({ accountId, ...outcomeOf(step, sent) })];
		},
	},
];
