import { givenDss } from './dssClient';

const dss = givenDss();

const basic = (clientId: string, secret: string) => ({ authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` });
const without = (form: Record<string, string>, name: string) => Object.fromEntries(Object.entries(form).filter(([other]) => other !== name));

test('login and password give a token, which opens the list of certificates', async () => {
	const { status, data } = await dss().askToken(dss().rightForm);
	expect([status, data]).toEqual([200, { access_token: expect.any(String), expires_in: 300, token_type: 'Bearer' }]);
	const list = await dss().get('certificates', data.access_token);
	expect(list.data.map(({ ID }: { ID: number }) => ID)).toEqual(dss().letter.certificates.map(({ id }) => id));
	expect(list.data[0]).toMatchObject({ IsDefault: true, CertificateBase64: dss().personOf(101).content.toString('base64') });
});

test('a program with a secret proves itself in the header', async () => {
	const { clientId, clientSecret } = dss().letter.secretClient;
	const form = without(dss().rightForm, 'client_id');
	expect((await dss().askToken(form, basic(clientId, clientSecret))).status).toBe(200);
	expect((await dss().askToken(form, basic(clientId, 'wrong'))).data.error).toBe('invalid_client');
	expect((await dss().askToken({ ...form, client_id: clientId })).data.error).toBe('invalid_client');
	expect((await dss().askToken({ ...form, client_id: clientId }, basic(clientId, clientSecret))).data.error).toBe('invalid_request');
	expect((await dss().askToken(form, basic(dss().letter.clientId, ''))).status).toBe(200);
});

test.each([
	['password', 'wrong', 'invalid_grant'],
	['username', 'nobody', 'invalid_grant'],
	['client_id', 'nobody', 'invalid_client'],
	['grant_type', 'client_credentials', 'unsupported_grant_type'],
	['resource', 'urn:cryptopro:dss:signserver:Other', 'invalid_resource'],
	['scope', 'dss', 'invalid_request'],
])('%s = %s is refused with %s', async (name, value, error) => {
	const { status, data } = await dss().askToken({ ...dss().rightForm, [name]: value });
	expect([status >= 400 && status < 500, data.error]).toEqual([true, error]);
});

test('the form goes into the body and is a form', async () => {
	expect((await dss().askToken({}, {}, `?${new URLSearchParams(dss().rightForm).toString()}`)).data.error).toBe('invalid_request');
	expect((await dss().askToken(dss().rightForm, { 'content-type': 'text/plain' })).data.error).toBe('invalid_request');
});

test.each(['certificates', 'policy'])('%s is told to nobody without a good token', async (path) => {
	const token = await dss().token();
	expect((await dss().get(path)).status).toBe(401);
	expect((await dss().get(path, 'x')).status).toBe(401);
	expect((await dss().get(path, token)).status).toBe(200);
	await dss().control('tokens', {});
	expect((await dss().get(path, token)).status).toBe(401);
});

test('a token ends after its seconds', async () => {
	await dss().control('tokens', { seconds: 0.2 });
	const token = await dss().token();
	expect((await dss().get('policy', token)).status).toBe(200);
	await new Promise((resolve) => setTimeout(resolve, 250));
	expect((await dss().get('policy', token)).status).toBe(401);
});
