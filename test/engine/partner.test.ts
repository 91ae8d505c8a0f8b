import { makeReport } from '../reports/fnsReport';
import { runWorkflow } from './engine';
import { chosen, itemWith, step } from './filing';
import { freshSandbox } from './freshSandbox';
import type { SignIn } from './signIn';
import { externCredential, givenPartner } from './signIn';

/**
 * A partner company of Kontur files for its users (reference/domain/scenarios.md, the last section):
 * it vouches for a user whom Kontur links by phone once, chooses or opens the company's account, and files.
 */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const LINK = 'legacy-auth-register-external-service-id';
const newcomer = { inn: '6699009990', kpp: '669901001', organizationName: 'ООО «Новичок»' };

/** What the partner's system knows: its key, the user's number and phone, and his own certificate with its test key. */
async function givenPartnersUser(signIn: SignIn) {
	const { partnerPrivateKey, certificate, serviceUserId } = await givenPartner(sandbox, fresh.seed, {});
	const { konturExternApi } = externCredential(sandbox, fresh.seed, signIn);
	const [{ certificates }] = fresh.seed.accounts;
	const ofEmployee = certificates.find(({ note }) => note === 'another-person');
	return {
		konturExternApi: { ...konturExternApi, login: '', password: '', sessionSecret: '', partnerPrivateKey, partnerPublicCertificate: certificate, serviceUserId, phone: fresh.seed.clerk.phone },
		konturExternTestKeyApi: { privateKey: String(ofEmployee?.privateKey), publicCertificate: String(ofEmployee?.content) },
	};
}

const reportOf = ({ inn, kpp, organizationName }: typeof newcomer) =>
	makeReport({ inn, kpp, organizationName, taxOffice: '0087', signer: { surname: 'Небылицын', name: 'Пример', patronymic: 'Образцович' } });
const list = step('konturExternAccount', 'Accounts', 'account', 'getAll', { returnAll: true });
const file = (more = {}) => step('konturExternSend', 'Send Report', 'report', 'send', { ...more, files: 'data', signWith: 'testKey', additionalFields: { powerOfAttorneyId: '3f1f0f7e-55aa-4b52-9d0c-2f7a1a2b3c4d' } });

describe.each<[SignIn, string]>([
	['trusted', 'Bearer'],
	['sessionByTrust', 'auth.sid'],
])('by %s', (signIn, scheme) => {
	test('a company that is new to Extern gets an account, and its report is filed in it', async () => {
		const credentials = await givenPartnersUser(signIn);
		const before = await runWorkflow({ nodes: [list], credentials });
		expect(before.json('Accounts').map(({ inn }) => inn)).not.toContain(newcomer.inn);

		const report = reportOf(newcomer);
		const outcome = await runWorkflow({ nodes: [step('konturExternAccount', 'Create', 'account', 'create', newcomer), file()], credentials, items: [itemWith(report.fileName, report.bytes)] });
		expect(outcome.error?.message).toBeUndefined();
		const [{ accountId }] = outcome.json('Create');
		expect(outcome.json('Send Report')).toEqual([expect.objectContaining({ outcome: 'filed', accountId })]);
		expect((await sandbox.docflows()).docflows).toEqual([expect.objectContaining({ accountId })]);

		const after = await runWorkflow({ nodes: [list], credentials });
		expect(after.json('Accounts').map((account) => account.accountId)).toContain(accountId);
		const requests = await sandbox.requests();
		expect(requests.filter(({ operation }) => operation === LINK)).toHaveLength(1);
		expect(new Set(requests.filter(({ service }) => service === 'api').map(({ headers }) => headers.authorization.split(' ')[0]))).toEqual(new Set([scheme]));
	});

	test('a company that has an account is found among those that the user may see, and its report is filed there', async () => {
		const credentials = await givenPartnersUser(signIn);
		const [{ id, inn, kpp = '', name }] = fresh.seed.accounts;
		const seen = await runWorkflow({ nodes: [list], credentials });
		expect(seen.json('Accounts')).toEqual([expect.objectContaining({ accountId: id, inn })]);
		const report = reportOf({ inn, kpp, organizationName: name });
		const outcome = await runWorkflow({ nodes: [file({ accountId: chosen(id) })], credentials, items: [itemWith(report.fileName, report.bytes)] });
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed', accountId: id });
		expect((await sandbox.operations()).filter((operation) => operation === LINK)).toHaveLength(1);
	});
});
