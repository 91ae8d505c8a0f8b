import { applicationToJoin, informationRequest, isInformationRequest } from '../../../extern';
import { draftContracts, draftDocumentIds, draftIds, guid, integer, json, list, optional, text } from '../../../extern/operations';
import type { Step } from '../../run/step';
import { draft, draftDocument, sameAccount } from '../fields';
import type { Form } from '../form';
import { KPP } from '../requisites';
import { contractFields, JOINING, rarely, SUBSCRIPTIONS } from './contractFields';

export const contractForms: Form[] = [
	{
		resource: 'document',
		operation: 'build',
		name: 'Build',
		action: 'Build a document of a draft',
		description: 'Have Kontur.Extern write a document and put it into a draft: a request to the tax office, a subscription, an application',
		fields: [sameAccount, draft, ...contractFields],
		more: rarely,
		uses: [draftContracts.draftBuildDocument.id],
		output: draftContracts.draftBuildDocument.outline,
		simplifies: true,
		async run(step) {
			const ref = step.input(draftIds);
			const wire = await step.extern.call(draftContracts.draftBuildDocument, { ...ref, ...contractFrom(step) });
			return [step.answer(wire, draftContracts.draftBuildDocument.outline, ref)];
		},
	},
	{
		resource: 'document',
		operation: 'rebuild',
		name: 'Rebuild',
		action: 'Rebuild a document of a draft',
		description: 'Have Kontur.Extern write the content of a document that is in the draft already, in place of what it holds',
		fields: [sameAccount, draft, draftDocument, ...contractFields],
		more: rarely,
		uses: [draftContracts.draftDocumentBuild.id],
		async run(step) {
			const ref = step.input(draftDocumentIds);
			const filledIn = contractFrom(step);
			await step.extern.call(draftContracts.draftDocumentBuild, { ...ref, ...filledIn });
			return [step.result({ ...ref, contractType: filledIn.contractType, rebuilt: true })];
		},
	},
];

interface Contract {
	readonly contractType: string;
	readonly version?: number;
	readonly contract: unknown;
}

function contractFrom(step: Step): Contract {
	const { contractType, version } = step.input({ contractType: text(), version: optional(integer()) });
	if (isInformationRequest(contractType)) return { contractType, version: version ?? 3, contract: informationRequestFrom(step, contractType) };
	if (isOneOf(SUBSCRIPTIONS, contractType)) return { contractType, version, contract: { 'subscription-type': step.text('subscriptionType') } };
	if (isOneOf([JOINING], contractType)) return { contractType, version, contract: applicationFrom(step) };
	return { contractType, version, contract: step.input({ contract: json() }).contract };
}

/** The docs and the SDKs differ in capital letters. */
function isOneOf(kinds: readonly string[], contractType: string): boolean {
	return kinds.some((kind) => kind.toLowerCase() === contractType.toLowerCase());
}

const DAY = { matches: /^(\d{4}-\d\d-\d\d(T.*)?|\d\d\.\d\d\.\d{4})$/, example: '2025-01-31 or 31.01.2025' };
const KBK = { matches: /^\d{20}$/, example: '18201061201010000510 (20 digits)' };
const OKTMO = { matches: /^(\d{8}|\d{11})$/, example: '45348000 (8 or 11 digits)' };
const SNILS = { matches: /^(\d{11}|\d{3}-\d{3}-\d{3} \d{2})$/, example: '112-233-445 95' };

/**
 * The contract of a request to the tax office, as the form's fields say.
 * @param found values that the form's fields may leave out
 * @throws ExternError `input` that names the field
 */
export function informationRequestFrom(step: Step, contractType: string, found: Readonly<Record<string, unknown>> = {}): object {
	const input = step.input({
		answerFormat: integer(),
		periodBegin: optional(text(DAY)),
		periodEnd: optional(text(DAY)),
		taxpayerName: text(),
		signerType: text(),
		chiefName: optional(text()),
		detail: optional(json()),
		divisionKpp: optional(list(text(KPP))),
		kbk: optional(list(text(KBK))),
		oktmo: optional(list(text(OKTMO))),
		okved: optional(text()),
		phone: optional(text()),
		powerOfAttorneyId: optional(guid('Account: Organization: Get')),
		representativeDocument: optional(text()),
		senderName: optional(text()),
		taxpayerKpp: optional(text(KPP)),
	}, found);
	return informationRequest({ contractType, ...input });
}

function applicationFrom(step: Step): object {
	const { applicant, ...input } = step.input({
		applicant: text(),
		applicantName: text(),
		representativeName: text(),
		email: optional(text()),
		phone: optional(text()),
		position: optional(text()),
		shortName: optional(text()),
	});
	if (applicant === 'company') return applicationToJoin({ isCompany: true, ...input });
	return applicationToJoin({ isCompany: false, ...step.input({ snils: text(SNILS) }), ...input });
}
