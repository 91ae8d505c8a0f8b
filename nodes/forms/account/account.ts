import { createAccount, inputError } from '../../../extern';
import { accounts, optional, text } from '../../../extern/operations';
import { doneForm, form, listForm, wouldDo } from '../catalogueForm';
import { account } from '../fields';
import type { Form } from '../form';
import { INN, KPP } from '../requisites';

export const accountForms: Form[] = [
	form(accounts.accountGet, {
		resource: 'account',
		operation: 'get',
		name: 'Get',
		action: 'Get an account',
		description: 'Read one account',
		fields: [account],
	}),
	{
		resource: 'account',
		operation: 'create',
		name: 'Create',
		action: 'Create an account',
		description: 'Open a workspace for a company or a sole trader. The signed-in user becomes its administrator.',
		fields: [
			{ displayName: 'INN', name: 'inn', type: 'string', required: true, default: '', placeholder: 'e.g. 7712345678', description: 'INN of the company (10 digits) or the sole trader (12 digits)' },
			{ displayName: 'KPP', name: 'kpp', type: 'string', default: '', placeholder: 'e.g. 771201001', description: 'KPP of the company; empty for a sole trader' },
			{ displayName: 'Organization Name', name: 'organizationName', type: 'string', required: true, default: '', placeholder: 'e.g. ООО «Ромашка»', description: 'Name of the company or the sole trader' },
		],
		uses: [accounts.accountCreate.id, accounts.accountGet.id],
		irreversible: true,
		output: accounts.accountCreate.outline,
		simplifies: true,
		async run(step) {
			const company = step.input({ inn: text(INN), kpp: optional(text(KPP)), organizationName: text() });
			requireKppOfCompany(company);
			// The account that came in is another one, and a step after a dry run must not take it for the new one.
			if (step.isDryRun) return wouldDo(step, `Create an account for ${company.organizationName}, INN ${company.inn}`, { accountId: undefined });
			const created = await createAccount(step.extern, company);
			return [step.answer(created, accounts.accountCreate.outline, { accountId: created.id })];
		},
	},
	doneForm(accounts.accountDelete, {
		resource: 'account',
		operation: 'delete',
		name: 'Delete',
		action: 'Delete an account',
		description: 'Delete an account. A partner can delete only accounts that it created.',
		fields: [account],
		done: 'deleted',
	}),
	listForm(accounts.accountsList, {
		resource: 'account',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many accounts',
		description: 'List the accounts that the signed-in user sees',
		fields: [],
	}),
	listForm(accounts.accountUsersList, {
		resource: 'account',
		operation: 'getUsers',
		name: 'Get Users',
		action: 'Get the users of an account',
		description: 'List who may sign in to an account; needs an administrator. A user comes once for each account that he can enter.',
		fields: [account],
	}),
];

/** The vendor's SDK opens accounts of companies with a KPP and of sole traders without; what the service makes of anything else is not known. */
function requireKppOfCompany({ inn, kpp }: { readonly inn: string; readonly kpp?: string }): void {
	const isCompany = inn.length === 10;
	if (isCompany && !kpp) throw inputError('kpp is missing', 'A company, whose INN has 10 digits, has a KPP', 'kpp');
	if (!isCompany && kpp) throw inputError(`kpp: "${kpp}" does not fit the INN`, 'A sole trader, whose INN has 12 digits, has no KPP', 'kpp');
}
