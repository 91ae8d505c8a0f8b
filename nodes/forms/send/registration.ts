import { type Applicant, checkRegistration, codesIn, inputError, type PersonName, registerBusiness, type RegistrationDocument } from '../../../extern';
import { base64, count, flag, list, optional, type Outline, readInput, text } from '../../../extern/operations';
import { bytesOf } from '../../run/binary';
import type { Step } from '../../run/step';
import { wouldDo } from '../catalogueForm';
import { codeOptions } from '../codeOptions';
import { account, authorityCode, payerOrganization, senderIp, signatureFields, signWith } from '../fields';
import type { Ask, Form } from '../form';
import { INN } from '../requisites';
import { rowsOf, textInRow } from '../rows';
import { correspondenceCalls, correspondenceOf, packingCalls, payerFields, sendAgain } from './correspondence';
import { outcomeOf, sentDraft } from './outcome';

const applicants: Ask = {
	displayName: 'Applicants',
	name: 'applicants',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Applicant',
	default: {},
	description: 'Who asks for the registration',
	options: [
		{
			displayName: 'Applicant',
			name: 'applicant',
			values: [
				textInRow('Email', 'email', { placeholder: 'e.g. name@email.com', description: 'Address for the documents of the registration' }),
				textInRow('INN', 'inn', { placeholder: 'e.g. 771234567890', description: 'INN of the applicant' }),
				textInRow('Name', 'name', { placeholder: 'e.g. Анна', description: 'Given name of the applicant' }),
				textInRow('Patronymic', 'patronymic', { placeholder: 'e.g. Петровна', description: 'Patronymic, where there is one' }),
				textInRow('Surname', 'surname', { placeholder: 'e.g. Иванова', description: 'Surname of the applicant' }),
			],
		},
	],
};

const documents: Ask = {
	displayName: 'Documents',
	name: 'documents',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Document',
	default: {},
	description: 'The application, and the papers that go with it',
	options: [
		{
			displayName: 'Document',
			name: 'document',
			values: [
				textInRow('Code', 'code', { placeholder: 'e.g. 011001', description: 'Code of the kind of document (SVDREG), as the program that made the application names it' }),
				textInRow('Input Binary Fields', 'files', { placeholder: 'e.g. data', description: 'Files of the document (XML, PDF, JPG, PNG or TIFF), separated by commas' }),
				textInRow('Signers', 'signers', { placeholder: 'e.g. Иванова Анна Петровна', description: 'Full names of those who sign it, separated by commas. Leave empty for all applicants.' }),
			],
		},
	],
};

const fields: Ask[] = [
	account,
	{ ...payerOrganization, description: 'Company that it is about. Leave empty for the company of the account.' },
	{ ...authorityCode, description: 'Tax office that registers. On the test stand, 0087 registers.' },
	{
		displayName: 'Application',
		name: 'applicationCode',
		type: 'options',
		options: [{ name: 'As Its File Says', value: '' }, ...codeOptions(codesIn('registrationApplication').map(({ urn, label }) => ({ urn, label: `P${urn.slice(1)}: ${label}` })))], // the interface is in Latin letters
		default: '',
		description: 'Form of the application. Another one can be given by an expression.',
	},
	applicants,
	documents,
	signWith,
	signatureFields,
];

const more: Ask[] = [
	textInRow('Additional Certificates', 'additionalCertificates', { description: 'Certificates of others who sign too, as base64, separated by commas' }),
	textInRow('Company Name', 'companyName', { placeholder: 'e.g. ООО «Ромашка»', description: 'Name of the company that is registered already, with its OGRN' }),
	textInRow('Company OGRN', 'companyOgrn', { placeholder: 'e.g. 1027700132195', description: 'OGRN of the company that is changed or closed; a new one has none yet' }),
	{
		displayName: 'Paper Documents',
		name: 'paperDelivery',
		type: 'options',
		options: codeOptions(codesIn('paperDelivery')),
		default: 'no',
		description: 'How papers are handed over, where the applicant wants them besides the electronic documents',
	},
	...payerFields,
	{ ...sendAgain, description: 'Whether to send the application although the same one was sent before' },
	senderIp,
	textInRow('Sole Trader OGRNIP', 'traderOgrn', { placeholder: 'e.g. 304770000123456', description: 'OGRNIP of the sole trader who is changed or closed; a new one has none yet' }),
];

const sentRegistration: Outline<never> = {
	...sentDraft,
	part: count('Which part of the registration this is'),
	partCount: count('Into how many docflows the files were divided'),
};

