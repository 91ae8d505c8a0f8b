import { randomUUID } from 'node:crypto';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { testCredential } from './credentialTest';
import type { ItemIn, NodeOnCanvas, WorkflowOutcome } from './engine';
import { runWorkflow } from './engine';
import { chosen, credentialsOf, sendReport, step } from './filing';
import { everythingOf, spellingsIn } from './everythingOf';
import { dssCredential as credentialOfDss, leaksOf } from './keyHolders';
import { freshSandbox } from './freshSandbox';
import type { DssLetter } from './sandbox';
import { Service, stages } from './stages';
import { ofAccount } from './stages/accounts';
import { draftMeta, uploaded } from './stages/drafts';

/** Reports, replies and drafts signed with a key that CryptoPro DSS keeps. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const LONG = 120_000;

type Certificate = DssLetter['certificates'][number];

const dssCredential = (more: ICredentialDataDecryptedObject = {}) => credentialOfDss(sandbox, fresh.seed, more);

const withSecret = () => {
	const { clientId, clientSecret } = fresh.seed.dss.secretClient;
	return { clientId, clientSecret };
};

const certificate = (fits: (one: Certificate) => boolean): Certificate => {
	const found = fresh.seed.dss.certificates.find(fits);
	if (!found) throw new Error('DSS keeps no such certificate');
	return found;
};

async function run(nodes: NodeOnCanvas[], more: { dss?: ICredentialDataDecryptedObject; item?: ItemIn } = {}): Promise<WorkflowOutcome> {
	const credentials = { ...fresh.company.credentials, konturExternDssApi: more.dss ?? dssCredential() };
	return await runWorkflow({ nodes, credentials, items: [more.item ?? fresh.company.item] });
}

/** Answers in the place of the owner of the key as soon as he is asked. */
async function whileAnswering(action: 'confirm' | 'deny' | 'expire', running: Promise<WorkflowOutcome>): Promise<WorkflowOutcome> {
	let isOver = false;
	const outcome = running.finally(() => (isOver = true));
	while (!isOver) {
		await new Promise((resolve) => setTimeout(resolve, 100));
		await sandbox.answerDss(action);
	}
	return await outcome;
}

const file = (more: INodeParameters = {}, options: INodeParameters = {}): NodeOnCanvas => {
	const node = sendReport(fresh.account, more, options);
	return { ...node, parameters: { ...node.parameters, signWith: 'dss' } };
};
const answerReplies = (): NodeOnCanvas => step('konturExternDocflow', 'Process', 'reply', 'process', { signWith: 'dss' });

const askedOfDss = async () => (await sandbox.requests()).filter(({ service }) => service === 'dss').map(({ path }) => path.split('/').at(-1));
const reachedTheService = async () => (await sandbox.operations()).filter((operation) => operation === 'draft-send' || operation === 'draft-prepare');

async function leaksIn(outcome: WorkflowOutcome, dss: ICredentialDataDecryptedObject, more: string[] = []): Promise<string[]> {
	return leaksOf(outcome, [dss.password, dss.clientSecret, dss.pinPassword, ...more, ...(await sandbox.dssTokens())]);
}

test('a report is filed and its replies are answered, signed by DSS without a confirmation', async () => {
	const dss = dssCredential(withSecret());
	const outcome = await run([file(), answerReplies()], { dss });
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false });
	expect(outcome.json('Process')[0]).toMatchObject({ open: [], sent: expect.arrayContaining([expect.objectContaining({ documentId: expect.any(String) })]) });
	const [docflow] = (await sandbox.docflows()).docflows;
	expect(docflow.documents.flatMap(({ signatures }) => signatures.map(({ thumbprint }) => thumbprint))).toContain(certificate(({ isDefault }) => isDefault).thumbprint);
	expect((await askedOfDss()).filter((path) => path === 'token')).toHaveLength(1);
	expect(await leaksIn(outcome, dss)).toEqual([]);
}, LONG);

test('a report and its replies are signed as soon as the owner of the key has confirmed each', async () => {
	await sandbox.setDssPolicy({ signing: true });
	const dss = dssCredential();
	const outcome = await whileAnswering('confirm', run([file(), answerReplies()], { dss }));
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed' });
	expect(outcome.json('Process')[0]).toMatchObject({ open: [] });
	expect(await askedOfDss()).toContain('transactions');
	expect(await leaksIn(outcome, dss)).toEqual([]);
}, LONG);

