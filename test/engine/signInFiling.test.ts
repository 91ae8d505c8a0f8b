import type { CredentialData } from './credentials';
import { runWorkflow } from './engine';
import { chosen, credentialsOf, givenReport, itemWith, sendReport, step, type Company } from './filing';
import { freshSandbox } from './freshSandbox';
import type { SignIn } from './signIn';
import { signedInBy, WAYS } from './signIn';

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

afterEach(async () => {
	await sandbox.clearFaults();
});

const names = Object.keys(WAYS) as SignIn[];
const renewing = names.filter((name) => name !== 'accessToken');
const isOlder = (signIn: SignIn) => signIn === 'authSid' || signIn.startsWith('session');

const credentialsFor = async (signIn: SignIn, { account }: Company): Promise<CredentialData> => ({
	...credentialsOf(sandbox, fresh.seed, account),
	...(await signedInBy(sandbox, fresh.seed, signIn)),
});

const file = async (company: Company, credentials: CredentialData) =>
	await runWorkflow({ nodes: [sendReport(company.account)], credentials, items: [company.item] });

const signIns = async () => (await sandbox.requests()).filter(({ service, fault }) => service === 'identity' && !fault);

test.each(names)('%s files a report', async (signIn) => {
	const company = givenReport(sandbox, fresh.seed);
	const credentials = await credentialsFor(signIn, company);
	const outcome = await file(company, credentials);
	expect(outcome.error).toBeUndefined();
	expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false });
	expect((await sandbox.docflows()).docflows).toHaveLength(1);
	const calls = (await sandbox.requests()).filter(({ service }) => service === 'api');
	expect(new Set(calls.map(({ headers }) => headers.authorization?.split(' ')[0]))).toEqual(new Set([isOlder(signIn) ? 'auth.sid' : 'Bearer']));
	if (isOlder(signIn)) expect(calls.every(({ headers }) => headers['x-kontur-apikey'] === '***')).toBe(true);
});

describe('a session that ends', () => {
	const moments: Array<[SignIn, string]> = [
		...renewing.map((signIn): [SignIn, string] => [signIn, 'draft-send']),
		...['draft-put', 'draft-document-put', 'draft-check', 'draft-task-get'].flatMap((operation): Array<[SignIn, string]> => [
			['password', operation],
			['sessionByPassword', operation],
		]),
	];

	test.each(moments)('with %s at %s is renewed once, and nothing is done twice', async (signIn, operation) => {
		const company = givenReport(sandbox, fresh.seed);
		const credentials = await credentialsFor(signIn, company);
		await sandbox.fault({ operation, times: 1, action: { expireToken: true } });
		const outcome = await file(company, credentials);
		expect(outcome.error).toBeUndefined();
		const calls = (await sandbox.requests()).filter(({ service }) => service === 'api');
		const refused = calls.findIndex(({ status, fault }) => status === 401 && fault);
		expect(calls.slice(refused, refused + 2)).toMatchObject([{ operation, status: 401 }, { operation }]);
		expect(calls[refused + 1].status).toBeLessThan(300);
		expect(calls.filter(({ operation: id, status }) => id === 'draft-send' && status < 300)).toHaveLength(1);
		expect((await sandbox.docflows()).docflows).toHaveLength(1);
	});
});

