import { type Fields, type Operation, testAccounts } from '../../../../extern/operations';
import type { Result, Step } from '../../../run/step';
import { type Face, form, rawForm, wouldDo } from '../../catalogueForm';
import type { Form } from '../../form';
import { inn, kpp, organizationName, person, request } from './fields';

/** Tools that make accounts, users and certificates. */
export const accountTools: Form[] = [
	newAccountForm(testAccounts.testCompanyAccountCreate, {
		resource: 'testStand',
		operation: 'createCompanyAccount',
		name: 'Create Company Account',
		action: 'Create an account of a company on the test stand',
		description: 'Open an account for a company, with a user, his password and a certificate. Only on the test stand.',
		fields: [inn, kpp, organizationName, ...person],
	}),
	newAccountForm(testAccounts.testTraderAccountCreate, {
		resource: 'testStand',
		operation: 'createTraderAccount',
		name: 'Create Sole Trader Account',
		action: 'Create an account of a sole trader on the test stand',
		description: 'Open an account for a sole trader, with a user, his password and a certificate. Only on the test stand.',
		fields: [inn, organizationName, ...person],
	}),
	form(testAccounts.testPartnerUserCreate, {
		resource: 'testStand',
		operation: 'createPartnerUser',
		name: 'Create User for Partner',
		action: 'Create a user for trusted sign in on the test stand',
		description: 'Make a user whom a partner can link by telephone for trusted sign-in. Only on the test stand.',
		fields: [
			{ displayName: 'Telephone', name: 'phone', type: 'string', required: true, default: '', placeholder: 'e.g. 9123456789', description: 'Telephone by which the user is linked' },
			inn,
			kpp,
			organizationName,
			...person,
		],
	}),
	withPasswordApart(rawForm(testAccounts.testVatAccountCreate, {
		resource: 'testStand',
		operation: 'createVatAccount',
		name: 'Create VAT Account',
		action: 'Create an account for VAT on the test stand',
		description: 'Open an account for trying the return of the value added tax. Only on the test stand.',
		fields: [request],
	})),
	{
		resource: 'testStand',
		operation: 'generateCertificate',
		name: 'Generate Certificate',
		action: 'Generate a certificate on the test stand',
		description: 'Make a certificate with its key, each as a file. Only on the test stand.',
		fields: [inn, kpp, organizationName, ...person],
		more: [
			{ displayName: 'Email', name: 'email', type: 'string', placeholder: 'name@email.com', default: '', description: 'E-mail address in the certificate' },
			{ displayName: 'Encoding', name: 'encoding', type: 'string', default: 'Unicode', description: 'Encoding of the application for the certificate' },
		],
		uses: [testAccounts.testCertificateGenerate.id],
		run: generateCertificate,
	},
	{
		resource: 'testStand',
		operation: 'getConfirmationCode',
		name: 'Get Confirmation Code',
		action: 'Get the code that confirms cloud signing on the test stand',
		description: 'Read the code that a person would get by SMS to confirm signing in the cloud. Only on the test stand.',
		fields: [{ displayName: 'Request ID', name: 'requestId', type: 'string', required: true, default: '={{ $json.requestId }}', description: 'Request to confirm, as the start of signing in the cloud names it' }],
		uses: [testAccounts.testConfirmationCodeGet.id],
		legacy: testAccounts.testConfirmationCodeGet.deprecated,
		async run(step) {
			const input = step.input(testAccounts.testConfirmationCodeGet.input);
			const code = await step.extern.call(testAccounts.testConfirmationCodeGet, input);
			return [step.result({ ...input, code: code.trim() })];
		},
	},
];

/** After a dry run the account of the step before must not pass for the new one. */
const NO_ACCOUNT = { accountId: undefined, organizationId: undefined };

/** The form of a tool that opens an account. */
function newAccountForm<F extends Fields, W extends object>(operation: Operation<F, W>, face: Face): Form {
	return {
		...form(operation, face),
		async run(step) {
			const input = step.input(operation.input);
			if (step.isDryRun) return wouldDo(step, face.description, NO_ACCOUNT);
			const made = await step.extern.call(operation, input);
			return [await passwordApart(step, step.answer(made, operation.outline), made)];
		},
	};
}

function withPasswordApart(tool: Form): Form {
	return {
		...tool,
		async run(step) {
			const results = await tool.run(step);
			if (step.isDryRun) return results.map((result) => ({ ...result, json: { ...result.json, ...NO_ACCOUNT } }));
			return await Promise.all(results.map(async (result) => await passwordApart(step, result, result.json)));
		},
	};
}

/** A password is a file and not JSON, as a key is. */
async function passwordApart(step: Step, { json, binary }: Result, made: object): Promise<Result> {
	const password = 'portalPassword' in made ? made.portalPassword : undefined;
	const file = typeof password === 'string' ? await step.store('password', Buffer.from(password), 'password.txt', 'text/plain') : {};
	return { json: { ...json, portalPassword: undefined }, binary: { ...binary, ...file } };
}

/** The key is a file and not JSON: it belongs into a credential and should not be copied by accident. */
async function generateCertificate(step: Step) {
	const operation = testAccounts.testCertificateGenerate;
	const { certificate, privateKey, pfx } = await step.extern.call(operation, step.input(operation.input));
	const files = {
		...(await step.store('certificateFile', Buffer.from(certificate, 'base64'), 'certificate.cer', 'application/pkix-cert')),
		...(privateKey && (await step.store('privateKey', Buffer.from(privateKey, 'utf8'), 'private.key', 'text/plain'))),
		...(pfx && (await step.store('pfx', Buffer.from(pfx, 'base64'), 'certificate.pfx', 'application/x-pkcs12'))),
	};
	return [step.result({ certificate }, files)];
}