test.each([
	['deny', 'The owner of the key denied the signature'],
	['expire', 'The signature was not confirmed in time'],
] as const)('after %s nothing is sent, and running it again goes on', async (action, message) => {
	await sandbox.setDssPolicy({ signing: true });
	const outcome = await whileAnswering(action, run([file()]));
	expect(outcome.error?.message).toContain(message);
	expect(await reachedTheService()).toEqual([]);
	await sandbox.setDssPolicy({ signing: false });
	expect((await run([file()])).json('Send Report')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false });
}, LONG);

test('an owner who does nothing ends the waiting, and a code that nobody can type at once', async () => {
	await sandbox.setDssPolicy({ signing: true });
	const waited = await run([file({}, { dssConfirmation: 0 })]);
	expect(waited.error?.message).toContain('did not confirm the signature');
	await sandbox.setDssPolicy({ method: 'sms' });
	const asked = await run([file()]);
	expect(asked.error?.message).toMatch(/^CryptoPro DSS asks for a code to sign .*: Введите код из SMS$/);
	expect(asked.error?.description).toContain('Start Signing in DSS');
	expect(await reachedTheService()).toEqual([]);
}, LONG);

describe('in two steps', () => {
	const start = (): NodeOnCanvas => step('konturExternSign', 'Begin', 'draft', 'startDss');
	const finish = (more: INodeParameters = {}): NodeOnCanvas => step('konturExternSign', 'Finish', 'draft', 'finishDss', more);
	const then = (): NodeOnCanvas[] => [step('konturExternSend', 'Check', 'draft', 'check'), step('konturExternSend', 'Prepare', 'draft', 'prepare'), step('konturExternSend', 'Send', 'draft', 'send')];

	async function givenDraft(): Promise<ItemIn> {
		return await stages['a draft with a report'](await Service.of(sandbox, fresh.seed), fresh.account);
	}

	test('a push message is confirmed while the workflow does something else', async () => {
		await sandbox.setDssPolicy({ signing: true });
		const item = await givenDraft();
		const dss = dssCredential();
		const started = await run([start(), finish()], { item, dss });
		expect(started.error?.message).toBeUndefined();
		const [json] = started.json('Begin');
		expect(json).toMatchObject({ draftId: item.json?.draftId, status: 'waiting', signed: 0, transactions: [{ documentId: item.json?.documentId, question: 'Подтвердите операцию в мобильном приложении', transactionId: expect.any(String), expiresAt: expect.any(String) }] });
		const [waiting] = started.json('Finish');
		expect(waiting).toMatchObject({ status: 'waiting', transactions: json.transactions });
		await sandbox.answerDss('confirm');
		const outcome = await run([finish(), ...then()], { item: { json: waiting }, dss });
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Finish')[0]).toMatchObject({ status: 'signed', signed: 1, transactions: [], documents: [{ isNew: true }] });
		expect(outcome.json('Send')[0]).toMatchObject({ outcome: 'filed' });
		for (const one of [started, outcome]) expect(await leaksIn(one, dss)).toEqual([]);
	}, LONG);

	test('the code of an SMS is typed by a person and told to nobody', async () => {
		await sandbox.setDssPolicy({ signing: true, method: 'sms' });
		await sandbox.setDssCode('canary-4711');
		const { pin = '', thumbprint } = certificate((one) => one.pin !== undefined);
		const dss = dssCredential({ ...withSecret(), pinPassword: pin, thumbprint });
		const open = step('konturExternDraft', 'Open', 'draft', 'createFromReport', { accountId: chosen(fresh.account.id), certificate: chosen(thumbprint) });
		const started = await run([open, start()], { dss });
		expect(started.error?.message).toBeUndefined();
		const [json] = started.json('Begin');
		// The certificate with a PIN code is the one that expires soon.
		expect(json).toMatchObject({ status: 'waiting', transactions: [{ question: 'Введите код из SMS' }], warnings: [{ text: expect.stringMatching(/expires in (9|10) days/) }] });

		const wrong = await run([finish({ confirmationCode: 'canary-0815' })], { item: { json }, dss });
		expect(wrong.error?.message).toContain('CryptoPro DSS did not accept the confirmation code');
		expect(await leaksIn(wrong, dss)).toEqual([]);
		const outcome = await run([finish({ confirmationCode: '={{ $json.code }}' })], { item: { json: { ...json, code: 'canary-4711' } }, dss });
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Finish')[0]).toMatchObject({ status: 'signed', signed: 1 });
		expect(await leaksIn(outcome, dss)).toEqual([]);
		expect(spellingsIn(everythingOf(outcome.output('Finish')), 'canary-4711')).toEqual([]);
		expect(JSON.stringify(await sandbox.requests())).not.toContain('canary-4711');
	}, LONG);

	test('a draft is signed at once where no confirmation is wanted, and finishing finds nothing to do', async () => {
		const outcome = await run([start(), finish()], { item: await givenDraft() });
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Begin')[0]).toMatchObject({ status: 'signed', signed: 1, transactions: [] });
		expect(outcome.json('Finish')[0]).toMatchObject({ status: 'signed', signed: 0, transactions: [] });
	}, LONG);

	test.each([true, false])('a draft with two notifications for the police is signed, with a confirmation of each: %s', async (signing) => {
		await sandbox.setDssPolicy({ signing });
		const json = await givenTwoNotifications();
		const started = await run([step('konturExternSend', 'Check', 'draft', 'check'), start()], { item: { json } });
		expect([started.error?.message, started.error?.description]).toEqual([undefined, undefined]);
		expect(started.json('Begin')[0]).toMatchObject(signing ? { signed: 0, transactions: [{}, {}] } : { signed: 2, transactions: [] });
		await sandbox.answerDss('confirm');
		const outcome = await run([finish(), step('konturExternSend', 'Prepare', 'draft', 'prepare')], { item: { json: started.json('Begin')[0] } });
		expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
		expect(outcome.json('Finish')[0]).toMatchObject({ status: 'signed', signed: signing ? 2 : 0 });
		expect((await sandbox.operations()).filter((operation) => operation === 'draft-signature-put')).toHaveLength(2);
	}, LONG);

	/** A draft of which only the check tells what is to be signed, and only until the first signature is attached. */
	async function givenTwoNotifications() {
		const { account } = fresh.company;
		const service = await Service.of(sandbox, fresh.seed);
		const { id: draftId } = await service.call<{ id: string }>('post', `/v1/${account.id}/drafts`, { ...draftMeta(account), recipient: { 'mvd-code': '660-066' } });
		for (const name of ['Учебнов', 'Проверкин']) {
			const contentId = await uploaded(service, account, Buffer.from(`<?xml version="1.0" encoding="utf-8"?>\n<Уведомление id="${randomUUID()}">${name}</Уведомление>\n`));
			await service.call('post', `/v1/${account.id}/drafts/${draftId}/documents`, { 'content-id': contentId, description: { type: 'urn:document:mvd-notification-epgu-notification', filename: `${name}.xml` } });
		}
		await sandbox.clearRequests();
		return { ...ofAccount(account), draftId };
	}

	test.each([
		['startDss', {}],
		['finishDss', { transactions: '[]' }],
	])('an expired certificate stops %s before the owner is asked', async (operation, more) => {
		await sandbox.setDssPolicy({ signing: true });
		const { thumbprint } = certificate(({ note, accountId }) => note === 'expired' && accountId === fresh.account.id);
		const outcome = await run([step('konturExternSign', 'Step', 'draft', operation, more)], { item: await givenDraft(), dss: dssCredential({ thumbprint }) });
		expect(outcome.error?.message).toMatch(/^The certificate of .+ expired on /);
		expect(new Set(await askedOfDss())).toEqual(new Set(['token', 'certificates']));
	}, LONG);

	test('finishing twice attaches once', async () => {
		await sandbox.setDssPolicy({ signing: true });
		const started = await run([start()], { item: await givenDraft() });
		const item = { json: started.json('Begin')[0] };
		await sandbox.answerDss('confirm');
		expect((await run([finish()], { item })).json('Finish')[0]).toMatchObject({ signed: 1 });
		const again = await run([finish()], { item });
		expect(again.error?.message).toBeUndefined();
		expect(again.json('Finish')[0]).toMatchObject({ status: 'signed', signed: 0, documents: [{ isNew: false }] });
	}, LONG);

	test.each(['deny', 'expire'] as const)('after %s finishing tells which file', async (action) => {
		await sandbox.setDssPolicy({ signing: true });
		const started = await run([start()], { item: await givenDraft() });
		await sandbox.answerDss(action);
		const [json] = started.json('Begin');
		const outcome = await run([finish()], { item: { json } });
		expect(outcome.error?.message).toContain(action === 'deny' ? 'denied the signature' : 'not confirmed in time');
		expect(outcome.error?.description).toMatch(/✗ NO_.*\.xml: /);
	}, LONG);

	describe('replies and documents requests are signed too:', () => {
		const places = [
			['reply', 'a reply', 'reply-signature-put'],
			['inventoryReply', 'a reply of an inventory', 'inventory-reply-signature-put'],
			['documentsRequest', 'a documents request', 'documents-request-signature-put'],
		] as const;
		const of = (resource: string) => (name: string, operation: string, more: INodeParameters = {}): NodeOnCanvas => step('konturExternDocflow', name, resource, operation, more);

		/** Without the files that lie ready for other ways of signing. */
		async function given(stage: string): Promise<ItemIn> {
			const { json } = await stages[stage](await Service.of(sandbox, fresh.seed), fresh.account);
			await sandbox.clearRequests();
			return { json };
		}

		test.each(places)('the code for %s is typed by a person, and it is sent', async (resource, stage, attached) => {
			await sandbox.setDssPolicy({ signing: true, method: 'sms' });
			const at = of(resource);
			const item = await given(stage);
			const waits = await run([at('Sign', 'sign', { signWith: 'dss' })], { item });
			expect(waits.error?.message).toMatch(/^CryptoPro DSS asks for a code to sign /);
			expect(waits.error?.description).toContain('Start Signing in DSS');

			await sandbox.setDssCode('canary-4711');
			const started = await run([at('Begin', 'startDss'), at('Finish', 'finishDss')], { item });
			expect([started.error?.message, started.error?.description]).toEqual([undefined, undefined]);
			const [json] = started.json('Begin');
			const waiting = { status: 'waiting', isSigned: false, isNew: false, transactions: [{ question: 'Введите код из SMS', fileName: expect.any(String), transactionId: expect.any(String) }] };
			expect([json, started.json('Finish')[0]]).toMatchObject([waiting, waiting]);
			expect(await sandbox.operations()).not.toContain(attached);

			const outcome = await run([at('Finish', 'finishDss', { confirmationCode: '={{ $json.code }}' }), at('Again', 'finishDss', { transactions: JSON.stringify(json.transactions) }), at('Send', 'send')], { item: { json: { ...json, code: 'canary-4711' } } });
			expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
			expect(outcome.json('Finish')[0]).toMatchObject({ status: 'signed', isSigned: true, isNew: true, transactions: [] });
			expect(outcome.json('Again')[0]).toMatchObject({ status: 'signed', isSigned: true, isNew: false, transactions: [] });
			expect((await sandbox.operations()).filter((operation) => operation === attached)).toHaveLength(1);
			expect(spellingsIn(everythingOf(outcome.output('Finish')), 'canary-4711')).toEqual([]);
		}, LONG);

		test('at once where no confirmation is wanted; and what nobody was asked for is told', async () => {
			const at = of('reply');
			const item = await given('a reply');
			const early = await run([at('Finish', 'finishDss', { transactions: '[]' })], { item });
			expect(early.error?.message).toMatch(/ is not signed, and no signature of it is waited for$/);
			const outcome = await run([at('Begin', 'startDss'), at('Finish', 'finishDss'), at('Send', 'send')], { item });
			expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
			expect([outcome.json('Begin')[0], outcome.json('Finish')[0]]).toMatchObject([{ status: 'signed', isNew: true }, { status: 'signed', isNew: false }]);
		}, LONG);
	});

	test('what is no output of the first step is refused in words', async () => {
		const outcome = await run([finish({ transactions: '[{"documentId": 1}]' })], { item: await givenDraft() });
		expect(outcome.error?.message).toBe('Transactions is not what Start Signing in DSS gave');
	}, LONG);
});

