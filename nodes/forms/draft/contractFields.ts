import { codesIn } from '../../../extern';
import { codeOptions } from '../codeOptions';
import type { Ask } from '../form';

/** Contracts that have fields of their own here, by how they are asked for. */
export const INFORMATION_REQUESTS = ['ION3', 'ION4', 'ION5', 'ION6', 'ION7', 'ION8', 'ION9'];
const ABOUT_PERIOD = ['ION3', 'ION4', 'ION6', 'ION8', 'ION9'];
export const SUBSCRIPTIONS = ['fssSedoProviderSubscriptionForRegistrationNumber', 'FssSedoAbonentSubscriptionForRegistrationNumber'];
export const JOINING = 'ZPED';
const BY_EMPLOYEE = 'FssSedoAbonentSubscriptionForSnils';

/** Kinds that the SDKs know and the docs do not name any more. */
const older = [
	{ name: 'SEDO Subscription of an Employer by Registration Number', value: SUBSCRIPTIONS[1] },
	{ name: 'SEDO Subscription of an Employer by SNILS', value: BY_EMPLOYEE },
];

const ofRequest = { contractType: INFORMATION_REQUESTS };
const ofPeriod = { contractType: ABOUT_PERIOD };
const ofJoining = { contractType: [JOINING] };

/** Whether a subscription begins or ends. */
export const subscriptionWish: Ask = {
	displayName: 'Subscription',
	name: 'subscriptionType',
	type: 'options',
	options: [
		{ name: 'Subscribe', value: 'subscribe' },
		{ name: 'Unsubscribe', value: 'unsubscribe' },
	],
	default: 'subscribe',
	description: 'Whether the documents of the Social Fund are to come from now on, or no longer',
};

/** What a request for information says, besides its kind. */
const ofInformation: Ask[] = [
	{
		displayName: 'Answer Format',
		name: 'answerFormat',
		type: 'options',
		options: [
			{ name: 'PDF', value: 4 },
			{ name: 'RTF', value: 1 },
			{ name: 'XML', value: 2 },
		],
		default: 4,
		description: 'In which format the tax office answers',
		when: ofRequest,
	},
	{ displayName: 'Period Begin', name: 'periodBegin', type: 'dateTime', default: '', description: 'First day that the request asks about', when: ofPeriod },
	{ displayName: 'Period End', name: 'periodEnd', type: 'dateTime', default: '', description: 'Last day that the request asks about, in the same calendar year', when: ofPeriod },
	{ displayName: 'Taxpayer Name', name: 'taxpayerName', type: 'string', default: '', placeholder: 'e.g. ООО «Ромашка»', description: 'Full name of the company, or of the sole trader', when: ofRequest },
	{
		displayName: 'Signer',
		name: 'signerType',
		type: 'options',
		options: [
			{ name: 'Chief of the Company', value: 'chief' },
			{ name: 'Representative', value: 'representative' },
		],
		default: 'chief',
		description: 'Who signs the request: who heads the company, or somebody with a power of attorney',
		when: ofRequest,
	},
];

/** Kind and content of a request for information, where nothing else can be asked for. */
export const informationFields: Ask[] = [
	{
		displayName: 'Request',
		name: 'contractType',
		type: 'options',
		options: codeOptions(codesIn('contractType').filter(({ urn }) => INFORMATION_REQUESTS.includes(urn))),
		default: 'ION7',
		description: 'What the tax service is asked for',
	},
	...ofInformation,
];

/**
 * Fields of a contract, the kind first: it decides which of the others count. None of the others is required by n8n,
 * which would want all of them where the kind is an expression.
 */
