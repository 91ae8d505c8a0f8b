import { documentBody, givenDss, transactionBody } from './dssClient';

const dss = givenDss();

async function logged() {
	const { data } = await dss().sandbox.control.get('/requests');
	return data.requests.filter(({ service }: { service: string }) => service === 'dss');
}

test('what DSS was asked is in the common log, without secrets', async () => {
	const { control, seed } = dss().sandbox;
	const { clientId, clientSecret } = dss().letter.secretClient;
	const { client_id: _, ...form } = dss().rightForm;
	const { data: signedIn } = await dss().askToken(form, { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` });
	const { id, pin } = dss().letter.certificates.find((one) => one.pin !== undefined) ?? dss().letter.certificates[0];
	await dss().post('documents', documentBody('x', { CertificateId: id, PinCode: pin }), signedIn.access_token);
	await dss().control('policy', { signing: true, method: 'sms' });
	await dss().control('next-code', { code: '918273' });
	const { data: transactionId } = await dss().post('transactions', transactionBody('x'), signedIn.access_token);
	const { data: asked } = await dss().confirmation({ TransactionTokenId: transactionId }, signedIn.access_token);
	const answer = { ChallengeResponse: { TextChallengeResponse: [{ RefId: asked.Challenge.ContextData.RefID, Value: '918273' }] } };
	const { data: confirmed } = await dss().confirmation(answer, signedIn.access_token);
	await dss().post('documents', { Signature: { PinCode: '' } }, confirmed.AccessToken);
	const requests = await logged();
	expect(requests.map(({ path, status }: { path: string; status: number }) => `${path} ${status}`)).toEqual([
		'/STS/oauth/token 200',
		'/SignServer/rest/api/documents 200',
		'/SignServer/rest/api/transactions 200',
		'/STS/confirmation 200',
		'/STS/confirmation 200',
		'/SignServer/rest/api/documents 200',
	]);
	const text = JSON.stringify(requests);
	for (const secret of [dss().letter.password, clientSecret, String(pin), '918273', signedIn.access_token, confirmed.AccessToken]) expect(text).not.toContain(secret);
	expect(JSON.stringify(seed)).toContain(String(pin));
	expect((await control.get('/requests')).status).toBe(200);
});

test('faults hit it as they hit the others, and a reset forgets what tests changed', async () => {
	const { control } = dss().sandbox;
	await control.post('/faults', { path: '/SignServer/rest/api/policy', times: 1, action: { status: 503 } });
	const token = await dss().token();
	expect((await dss().get('policy', token)).status).toBe(503);
	expect((await dss().get('policy', token)).status).toBe(200);
	await control.post('/faults', { path: '/certificates', times: 1, action: { expireToken: true } });
	expect((await dss().get('certificates', token)).status).toBe(401);
	await dss().control('policy', { signing: true, method: 'sms', seconds: 5 });
	await dss().sandbox.reset();
	expect((await dss().control('policy', {})).data).toEqual({ signing: false, decryption: false, method: 'push', seconds: 300 });
});