describe('before anything is sent, it stops in words for', () => {
	const canary = 'canary-password/1';

	test.each<[string, () => ICredentialDataDecryptedObject, string]>([
		['a wrong password', () => ({ password: canary }), 'CryptoPro DSS did not accept the sign-in (401): invalid_grant, Неверное имя пользователя или пароль'],
		['an unknown program', () => ({ clientId: 'nobody' }), 'CryptoPro DSS did not accept the sign-in (401): invalid_client'],
		['a wrong thumbprint', () => ({ thumbprint: 'A'.repeat(40) }), `CryptoPro DSS keeps no certificate with the thumbprint ${'A'.repeat(40)} for this user`],
		['a wrong PIN code', () => ({ thumbprint: certificate((one) => one.pin !== undefined).thumbprint, pinPassword: 'canary-pin' }), 'CryptoPro DSS refused (400): invalid_pin'],
		['a wrong name of the application', () => ({ signServerName: 'Other' }), 'CryptoPro DSS did not accept the sign-in (401): invalid_resource'],
		['a server that is not there', () => ({ url: 'http://127.0.0.1:1' }), 'CryptoPro DSS cannot be reached: '],
		['plain http', () => ({ url: 'http://dss.example.org' }), 'http://dss.example.org is not encrypted'],
		['an empty login', () => ({ login: '' }), 'The credential of CryptoPro DSS lacks Login'],
	])('%s', async (_, more, message) => {
		const dss = dssCredential({ password: fresh.seed.dss.password, ...more() });
		const outcome = await run([file({}, { giveUpAfter: 1 })], { dss });
		expect(outcome.error?.message).toContain(message);
		expect(await reachedTheService()).toEqual([]);
		expect(await leaksIn(outcome, dss)).toEqual([]);
	}, LONG);

	test.each<[string, Parameters<typeof sandbox.fault>[0]['action'], string]>([
		['an outage', { status: 503 }, 'CryptoPro DSS has a fault at the moment (503)'],
		['a right that is missing', { status: 403 }, 'CryptoPro DSS does not allow this (403)'],
		['a redirect', { redirect: 'http://127.0.0.1:1/' }, 'CryptoPro DSS answered in an unexpected way'],
		['an answer of somebody else', { status: 200, body: '<html>' }, 'CryptoPro DSS answered in an unexpected way'],
		['a signature of something else', { status: 200, body: '"AAAA"' }, 'CryptoPro DSS gave a wrong signature'],
	])('%s', async (_, action, message) => {
		await sandbox.fault({ path: '/SignServer/rest/api/documents', action });
		const dss = dssCredential();
		const outcome = await run([file({}, { giveUpAfter: 1 })], { dss });
		expect(outcome.error?.message).toContain(message);
		expect(await reachedTheService()).toEqual([]);
		expect(await leaksIn(outcome, dss)).toEqual([]);
	}, LONG);
});