export const registrationForms: Form[] = [
	{
		resource: 'registration',
		operation: 'send',
		name: 'Register Business',
		action: 'Register a business at the tax service',
		description: 'Send an application to register a company or a sole trader, or to change or close one, with its papers in one step. The same application is never sent twice.',
		fields,
		more,
		uses: [...packingCalls, ...correspondenceCalls],
		irreversible: true,
		waits: true,
		output: sentRegistration,
		run: register,
	},
];

async function register(step: Step) {
	const input = step.input({
		authorityCode: text(),
		applicationCode: optional(text({ matches: /^[РрPp]\d{5}$/, example: 'Р11001' })),
		paperDelivery: optional(text()),
		additionalCertificates: optional(list(base64())),
		traderOgrn: optional(text({ matches: /^\d{15}$/, example: '304770000123456 (15 digits)' })),
		sendAgain: optional(flag()),
	});
	// The letter is Cyrillic, and looks the same on a Latin keyboard.
	const applicationCode = input.applicationCode && `Р${input.applicationCode.slice(1)}`;
	const company = companyOf(step);
	if (company && input.traderOgrn) throw inputError('Both a company and a sole trader are filled in', 'Leave Company OGRN or Sole Trader OGRNIP empty', 'traderOgrn');
	const who = applicantsOf(step);
	const papers = await documentsOf(step);
	checkRegistration(papers);
	const signer = step.isDryRun ? undefined : await step.signer();
	const { correspondence } = await correspondenceOf(step);
	const { accountId } = correspondence;
	if (!signer) return wouldDo(step, `Send ${papers.length} documents of the application ${[applicationCode, 'to'].filter(Boolean).join(' ')} the tax office ${input.authorityCode}`, { accountId });
	const { paperDelivery, additionalCertificates, traderOgrn, sendAgain: again } = input;
	const recipient = { 'registration-ifns-code': input.authorityCode };
	const sent = await registerBusiness(
		step.extern,
		{ ...correspondence, recipient, applicationCode, applicants: who, company, traderOgrn, paperDelivery, additionalCertificates, documents: papers, sendAgain: again, patienceMs: step.patienceMs },
		signer,
	);
	if (sent.kind === 'packing') return [step.result({ accountId, outcome: 'waiting', waitingFor: 'build', draftsBuilderId: sent.draftsBuilderId, taskId: sent.taskId })];
	return sent.parts.map((one, index) => step.result({ accountId, ...outcomeOf(step, one), part: index + 1, partCount: sent.parts.length }));
}

function companyOf(step: Step) {
	const { companyOgrn: ogrn, companyName: name } = step.input({ companyOgrn: optional(text({ matches: /^\d{13}$/, example: '1027700132195 (13 digits)' })), companyName: optional(text()) });
	if (ogrn && name) return { ogrn, name };
	if (!ogrn && !name) return undefined;
	throw inputError('A company is named by its OGRN and its name', 'Fill in both, or neither for a new company', 'companyOgrn');
}

const applicant = { surname: text(), name: text(), patronymic: optional(text()), inn: optional(text(INN)), email: optional(text()) };

function applicantsOf(step: Step): Applicant[] {
	const rows = rowsOf(step.value('applicants'), 'applicant').map((row) => readInput(applicant, row));
	if (rows.length === 0) throw inputError('No applicant is named', 'Add who asks for the registration under Applicants', 'applicants');
	return rows.map(({ surname, name, patronymic, inn, email }) => ({ fio: { surname, name, patronymic }, inn, email }));
}

const described = { code: text({ matches: /^[XХxх\d]\d{5}$/, example: '011001' }), files: text(), signers: optional(list(text({ matches: /^\S+\s+\S+.*$/, example: 'Иванова Анна Петровна' }))) };

async function documentsOf(step: Step): Promise<RegistrationDocument[]> {
	const rows = rowsOf(step.value('documents'), 'document').map((row) => readInput(described, row));
	const read: RegistrationDocument[] = [];
	for (const { code, files, signers } of rows) {
		const own = await step.files(files);
		read.push({
			code: code.replace(/^\D/, 'X'), // Latin; it looks the same on a Russian keyboard
			files: await Promise.all(own.map(async (file) => ({ name: file.name, bytes: await bytesOf(file) }))),
			signers: signers?.map(personIn),
		});
	}
	return read;
}

function personIn(fullName: string): PersonName {
	const [surname, name, ...patronymic] = fullName.split(/\s+/);
	return { surname, name, patronymic: patronymic.length > 0 ? patronymic.join(' ') : undefined };
}
