import type { INodeParameters } from 'n8n-workflow';

import { readPrivateKey, reversedSignature, signDigest } from '../../gost';
import type { ItemIn } from './engine';
import { runWorkflow } from './engine';
import { certificateOf, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { detached } from './signing';
import { ofAccount } from './stages/accounts';
import { Service, stages } from './stages';
import { readDocflow, timePasses } from './stages/docflows';

/** Replies and documents requests: what is signed, and how, follows from what the service gives. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;
let service: Service;

beforeEach(async () => {
	service = await Service.of(sandbox, fresh.seed);
});

const ORDERS = ['standard', 'reversed'] as const;
const PVSO = 'fss-sedo-pvso-notification';
const BENEFIT = 'fss-sedo-proactive-payments-benefit';

async function givenEmpty(type: string): Promise<ItemIn> {
	const docflowId = await sandbox.beginDocflow(fresh.account.id, type);
	await sandbox.clearRequests();
	return { json: { ...ofAccount(fresh.account), docflowId } };
}

async function run(item: ItemIn, ...nodes: Array<ReturnType<typeof step>>) {
	return await runWorkflow({ nodes, credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [item] });
}

const ask = (typed: INodeParameters = {}) => step('konturExternDocflow', 'Ask', 'documentsRequest', 'ask', typed);
const answerAll = (typed: INodeParameters = {}) => step('konturExternDocflow', 'Process', 'reply', 'process', typed);

async function called(operation: string) {
	return (await sandbox.requests()).filter((request) => request.operation === operation);
}

describe.each(ORDERS)('in the %s byte order', (order) => {
	const options = { rawSignatureOrder: order };

	test('the documents of an empty docflow are asked for in one step, and everything they owe is answered', async () => {
		await sandbox.takeRaw(order);
		const item = await givenEmpty(PVSO);
		const asked = await run(item, ask({ options }));
		expect([asked.error?.message, asked.error?.description]).toEqual([undefined, undefined]);
		expect(asked.json('Ask')[0]).toMatchObject({ requestId: expect.any(String), status: 'urn:docflow-common-status:arrived' });
		await timePasses(service);
		await sandbox.clearRequests();

		const outcome = await run(item, answerAll({ options }));
		expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
		expect(outcome.json('Process')[0]).toMatchObject({ sentCount: 2, open: [] });
		// The read mark goes unsigned, the notice of reading is signed raw.
		const [put, ...more] = await called('reply-signature-put');
		expect([put.bodyBytes, more]).toEqual([64, []]);
		await timePasses(service);
		expect(await readDocflow(service, fresh.account, String(item.json?.docflowId))).toMatchObject({ status: 'urn:docflow-common-status:finished' });
	});

	test('a documents request is signed in single steps', async () => {
		await sandbox.takeRaw(order);
		const request = (name: string, operation: string, typed = {}) => step('konturExternDocflow', name, 'documentsRequest', operation, typed);
		const outcome = await run(await given('an empty docflow of the social fund'), request('Generate', 'generate'), request('Sign', 'sign', { options }), request('Send', 'send'));
		expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
		expect(outcome.json('Sign')[0]).toMatchObject({ isSigned: true });
		expect(outcome.json('Send')[0]).toMatchObject({ status: 'urn:docflow-common-status:arrived' });
	});
});

async function given(stage: string): Promise<ItemIn> {
	const item = await stages[stage](service, fresh.account);
	await sandbox.clearRequests();
	return item;
}

test('a docflow whose document wants a read mark only is answered without any signature', async () => {
	const item = await givenEmpty(BENEFIT);
	await run(item, ask());
	await timePasses(service);
	await sandbox.clearRequests();
	const outcome = await run(item, answerAll());
	expect(outcome.json('Process')[0]).toMatchObject({ sentCount: 1, open: [], status: 'urn:docflow-common-status:finished' });
	expect(await called('reply-signature-put')).toEqual([]);
});

test('in the wrong byte order a request is refused in words, and no document comes', async () => {
	await sandbox.takeRaw('reversed');
	const item = await givenEmpty(BENEFIT);
	const outcome = await run(item, ask());
	expect(`${outcome.error?.message}\n${outcome.error?.description}`).toContain('Подпись не соответствует данным для подписания');
	expect(await readDocflow(service, fresh.account, String(item.json?.docflowId))).toMatchObject({ status: 'urn:docflow-common-status:received', documents: [] });
});

test('on a dry run nothing is asked for', async () => {
	const outcome = await run(await givenEmpty(BENEFIT), ask({ dryRun: true }));
	expect(outcome.json('Ask')[0]).toMatchObject({ dryRun: true });
	expect((await sandbox.requests()).filter(({ service: asked, method }) => asked === 'api' && method !== 'GET')).toEqual([]);
});

test.each([
	['whom it was made for', () => fresh.account, []],
	['somebody else, who is warned', () => fresh.seed.accounts[1], [{ level: 'warning', text: expect.stringContaining('the step before names another certificate') }]],
])('a reply is signed elsewhere by %s', async (_, signer, warnings) => {
	const reply = (name: string, operation: string, typed: INodeParameters = {}) => step('konturExternDocflow', name, 'reply', operation, typed);
	const made = await run(await given('a document that wants a reply'), reply('Generate', 'generate'));
	const [json] = made.json('Generate');
	expect(json.certificate).toBe(certificateOf(fresh.account).content);
	const bytes = detached(await made.binary('Generate'), certificateOf(signer()));
	const outcome = await run({ json, files: { signature: { bytes, fileName: 'reply.sig' } } }, reply('Sign', 'sign', { signWith: 'readySignature' }));
	expect([outcome.error?.message, outcome.json('Sign')[0].warnings ?? []]).toEqual([undefined, warnings]);
});

describe('signed elsewhere', () => {
	const request = (name: string, operation: string, typed: INodeParameters = {}) => step('konturExternDocflow', name, 'documentsRequest', operation, typed);
	const ready = { signWith: 'readySignature' };

	async function generated() {
		const made = await run(await given('an empty docflow of the social fund'), request('Generate', 'generate'));
		const key = readPrivateKey(certificateOf(fresh.account).privateKey);
		return { json: made.json('Generate')[0], value: Buffer.from(signDigest(key, await made.binary('Generate', 0, 'dataToSign'))) };
	}
	const itemOf = (json: ItemIn['json'], bytes: Buffer): ItemIn => ({ json, files: { signature: { bytes, fileName: 'request.bin' } } });

	test.each(ORDERS)('a raw signature in the %s order belongs to the certificate of the step before', async (order) => {
		const { json, value } = await generated();
		const bytes = order === 'reversed' ? Buffer.from(reversedSignature(value)) : value;
		const outcome = await run(itemOf(json, bytes), request('Sign', 'sign', ready), request('Send', 'send'));
		expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
		expect(outcome.json('Send')[0]).toMatchObject({ status: 'urn:docflow-common-status:arrived' });
	});

	test('a raw signature whose certificate nobody names is asked about; named by its thumbprint it goes through', async () => {
		const { json: { certificate, ...json }, value } = await generated();
		expect(certificate).toEqual(expect.any(String));
		const asked = await run(itemOf(json, value), request('Sign', 'sign', ready));
		expect(asked.error?.message).toMatch(/is a raw signature, which does not say whose it is$/);
		expect(asked.error?.description).toContain('Certificate of Raw Signatures');
		const additionalFields = { rawCertificate: certificateOf(fresh.account).thumbprint };
		const outcome = await run(itemOf(json, value), request('Sign', 'sign', { ...ready, additionalFields }), request('Send', 'send'));
		expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
		expect(outcome.json('Send')[0]).toMatchObject({ status: 'urn:docflow-common-status:arrived' });
	});

	test('a raw signature of something else is not attached', async () => {
		const { json, value } = await generated();
		value[0] ^= 1;
		const outcome = await run(itemOf(json, value), request('Sign', 'sign', ready));
		expect(outcome.error?.message).toMatch(/^No raw signature fits/);
		expect(await called('documents-request-signature-put')).toEqual([]);
	});
});

test('a reply to what the inspection writes about an inventory is signed and sent', async () => {
	const reply = (name: string, operation: string) => step('konturExternDocflow', name, 'inventoryReply', operation);
	const outcome = await run(await given('a document of an inventory that wants a reply'), reply('Generate', 'generate'), reply('Sign', 'sign'), reply('Send', 'send'));
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	expect(outcome.json('Sign')[0]).toMatchObject({ isSigned: true });
	expect(outcome.json('Send')[0]).toMatchObject({ docflowType: 'urn:docflow:fns534-inventory' });
});

test('an older reply to the pension fund is signed over its decrypted file', async () => {
	const reply = (name: string, operation: string) => step('konturExternDocflow', name, 'reply', operation, { showLegacyOperations: true, ...(operation === 'savePfrContent' && { content: 'data' }) });
	const item = await given('a reply to the pension fund');
	const outcome = await run({ ...item, files: { data: item.files!.data } }, reply('Save', 'savePfrContent'), reply('Sign', 'signPfr'), reply('Send', 'sendPfr'));
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	expect(outcome.json('Sign')[0]).toMatchObject({ isSigned: true });
	expect(outcome.json('Send')[0]).toMatchObject({ docflowType: 'urn:docflow:pfr-cu-letter' });
});
