import { type Filing, inputError, isWarrantName, itemsOf, type Party, readReport, type ReportFile, type WireOrganization } from '../../extern';
import { accountIds, accounts, drafts, flag, guid, optional, organizations, text } from '../../extern/operations';
import { bytesOf } from '../run/binary';
import type { Step } from '../run/step';
import { authority, recipientOf } from './draft/parties';
import type { Ask } from './form';

/** The files of one report. */
export const reportFields: Ask = {
	displayName: 'Input Binary Fields',
	name: 'files',
	type: 'string',
	required: true,
	default: 'data',
	hint: 'Names of the input binary fields, separated by commas; the report first, then what belongs to it',
	description: 'Which files of the item to file',
};

export const fileAgain: Ask = { displayName: 'File Again', name: 'fileAgain', type: 'boolean', default: false, description: 'Whether to file a report deliberately a second time although it was filed before' };

export const generateWarrant: Ask = { displayName: 'Generate Representation Message', name: 'generateWarrant', type: 'boolean', default: false, description: 'Whether Kontur.Extern makes the message about representation, where a representative files with a power of attorney on paper' };

/** Who gets a report that is not for the tax service. */
export const reportAuthority: Ask = { ...authority, description: 'Who gets the report. For all but the tax service fill in Authority Code, too.' };

export const authorityCode: Ask = { displayName: 'Authority Code', name: 'authorityCode', type: 'string', default: '', placeholder: 'e.g. 087', description: 'Code of the office that gets the report, where it is not a tax office' };

export const taxOffice: Ask = { displayName: 'Tax Office', name: 'taxOffice', type: 'string', default: '', placeholder: 'e.g. 7702', description: 'Code of the tax office that gets the report. Leave empty to take it from the file.' };

/** A draft to go on with instead of the report's own. */
export const goOnWithDraft: Ask = { displayName: 'Draft ID', name: 'draftId', type: 'string', default: '', placeholder: 'e.g. 3d2c1b0a-9f8e-4d7c-b6a5-948372615040', description: 'Draft to go on with, for example of a run that was interrupted or of other steps. Its requisites and files stay; the report file is not needed then.' };

export const payerOkpo: Ask = { displayName: 'Payer OKPO', name: 'payerOkpo', type: 'string', default: '', placeholder: 'e.g. 00032537', description: 'OKPO of the payer, which the statistics service asks for. Leave empty to take it from the file.' };

/** The files of the item that Input Binary Fields names, read as reports. A draft that is gone on with may do without. */
export async function reportFiles(step: Step): Promise<ReportFile[]> {
	const names = step.text('files');
	const present = names.split(',').map((name) => name.trim()).filter((name) => step.item.binary?.[name]);
	if (step.text('draftId') !== '' && present.length === 0) return [];
	const files = await step.files(names);
	return await Promise.all(files.map(async (file) => readReport(file.name, await bytesOf(file))));
}

/** How to go on with a draft: everything about it stands in the draft itself. */
async function draftFiling(step: Step, files: readonly ReportFile[], draftId: string): Promise<Pick<Filing, 'accountId' | 'files' | 'draftId' | 'sender' | 'payer' | 'recipient' | 'isRepresentative'>> {
	const { accountId } = step.input(accountIds);
	const { meta } = await step.extern.call(drafts.draftGet, { accountId, draftId });
	const { inn, organization } = meta.payer;
	return {
		accountId,
		files,
		draftId,
		sender: { inn: meta.sender.inn, kpp: meta.sender.kpp },
		payer: { inn, kpp: organization?.kpp },
		recipient: meta.recipient,
		isRepresentative: meta.sender['is-representative'],
	};
}

