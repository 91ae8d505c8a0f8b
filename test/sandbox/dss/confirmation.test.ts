import { streebog, verifyDetached } from '../../../gost';
import { documentBody, givenDss, transactionBody } from './dssClient';

const dss = givenDss();

const text = 'Отчёт';

async function givenTransaction(policy: Record<string, unknown> = {}) {
	await dss().control('policy', { signing: true, ...policy });
	const token = await dss().token();
	const { data: transactionId } = await dss().post('transactions', transactionBody(text), token);
	const { data } = await dss().confirmation({ TransactionTokenId: transactionId }, token);
	const refId: string = data.Challenge.ContextData.RefID;
	const poll = async (code?: string) => (await dss().confirmation({ ChallengeResponse: { TextChallengeResponse: [{ RefId: refId, Value: code }] } }, token)).data;
	return { token, transactionId, challenge: data, poll };
}

test('the policy tells whether a signature has to be confirmed', async () => {
	const policy = async () => (await dss().get('policy', await dss().token())).data.ActionPolicy;
	expect(await policy()).toContainEqual({ Action: 'SignDocument', MfaRequired: false });
	await dss().control('policy', { signing: true });
	expect(await policy()).toContainEqual({ Action: 'SignDocument', MfaRequired: true });
	expect((await dss().post('documents', documentBody(text), await dss().token())).data.Message).toBe('confirmation_required');
});

test('a signature confirmed in the application is given out once', async () => {
	const { token, transactionId, challenge, poll } = await givenTransaction();
	expect(challenge).toMatchObject({ IsFinal: false, Challenge: { Title: { Value: expect.stringContaining('report.xml') }, TextChallenge: [{ ExpiresIn: 300 }] } });
	expect(await poll()).toMatchObject({ IsFinal: false, IsError: false });
	await dss().control('confirmations', { action: 'confirm', transactionId });
	const final = await poll();
	expect(final).toEqual({ IsFinal: true, IsError: false, AccessToken: expect.any(String), ExpiresIn: 300 });
	expect((await dss().post('documents', {}, token)).status).toBe(400);
	expect((await dss().post('documents', { Name: 'x' }, final.AccessToken)).status).toBe(400);
	const { data } = await dss().post('documents', {}, final.AccessToken);
	expect(verifyDetached(Buffer.from(data, 'base64'), () => streebog(256, Buffer.from(text))).valid).toBe(true);
	expect((await dss().post('documents', {}, final.AccessToken)).status).toBe(401);
	expect((await dss().get('certificates', final.AccessToken)).status).toBe(401);
});

test.each([
	['deny', 'отклонил'],
	['expire', 'Истекло'],
])('after %s the operation is over', async (action, words) => {
	const { poll } = await givenTransaction();
	await dss().control('confirmations', { action });
	expect(await poll()).toMatchObject({ IsFinal: true, IsError: true, ErrorDescription: expect.stringContaining(words) });
});

test('whoever waits too long is too late', async () => {
	const { poll } = await givenTransaction({ seconds: 0.2 });
	await new Promise((resolve) => setTimeout(resolve, 250));
	expect(await poll()).toMatchObject({ IsError: true, ErrorDescription: expect.stringContaining('Истекло') });
});

test('an SMS brings a code, which may be mistyped twice', async () => {
	await dss().control('next-code', { code: '123456' });
	const first = await givenTransaction({ method: 'sms' });
	expect(first.challenge.Challenge.TextChallenge[0].Label).toContain('SMS');
	expect(await first.poll()).toMatchObject({ IsFinal: false, IsError: false });
	expect(await first.poll('000000')).toMatchObject({ IsFinal: false, IsError: true });
	expect(await first.poll('123456')).toMatchObject({ IsFinal: true, IsError: false });
	const second = await givenTransaction({ method: 'sms' });
	for (const code of ['x', 'y', 'z']) await second.poll(code);
	expect(await second.poll('123456')).toMatchObject({ IsFinal: true, IsError: true });
});

test('calls in another order and of another form are refused', async () => {
	const { token, transactionId } = await givenTransaction();
	const statusOf = async (body: Record<string, unknown>, by: string | undefined = token) => (await dss().confirmation(body, by)).status;
	expect(await statusOf({ TransactionTokenId: transactionId })).toBe(400);
	expect(await statusOf({ TransactionTokenId: 'other' })).toBe(400);
	expect(await statusOf({ ChallengeResponse: { TextChallengeResponse: [{ RefId: 'other' }] } })).toBe(400);
	expect(await statusOf({ ChallengeResponse: { TextChallengeResponse: [] } })).toBe(400);
	expect(await statusOf({ TransactionTokenId: transactionId, Extra: 1 })).toBe(400);
	expect(await statusOf({ Resource: 'urn:other', TransactionTokenId: transactionId })).toBe(400);
	expect((await dss().confirmation({ TransactionTokenId: transactionId })).status).toBe(401);
});

test.each<[string, Record<string, unknown>]>([
	['another operation', { OperationCode: 3 }],
	['an unknown field', { Extra: 1 }],
	['no parameters', { Parameters: undefined }],
	['a parameter twice', { Parameters: [...transactionBody(text).Parameters, { Name: 'DocumentType', Value: 'xml' }] }],
	['an unknown parameter', { Parameters: [...transactionBody(text).Parameters, { Name: 'Colour', Value: 'red' }] }],
	['a missing parameter', { Parameters: transactionBody(text).Parameters.slice(1) }],
	['no document', { Document: '' }],
])('a transaction with %s is refused', async (_, more) => {
	expect((await dss().post('transactions', transactionBody(text, more), await dss().token())).status).toBe(400);
});