describe('a run over 200 items', () => {
	const items = Array.from({ length: 200 }, (_, number) => itemWith(`отчёт ${number}.xml`, Buffer.from(`<Файл номер="${number}"/>`)));
	const upload = (company: Company, more = {}) => ({ ...step('konturExternUpload', 'Upload', 'content', 'upload', { accountId: chosen(company.account.id) }), ...more });
	const contentIds = (outcome: Awaited<ReturnType<typeof file>>) => outcome.json('Upload').map(({ contentId }) => contentId);

	test.each(renewing)('survives that the session of %s ends, three times', async (signIn) => {
		const company = givenReport(sandbox, fresh.seed);
		const credentials = await credentialsFor(signIn, company);
		for (const skip of [50, 100, 150]) await sandbox.fault({ operation: 'content-upload-start', skip, times: 1, action: { expireToken: true } });
		const outcome = await runWorkflow({ nodes: [upload(company)], credentials, items });
		expect(outcome.error).toBeUndefined();
		expect(new Set(contentIds(outcome)).size).toBe(200);
		const calls = (await sandbox.requests()).filter(({ service }) => service === 'api');
		expect(calls.filter(({ status, fault }) => status === 401 && fault)).toHaveLength(3);
		expect(calls.filter(({ operation, status }) => operation === 'content-upload-start' && status < 300)).toHaveLength(200);
		// One sign-in to begin with and one for each end, of three requests at most.
		expect((await signIns()).length).toBeLessThanOrEqual(12);
	});

	test('with a given token ends in words where the token ends, and what was done before stays', async () => {
		const company = givenReport(sandbox, fresh.seed);
		const credentials = await credentialsFor('accessToken', company);
		await sandbox.fault({ operation: 'content-upload-start', skip: 100, times: 1, action: { expireToken: true } });
		const outcome = await runWorkflow({ nodes: [upload(company, { onError: 'continueRegularOutput' })], credentials, items });
		expect(outcome.json('Upload').slice(0, 100).every(({ contentId }) => typeof contentId === 'string')).toBe(true);
		expect(outcome.json('Upload').slice(100).map(({ error }) => Object(error).message)).toEqual(
			Array.from({ length: 100 }, () => expect.stringContaining('did not accept the credential "konturExternApi"')),
		);
		const again = await runWorkflow({ nodes: [upload(company)], credentials: await credentialsFor('accessToken', company), items: items.slice(100) });
		expect(new Set([...contentIds(outcome), ...contentIds(again)].filter(Boolean)).size).toBe(200);
	});
});

describe.each<SignIn>(['accessToken', 'authSid'])('%s with nothing to renew it', (signIn) => {
	const ended = async (company: Company): Promise<CredentialData> => ({
		...credentialsOf(sandbox, fresh.seed, company.account),
		...(await signedInBy(sandbox, fresh.seed, signIn, { accessToken: 'e'.repeat(64), sessionSecret: 'f'.repeat(64), sessionRefreshToken: '' })),
	});

	test('that ended is told with the name of the credential, without asking again, and files with a new one', async () => {
		const company = givenReport(sandbox, fresh.seed);
		const credentials = await ended(company);
		await sandbox.clearRequests();
		const outcome = await file(company, credentials);
		expect(outcome.error?.message).toMatch(/^Kontur\.Extern did not accept the credential "konturExternApi": .*[а-яё]/i);
		expect(outcome.error?.description).toContain('A token or session that was entered by hand has to be replaced when it ends');
		expect(await sandbox.requests()).toHaveLength(1);
		const again = await file(company, await credentialsFor(signIn, company));
		expect(again.json('Send Report')[0]).toMatchObject({ outcome: 'filed' });
		expect((await sandbox.docflows()).docflows).toHaveLength(1);
	});
});

test('a given token that ends in the middle stops the filing, and a new one goes on with the same draft', async () => {
	const company = givenReport(sandbox, fresh.seed);
	await sandbox.fault({ operation: 'draft-prepare', times: 1, action: { expireToken: true } });
	const outcome = await file(company, await credentialsFor('accessToken', company));
	expect(outcome.error?.message).toContain('did not accept the credential "konturExternApi"');
	expect((await sandbox.docflows()).docflows).toEqual([]);
	const again = await file(company, await credentialsFor('accessToken', company));
	expect(again.json('Send Report')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false });
	const drafts = new Set((await sandbox.requests()).filter(({ operation }) => operation === 'draft-put').map(({ path }) => path));
	expect(drafts.size).toBe(1);
	expect((await sandbox.docflows()).docflows).toHaveLength(1);
});