export const contractFields: Ask[] = [
	{
		displayName: 'Document Kind',
		name: 'contractType',
		type: 'options',
		options: [...codeOptions(codesIn('contractType')), ...older].sort((a, b) => a.name.localeCompare(b.name, 'en')),
		default: 'ION7',
		description: 'What Kontur.Extern writes. Another kind of the service can be given by an expression, its content as JSON.',
	},
	...ofInformation,
	{ ...subscriptionWish, when: { contractType: SUBSCRIPTIONS } },
	{
		displayName: 'Applicant',
		name: 'applicant',
		type: 'options',
		options: [
			{ name: 'Company', value: 'company' },
			{ name: 'Sole Trader', value: 'soleTrader' },
		],
		default: 'company',
		description: 'Who joins the electronic exchange with the Social Fund',
		when: ofJoining,
	},
	{ displayName: 'Applicant Name', name: 'applicantName', type: 'string', default: '', placeholder: 'e.g. ООО «Ромашка»', description: 'Full name of the company; surname, name and patronymic of the sole trader', when: ofJoining },
	{ displayName: 'SNILS', name: 'snils', type: 'string', default: '', placeholder: 'e.g. 112-233-445 95', description: 'SNILS of the sole trader', when: { contractType: [JOINING], applicant: ['soleTrader'] } },
	{ displayName: 'Representative Name', name: 'representativeName', type: 'string', default: '', placeholder: 'e.g. Иванова Анна Петровна', description: 'Surname, name and patronymic of who signs the application', when: ofJoining },
	{ displayName: 'Content', name: 'contract', type: 'json', default: '{}', description: 'What the document says, as the API writes the contract of this kind', when: { contractType: [BY_EMPLOYEE] } },
];

const moreOfRequest = { '/contractType': INFORMATION_REQUESTS };
const moreOfBalance = { '/contractType': ['ION7'] };
const moreOfJoining = { '/contractType': [JOINING] };

/** What only some requests for information ask for. */
export const rarelyOfRequest: Ask[] = [
	{ displayName: 'Chief Name', name: 'chiefName', type: 'string', default: '', placeholder: 'e.g. Иванова Анна Петровна', description: 'Surname, name and patronymic of the chief of the company', when: moreOfRequest },
	{ displayName: 'Detail', name: 'detail', type: 'json', default: '{}', description: 'How detailed the balance certificate is to be, as the API writes it', when: moreOfBalance },
	{ displayName: 'Divisions', name: 'divisionKpp', type: 'string', default: '', placeholder: 'e.g. 771201001, 780101001', description: 'KPP of the divisions that the request asks about, separated by commas; leave empty for all', when: moreOfBalance },
	{ displayName: 'KBK', name: 'kbk', type: 'string', default: '', placeholder: 'e.g. 18201061201010000510', description: 'Budget classification codes that the request asks about, separated by commas; leave empty for all', when: { '/contractType': ['ION4', 'ION7'] } },
	{ displayName: 'OKTMO', name: 'oktmo', type: 'string', default: '', placeholder: 'e.g. 45348000', description: 'Codes of municipalities that the request asks about, separated by commas; leave empty for all', when: moreOfBalance },
	{ displayName: 'OKVED', name: 'okved', type: 'string', default: '', description: 'Kind of business of the taxpayer', when: moreOfRequest },
	{ displayName: 'Power of Attorney ID', name: 'powerOfAttorneyId', type: 'string', default: '', description: 'ID of the machine-readable power of attorney of a representative', when: moreOfRequest },
	{ displayName: 'Representative Document', name: 'representativeDocument', type: 'string', default: '', description: 'Name of the document that gives the representative the right to sign', when: moreOfRequest },
	{ displayName: 'Sender Name', name: 'senderName', type: 'string', default: '', description: 'Name of the sender. Leave empty when the taxpayer sends.', when: moreOfRequest },
	{ displayName: 'Taxpayer KPP', name: 'taxpayerKpp', type: 'string', default: '', placeholder: 'e.g. 771201001', description: 'KPP of the taxpayer', when: moreOfRequest },
];

export const rarely: Ask[] = [
	...rarelyOfRequest,
	{ displayName: 'Contract Version', name: 'version', type: 'number', typeOptions: { minValue: 0 }, default: 3, description: 'Version of the contract, which follows from the kind of document where it is not given' },
	{ displayName: 'Email', name: 'email', type: 'string', default: '', placeholder: 'e.g. name@email.com', description: 'Email address of the applicant', when: moreOfJoining },
	{ displayName: 'Phone', name: 'phone', type: 'string', default: '', description: 'Phone number of the taxpayer or applicant' },
	{ displayName: 'Position', name: 'position', type: 'string', default: '', placeholder: 'e.g. Директор', description: 'Position of who signs the application', when: moreOfJoining },
	{ displayName: 'Short Name', name: 'shortName', type: 'string', default: '', placeholder: 'e.g. ООО «Ромашка»', description: 'Short name of the company', when: moreOfJoining },
];