/** What is filed for whom. Requisites come from the form, else from the organization, else from the file itself. */
export async function filingOf(step: Step, files: readonly ReportFile[], until: Filing['until']): Promise<Filing> {
	const more = step.input({ draftId: optional(guid('Draft: Create')), senderIp: optional(text()), stopOnWarnings: optional(flag()) });
	const course = { senderIp: more.senderIp ?? '127.0.0.1', stopOnWarnings: more.stopOnWarnings, until, patienceMs: step.patienceMs };
	return more.draftId ? { ...(await draftFiling(step, files, more.draftId)), ...course } : { ...(await reportFiling(step, files)), ...course };
}

async function reportFiling(step: Step, files: readonly ReportFile[]): Promise<Omit<Filing, 'senderIp' | 'until' | 'patienceMs'>> {
	const input = step.input({
		...accountIds,
		organizationId: optional(guid('Account: Organization: Get Many')),
		authority: optional(text()),
		authorityCode: optional(text()),
		documentType: optional(text()),
		payerOkpo: optional(text()),
		payerSfrNumber: optional(text()),
		taxOffice: optional(text({ matches: /^\d{4}$/, example: '7702' })),
		powerOfAttorneyId: optional(guid('Account: Organization: Get')),
		generateWarrant: optional(flag()),
		fileAgain: optional(flag()),
	});
	const [report] = files;
	const { accountId } = input;
	const chosen = input.organizationId ? await step.extern.call(organizations.organizationGet, { accountId, orgId: input.organizationId }) : undefined;
	const payer: Party | undefined = chosen ? chosen.general : report.payer;
	if (!payer) throw inputError(`${report.fileName} does not say who the taxpayer is`, 'Choose the organization');
	const authorityName = input.authority ?? report.authority ?? TAX_SERVICE;
	const toTaxService = authorityName === TAX_SERVICE;
	const own = await step.extern.call(accounts.accountGet, { accountId });
	const isRepresentative = own.inn !== payer.inn;
	const isPowerWanted = isRepresentative && toTaxService && !input.powerOfAttorneyId && !input.generateWarrant && !files.some(({ fileName }) => isWarrantName(fileName));
	return {
		accountId,
		files,
		documentType: input.documentType,
		payer: { inn: payer.inn, kpp: payer.kpp, sfrNumber: input.payerSfrNumber ?? report.sfrNumber, okpo: input.payerOkpo ?? report.okpo },
		sender: isRepresentative ? { inn: own.inn, kpp: own.kpp } : { inn: payer.inn, kpp: payer.kpp },
		recipient: toTaxService ? taxOfficeOf(report, input.taxOffice) : otherRecipient(authorityName, input.authorityCode),
		isRepresentative,
		powerOfAttorneyId: isPowerWanted ? await powerOfAttorneyOf(step, accountId, payer, chosen) : input.powerOfAttorneyId,
		generateWarrant: input.generateWarrant,
		fileAgain: input.fileAgain,
	};
}

/** The power of attorney that an organization of the account has; only the organization itself tells it (scenarios (b)). */
async function powerOfAttorneyOf({ extern }: Step, accountId: string, payer: Party, chosen: WireOrganization | undefined): Promise<string | undefined> {
	if (chosen) return chosen['fns-mchd-id'];
	for await (const { id } of itemsOf(extern, organizations.organizationsList, { accountId, ...payer }, 1)) {
		return (await extern.call(organizations.organizationGet, { accountId, orgId: id }))['fns-mchd-id'];
	}
	return undefined;
}

/** The tax office, which the file tells where the form does not. */
function taxOfficeOf(report: ReportFile, given: string | undefined): Filing['recipient'] {
	const office = given ?? report.taxOffice;
	if (!office) throw inputError(`${report.fileName} does not say which tax office gets it`, 'Fill in Tax Office under Additional Fields, or choose another Authority there');
	return { 'ifns-code': office, 'mri-code': report.transitOffice };
}

function otherRecipient(authorityName: string, authorityCode: string | undefined): Filing['recipient'] {
	if (!authorityCode) throw inputError('The office that gets the report is not named', 'Fill in Authority Code under Additional Fields', 'authorityCode');
	return recipientOf(authorityName, authorityCode);
}

const TAX_SERVICE = 'fns';