test('a token that ends in the middle is replaced', async () => {
	await sandbox.fault({ path: '/rest/api/policy', times: 1, action: { expireToken: true } });
	const outcome = await run([file()]);
	expect(outcome.error?.message).toBeUndefined();
	expect((await askedOfDss()).filter((path) => path === 'token')).toHaveLength(2);
}, LONG);

describe('the test of the credential', () => {
	const tested = async (more: ICredentialDataDecryptedObject = {}) => await testCredential('konturExternDssApi', { ...credentialsOf(sandbox, fresh.seed, fresh.account), konturExternDssApi: dssCredential(more) });

	test('signs in, with a client secret or without', async () => {
		const credentials: ICredentialDataDecryptedObject[] = [{}, withSecret(), { url: `${sandbox.addresses.dss}/ ` }];
		for (const more of credentials) {
			const { passes, message } = await tested(more);
			expect([passes, message]).toEqual([true, '']);
		}
		expect(await askedOfDss()).toEqual(['token', 'token', 'token']);
	});

	test.each<[string, ICredentialDataDecryptedObject]>([
		['a wrong password', { password: 'canary-password/1' }],
		['an unknown program', { clientId: 'nobody' }],
		['plain http', { url: 'http://dss.example.org' }],
	])('does not pass with %s', async (_, more) => {
		const { passes, outcome } = await tested(more);
		expect(passes).toBe(false);
		expect(new Set(await askedOfDss())).toEqual(new Set(more.url ? [] : ['token']));
		// n8n keeps the request of a failed test nowhere; what an operator reads is the message.
		expect(spellingsIn(String(outcome.error?.message), String(more.password ?? fresh.seed.dss.password))).toEqual([]);
	});
});
