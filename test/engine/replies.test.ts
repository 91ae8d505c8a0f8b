import { readPrivateKey, signDigest } from '../../gost';
import { runWorkflow, type ItemIn } from './engine';
import { certificateOf, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { Service, stages } from './stages';
import { signatureOf } from './stages/drafts';

/** Replies and documents requests step by step, with a signature that is made elsewhere. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

async function given(stage: string): Promise<ItemIn> {
	const item = await stages[stage](await Service.of(sandbox, fresh.seed), fresh.account);
	await sandbox.clearRequests();
	return item;
}

async function run(item: ItemIn, ...nodes: ReturnType<typeof step>[]) {
	const outcome = await runWorkflow({ nodes, credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [item] });
	expect(outcome.error?.message).toBeUndefined();
	return outcome;
}

const reply = (name: string, operation: string, typed = {}) => step('konturExternDocflow', name, 'reply', operation, typed);
const request = (name: string, operation: string) => step('konturExternDocflow', name, 'documentsRequest', operation);

test('a reply brings its file, the printed form and, once attached, the signature', async () => {
	const item = await given('a reply');
	const outcome = await run(item, reply('Before', 'get'), reply('Attach', 'attachSignature'), reply('After', 'get'));
	expect(outcome.json('Before')[0]).toMatchObject({ isSigned: false, wantsRawSignature: false });
	expect(outcome.json('After')[0]).toMatchObject({ isSigned: true });
	expect(await outcome.binary('After', 0, 'data')).toEqual(item.files?.data.bytes);
	expect(await outcome.binary('After', 0, 'signature')).toEqual(item.files?.signature.bytes);
	expect((await outcome.binary('After', 0, 'print')).subarray(0, 5).toString()).toBe('%PDF-');
	expect(JSON.stringify(outcome.json('After'))).not.toContain(item.files?.data.bytes.toString('base64').slice(0, 40));
});

test('a reply signed elsewhere goes through in single steps', async () => {
	const outcome = await run(await given('a reply'), reply('Attach', 'attachSignature'), reply('Send', 'send'));
	expect(outcome.json('Send')[0]).toMatchObject({ docflowType: 'urn:docflow:fns534-report' });
});

test('a refusal names every reason', async () => {
	const declineCodes = ['0100300003', '0100100004'];
	await run(await given('a demand to refuse'), reply('Generate', 'generate', { additionalFields: { declineCodes } }));
	const [generated] = (await sandbox.requests()).filter(({ operation }) => operation === 'reply-generate');
	expect(generated.query).toEqual({ documentType: 'fns534-demand-acceptance-result-negative', declineNoticeErrorCode: declineCodes });
});

test('the documents of an empty docflow come after a request with a raw signature over the data to sign', async () => {
	const made = await run(await given('an empty docflow of the social fund'), request('Generate', 'generate'));
	const [{ requestId, accountId, docflowId }] = made.json('Generate');
	const key = readPrivateKey(certificateOf(fresh.account).privateKey);
	const signature = Buffer.from(signDigest(key, await made.binary('Generate', 0, 'dataToSign')));
	const item: ItemIn = { json: { requestId, accountId, docflowId }, files: { signature: { bytes: signature, fileName: 'request.bin' } } };
	const outcome = await run(item, request('Attach', 'attachSignature'), request('Send', 'send'));
	expect(outcome.json('Attach')[0]).toMatchObject({ requestId, isSigned: true });
	expect(outcome.json('Send')[0]).toMatchObject({ docflowId, status: 'urn:docflow-common-status:arrived' });
});

test('a reply is signed in the cloud with the code of the SMS', async () => {
	const started = await run(await given('a reply'), reply('Sign', 'cloudSign'));
	const [json] = started.json('Sign');
	expect(json).toMatchObject({ confirmType: 'sms', replyIds: [json.replyId] });
	const service = await Service.of(sandbox, fresh.seed);
	const code = await service.call('get', `/test-tools/v1/get-cloud-sign-confirmation-code?requestId=${String(json.requestId)}`);
	const outcome = await run({ json }, reply('Confirm', 'confirmCloudSign', { code: String(code) }), reply('Task', 'getTask'), reply('Send', 'send'));
	expect(outcome.json('Task')[0]).toMatchObject({ taskId: json.taskId, taskState: 'succeed' });
	expect(outcome.json('Send')[0]).toHaveProperty('status');
});

test('a reply of 2018 goes from one step to the next without typing', async () => {
	const showLegacyOperations = true;
	const made = await run(await given('a document that wants a reply'), reply('Generate', 'generate2018', { showLegacyOperations }));
	const [json] = made.json('Generate');
	const bytes = await made.binary('Generate');
	const fileName = String(json.fileName);
	const files = { data: { bytes, fileName }, signature: { bytes: signatureOf(fresh.account, bytes), fileName: `${fileName}.sig` } };
	const outcome = await run({ json, files }, reply('Send', 'send2018', { showLegacyOperations }));
	expect(outcome.json('Send')[0]).toMatchObject({ docflowType: 'urn:docflow:fns534-report' });
});
