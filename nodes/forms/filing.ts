import { type Filing, inputError, type Party, readReport, type ReportFile } from '../../extern';
import { accountIds, accounts, flag, guid, optional, organizations, text } from '../../extern/operations';
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

export const generateWarrant: Ask = { displayName: 'Generate Representation Message', name: 'generateWarrant', type: 'boolean', default: false, description: 'Whether Kontur.Extern makes the message about a paper power of attorney' };

/** Who gets a report that is not for the tax service. */
export const reportAuthority: Ask = { ...authority, description: 'Who gets the report. For all but the tax service fill in Authority Code, too.' };

export const authorityCode: Ask = { displayName: 'Authority Code', name: 'authorityCode', type: 'string', default: '', placeholder: 'e.g. 087', description: 'Code of the office that gets the report, where it is not a tax office' };

export const taxOffice: Ask = { displayName: 'Tax Office', name: 'taxOffice', type: 'string', default: '', placeholder: 'e.g. 7702', description: 'Code of the tax office that gets the report. Leave empty to take it from the file.' };

/** The files of the item that Input Binary Fields names, read as reports. */
export async function reportFiles(step: Step): Promise<ReportFile[]> {
	const files = await step.files(step.text('files'));
	return await Promise.all(files.map(async (file) => readReport(file.name, await bytesOf(file))));
}

/** What is filed for whom. Requisites come from the form, else from the organization, else from the file itself. */
export async function filingOf(step: Step, files: readonly ReportFile[], until: Filing['until']): Promise<Filing> {
	const input = step.input({
		...accountIds,
		organizationId: optional(guid('Account: Organization: Get Many')),
		authority: optional(text()),
		authorityCode: optional(text()),
		documentType: optional(text()),
		payerSfrNumber: optional(text()),
		taxOffice: optional(text({ matches: /^\d{4}$/, example: '7702' })),
		powerOfAttorneyId: optional(guid('Account: Organization: Get')),
		generateWarrant: optional(flag()),
		fileAgain: optional(flag()),
		senderIp: optional(text()),
	});
	const [report] = files;
	const { accountId } = input;
	const chosen = input.organizationId ? await step.extern.call(organizations.organizationGet, { accountId, orgId: input.organizationId }) : undefined;
	const payer: Party | undefined = chosen ? chosen.general : report.payer;
	if (!payer) throw inputError(`${report.fileName} does not say who the taxpayer is`, 'Choose the organization');
	const toTaxService = (input.authority ?? TAX_SERVICE) === TAX_SERVICE;
	const own = await step.extern.call(accounts.accountGet, { accountId });
	const isRepresentative = own.inn !== payer.inn;
	return {
		accountId,
		files,
		documentType: input.documentType,
		payer: { inn: payer.inn, kpp: payer.kpp, sfrNumber: input.payerSfrNumber },
		sender: isRepresentative ? { inn: own.inn, kpp: own.kpp } : { inn: payer.inn, kpp: payer.kpp },
		recipient: toTaxService ? taxOfficeOf(report, input.taxOffice) : otherRecipient(input),
		isRepresentative,
		powerOfAttorneyId: input.powerOfAttorneyId ?? (isRepresentative && toTaxService ? chosen?.['fns-mchd-id'] : undefined),
		generateWarrant: input.generateWarrant,
		fileAgain: input.fileAgain,
		senderIp: input.senderIp ?? '127.0.0.1',
		until,
		patienceMs: step.patienceMs,
	};
}

/** The tax office, which the file tells where the form does not. */
function taxOfficeOf(report: ReportFile, given: string | undefined): Filing['recipient'] {
	const office = given ?? report.taxOffice;
	if (!office) throw inputError(`${report.fileName} does not say which tax office gets it`, 'Fill in Tax Office under Additional Fields, or choose another Authority there');
	return { 'ifns-code': office, 'mri-code': report.transitOffice };
}

function otherRecipient(input: { authority?: string; authorityCode?: string }): Filing['recipient'] {
	if (!input.authorityCode) throw inputError('The office that gets the report is not named', 'Fill in Authority Code under Additional Fields', 'authorityCode');
	return recipientOf(input.authority ?? TAX_SERVICE, input.authorityCode);
}

const TAX_SERVICE = 'fns';
