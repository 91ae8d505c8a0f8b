import { signDetached, signDigest, streebog } from '../../../gost';
import { requireSizes } from '../../../extern/flows/requireSizes';
import { openDssDesk, readDssSettings, type DssFields, type ToSign } from '../../../extern/signing';
import { givenPerson, type Person } from '../gost/people';
import { failureOf } from './failures';
import { answer, noAnswer, serviceThat, type Call } from './service';

/** CryptoPro DSS as a client meets it: every answer can be made another one. */

const text = 'отчёт';
const document: ToSign = { fileName: 'report.xml', async *chunks() { yield Buffer.from(text); } };
const anna = givenPerson('TC26-256-A');
const boris = givenPerson('TC26-256-A');

let count = 0;
/** A credential that no other test has: tokens are kept by credential. */
const credential = (more: DssFields = {}): DssFields => ({
	url: 'https://dss.test/',
	clientId: `client-${(count += 1)}`,
	login: 'anna',
	password: 'canary password/1',
	pinPassword: 'canary-pin',
	...more,
});

const certificateOf = ({ certificate }: Person) => Buffer.from(certificate.der).toString('base64');
const signatureBy = ({ key, certificate }: Person, content = text) => Buffer.from(signDetached({ digest: streebog(256, Buffer.from(content)), key, certificate })).toString('base64');
const challenge = (Label = 'Подтвердите в приложении') => ({ IsFinal: false, IsError: false, Challenge: { Title: { Value: 'x' }, ContextData: { RefID: 'ref-1' }, TextChallenge: [{ Label, ExpiresIn: 300 }] } });
const bodyOf = ({ request }: Call) => JSON.parse(String(request.body));

const usual: Record<string, (call: Call) => unknown> = {
	'POST /STS/oauth/token': ({ number }) => ({ access_token: `token-${number}`, expires_in: 300, token_type: 'Bearer' }),
	'GET /SignServer/rest/api/certificates': () => [{ ID: 7, CertificateBase64: certificateOf(anna), IsDefault: true }],
	'GET /SignServer/rest/api/policy': () => ({ ActionPolicy: [{ Action: 'SignDocument', MfaRequired: false }] }),
	'POST /SignServer/rest/api/documents': () => JSON.stringify(signatureBy(anna)),
	'POST /SignServer/rest/api/transactions': () => JSON.stringify('transaction-1'),
	'POST /STS/confirmation': (call) => (bodyOf(call).TransactionTokenId ? challenge() : { IsFinal: true, IsError: false, AccessToken: 'confirmed', ExpiresIn: 300 }),
};
const confirming = { 'GET /SignServer/rest/api/policy': () => ({ ActionPolicy: [{ Action: 'SignDocument', MfaRequired: true }] }) };

function dss(changed: typeof usual = {}) {
	return serviceThat((call) => {
		const given = ({ ...usual, ...changed }[`${call.method} ${call.path}`] ?? (() => answer(404)))(call);
		return typeof given === 'string' ? answer(200, given) : given;
	});
}

const sign = async (service: ReturnType<typeof dss>, fields = credential(), shape: 'detached' | 'raw' = 'detached') => {
	const desk = await openDssDesk(service.port, readDssSettings(fields));
	return await desk.signer({ patienceMs: 60_000 }).sign(document, shape);
};
const paths = (service: ReturnType<typeof dss>) => service.calls.map(({ path }) => path.split('/').at(-1));

test('a document is signed at once where nobody has to confirm', async () => {
	const service = dss();
	const fields = credential();
	expect(Buffer.from(await sign(service, fields)).toString('base64')).toEqual(expect.any(String));
	expect(paths(service)).toEqual(['token', 'certificates', 'policy', 'documents']);
	expect(Object.fromEntries(new URLSearchParams(String(service.calls[0].request.body)))).toEqual({
		grant_type: 'password', username: 'anna', password: 'canary password/1', client_id: fields.clientId, resource: 'urn:cryptopro:dss:signserver:SignServer',
	});
	expect(bodyOf(service.calls[3])).toEqual({
		Content: Buffer.from(text).toString('base64'),
		Name: 'report.xml',
		Signature: { Type: 'CMS', Parameters: { CADESType: 'BES', IsDetached: 'true' }, CertificateId: 7, PinCode: 'canary-pin' },
	});
	expect(service.calls[3].request.headers.authorization).toBe('Bearer token-1');
});

test('a client secret goes as Basic, other names of the applications into addresses and resource', async () => {
	const service = serviceThat(({ path }) => (path === '/idp/oauth/token' ? { access_token: 't', expires_in: 1 } : []));
	await failureOf(async () => await openDssDesk(service.port, readDssSettings(credential({ clientId: 'program', clientSecret: 'secret', stsName: 'idp', signServerName: 'sign' }))));
	const [token, certificates] = service.calls;
	expect(token.request.headers.authorization).toBe(`Basic ${Buffer.from('program:secret').toString('base64')}`);
	expect(new URLSearchParams(String(token.request.body)).get('client_id')).toBeNull();
	expect(new URLSearchParams(String(token.request.body)).get('resource')).toBe('urn:cryptopro:dss:signserver:sign');
	expect(certificates.path).toBe('/sign/rest/api/certificates');
});

test('a token serves until shortly before its end, for this credential only', async () => {
	const service = dss();
	const fields = credential();
	await sign(service, fields);
	await sign(service, fields);
	expect(paths(service).filter((path) => path === 'token')).toHaveLength(1);
	service.clock.now += 295_000;
	await sign(service, fields);
	expect(paths(service).filter((path) => path === 'token')).toHaveLength(2);
	await sign(service, { ...fields, login: 'boris' });
	expect(paths(service).filter((path) => path === 'token')).toHaveLength(3);
});

test('those who need a token at the same time share one sign-in', async () => {
	const service = dss();
	const settings = readDssSettings(credential());
	await Promise.all([1, 2, 3].map(async () => await openDssDesk(service.port, settings)));
	expect(paths(service).filter((path) => path === 'token')).toHaveLength(1);
});

test('a token that the server does not take any more is replaced once', async () => {
	const service = dss({ 'GET /SignServer/rest/api/policy': ({ request }) => (request.headers.authorization === 'Bearer token-1' ? answer(401) : { ActionPolicy: [] }) });
	await sign(service);
	expect(paths(service)).toEqual(['token', 'certificates', 'policy', 'token', 'policy', 'documents']);
});

test.each<[string, (secret: string) => string]>([
	['in JSON', (secret) => JSON.stringify(secret).slice(1, -1)],
	['in hexadecimal', (secret) => Buffer.from(secret).toString('hex')],
	['in a form', (secret) => new URLSearchParams({ secret }).toString().slice('secret='.length)],
])('a secret that the server quotes %s is not told', async (_, spell) => {
	const password = 'canary "password" (1)!';
	const service = dss({ 'POST /STS/oauth/token': () => answer(400, { error: 'invalid_grant', error_description: `${spell(password)} is wrong` }) });
	const failure = await failureOf(async () => await sign(service, { ...credential(), password }));
	expect(failure).toMatchObject({ message: 'CryptoPro DSS did not accept the sign-in (401): invalid_grant, ••• is wrong' });
});

test('a wrong password is tried once, not once for each item', async () => {
	const service = dss({ 'POST /STS/oauth/token': () => answer(400, { error: 'invalid_grant', error_description: 'canary password/1 is wrong' }) });
	const fields = credential();
	for (let item = 0; item < 3; item += 1) {
		const failure = await failureOf(async () => await sign(service, fields));
		expect(failure).toMatchObject({ kind: 'stopped', message: 'CryptoPro DSS did not accept the sign-in (401): invalid_grant, ••• is wrong' });
	}
	expect(service.calls).toHaveLength(1);
	service.clock.now += 11_000;
	await failureOf(async () => await sign(service, fields));
	expect(service.calls).toHaveLength(2);
});

test.each<[string, unknown, Record<string, unknown>]>([
	['400', answer(400, { Message: 'invalid_signature_params' }), { kind: 'stopped', message: 'CryptoPro DSS refused (400): invalid_signature_params' }],
	['403', answer(403), { kind: 'stopped', message: expect.stringContaining('does not allow') }],
	['404', answer(404), { kind: 'stopped', hint: expect.stringContaining('SignServer') }],
	['413', answer(413), { kind: 'stopped', message: expect.stringContaining('of this size') }],
	['429', answer(429, '', { 'retry-after': '90' }), { kind: 'unavailable', problem: { message: expect.stringContaining('too many requests') } }],
	['503', answer(503), { kind: 'unavailable', problem: { message: expect.stringContaining('fault') } }],
	['a lost answer', noAnswer, { kind: 'unavailable', problem: { message: 'CryptoPro DSS cannot be reached: socket hang up' } }],
	['a page', answer(200, '<html>'), { kind: 'stopped', message: expect.stringContaining('not JSON') }],
	['a redirect', answer(302), { kind: 'stopped', message: expect.stringContaining('302') }],
	['null', answer(200, 'null'), { kind: 'stopped', message: expect.stringContaining('no bytes') }],
	['cancelling', { kind: 'cancelled' }, { kind: 'cancelled' }],
])('%s is told in words', async (_, given, failure) => {
	expect(await failureOf(async () => await sign(dss({ 'POST /SignServer/rest/api/documents': () => given })))).toMatchObject(failure);
});

test('a moment of weakness passes unnoticed', async () => {
	const service = dss({ 'GET /SignServer/rest/api/certificates': ({ number }) => (number < 4 ? answer(503) : [{ ID: 7, CertificateBase64: certificateOf(anna), IsDefault: true }]) });
	await sign(service);
	expect(paths(service).filter((path) => path === 'certificates')).toHaveLength(3);
});

test('a transaction whose answer was lost is not begun again', async () => {
	const service = dss({ ...confirming, 'POST /SignServer/rest/api/transactions': () => noAnswer });
	expect(await failureOf(async () => await sign(service))).toMatchObject({ kind: 'stopped', message: 'The answer of CryptoPro DSS was lost' });
	expect(paths(service).filter((path) => path === 'transactions')).toHaveLength(1);
});

describe('the certificate', () => {
	const keeping = (...entries: unknown[]) => dss({ 'GET /SignServer/rest/api/certificates': () => entries });
	const entry = (ID: number, person: Person, IsDefault = false) => ({ ID, CertificateBase64: certificateOf(person), IsDefault });
	const numberSigned = (service: ReturnType<typeof dss>) => bodyOf(service.calls.at(-1) ?? service.calls[0]).Signature.CertificateId;

	test('is the one of the thumbprint, however that is written', async () => {
		const service = keeping(entry(1, boris, true), entry(2, anna));
		await sign(service, credential({ thumbprint: ` ${anna.certificate.thumbprint.toLowerCase().replace(/../g, '$& ')}` }));
		expect(numberSigned(service)).toBe(2);
	});

	test('is the default one, or the only one', async () => {
		const several = keeping(entry(1, boris), entry(2, anna, true));
		await sign(several);
		expect(numberSigned(several)).toBe(2);
		const single = keeping(entry(3, anna));
		await sign(single);
		expect(numberSigned(single)).toBe(3);
	});

	test.each([
		['there is none', [], {}, 'keeps no certificate for this user'],
		['none is the default one', [entry(1, boris), entry(2, anna)], {}, 'none is the default one'],
		['none has the thumbprint', [entry(1, boris, true)], { thumbprint: anna.certificate.thumbprint }, `keeps no certificate with the thumbprint ${anna.certificate.thumbprint}`],
		['they are in no list', {}, {}, 'no list'],
	])('is missed in words where %s', async (_, entries, more, words) => {
		const service = dss({ 'GET /SignServer/rest/api/certificates': () => answer(200, entries) });
		expect(await failureOf(async () => await sign(service, credential(more)))).toMatchObject({ kind: 'stopped', message: expect.stringContaining(words) });
	});

	test('that is not of GOST 2012 is told', async () => {
		const failure = await failureOf(async () => await sign(keeping({ ID: 1, CertificateBase64: 'AAAA', IsDefault: true })));
		expect(failure).toMatchObject({ kind: 'input', message: 'The certificate cannot be read' });
	});
});

describe('a signature is used only when it', () => {
	const giving = (signature: string) => dss({ 'POST /SignServer/rest/api/documents': () => JSON.stringify(signature) });

	test.each([
		['is one', Buffer.from('nonsense').toString('base64'), 'not a CMS signature'],
		['fits the document', signatureBy(anna, 'another'), 'another file'],
		['is by the chosen certificate', signatureBy(boris), boris.certificate.thumbprint],
	])('%s', async (_, signature, words) => {
		expect(await failureOf(async () => await sign(giving(signature)))).toMatchObject({ kind: 'stopped', message: expect.stringContaining(words) });
	});

	test('fits as a bare value, whichever byte DSS writes first', async () => {
		const digest = streebog(256, Buffer.from(text));
		const value = signDigest(anna.key, digest);
		for (const given of [value, Uint8Array.from(value).reverse()]) {
			const service = giving(Buffer.from(given).toString('base64'));
			expect(Uint8Array.from(await sign(service, credential(), 'raw'))).toEqual(value);
			expect(bodyOf(service.calls.at(-1) ?? service.calls[0])).toMatchObject({ Content: Buffer.from(digest).toString('base64'), Signature: { Type: 'GOST3410', Parameters: { Hash: 'true' } } });
		}
		expect(await failureOf(async () => await sign(giving(Buffer.alloc(64, 1).toString('base64')), credential(), 'raw'))).toMatchObject({ kind: 'stopped' });
	});
});

describe('a document', () => {
	test('that is too large stops before anything is sent for signing', async () => {
		const large: ToSign = { fileName: 'large.zip', async *chunks() { for (let part = 0; part < 3; part += 1) yield new Uint8Array(8 * 1024 * 1024); } };
		const service = dss();
		const desk = await openDssDesk(service.port, readDssSettings(credential()));
		expect(await failureOf(async () => await desk.begin(large, 'detached'))).toMatchObject({ message: expect.stringContaining('larger than 20 MB') });
		expect(paths(service)).not.toContain('documents');
	});

	test('that is too large stops before the others are signed, and none is read for that', async () => {
		const desk = await openDssDesk(dss().port, readDssSettings(credential()));
		const asked: string[] = [];
		const sized = (fileName: string, bytes: number): ToSign => ({
			fileName,
			chunks: () => { throw new Error(`${fileName} was read`); },
			size: async () => { asked.push(fileName); return bytes; },
		});
		const largest = 20 * 1024 * 1024;
		for (const signer of [desk, desk.signer({ patienceMs: 0 })]) {
			await requireSizes([sized('small.xml', 1), sized('largest.zip', largest)], signer);
			expect(await failureOf(async () => await requireSizes([sized('small.xml', 1), sized('large.zip', largest + 1)], signer))).toMatchObject({ kind: 'stopped', message: expect.stringMatching(/^large\.zip is larger than 20 MB/) });
		}
		asked.length = 0;
		// Of one alone its signing tells; whoever has no limit asks nothing.
		await requireSizes([sized('large.zip', largest + 1)], desk);
		await requireSizes([sized('small.xml', 1), sized('large.zip', largest + 1)], {});
		expect(asked).toEqual([]);
	});

	test('that is a digest already is signed as it is, and must have its length', async () => {
		const digest = streebog(256, Buffer.from(text));
		const service = dss({ 'POST /SignServer/rest/api/documents': () => JSON.stringify(Buffer.from(signDigest(anna.key, digest)).toString('base64')) });
		const desk = await openDssDesk(service.port, readDssSettings(credential()));
		const asDigest = (bytes: Uint8Array): ToSign => ({ fileName: 'hash', isDigest: true, async *chunks() { yield bytes; } });
		expect(await desk.begin(asDigest(digest), 'raw')).toMatchObject({ kind: 'signed' });
		expect(await failureOf(async () => await desk.begin(asDigest(digest.subarray(1)), 'raw'))).toMatchObject({ message: expect.stringContaining('another length') });
	});
});

describe('where the owner has to confirm', () => {
	test('the signer waits for him and signs once with the token of the confirmation', async () => {
		let looks = 0;
		const service = dss({ ...confirming, 'POST /STS/confirmation': (call) => (bodyOf(call).TransactionTokenId || (looks += 1) < 6 ? challenge() : { IsFinal: true, IsError: false, AccessToken: 'confirmed', ExpiresIn: 300 }) });
		const started = service.clock.now;
		await sign(service);
		expect(service.clock.now - started).toBe(2_000 + 3_000 + 5_000 + 3 * 10_000);
		const last = service.calls.at(-1) ?? service.calls[0];
		expect(last.request.headers.authorization).toBe('Bearer confirmed');
		expect(bodyOf(last)).toEqual({ Signature: { PinCode: 'canary-pin' } });
		expect(bodyOf(service.calls.find(({ path }) => path.endsWith('transactions')) ?? last)).toMatchObject({ OperationCode: 2, Document: Buffer.from(text).toString('base64'), Parameters: expect.arrayContaining([{ Name: 'DocumentInfo', Value: 'report.xml' }, { Name: 'DocumentType', Value: 'xml' }, { Name: 'CertificateID', Value: '7' }]) });
	});

	test.each([
		['Пользователь отклонил операцию', 'The owner of the key denied the signature: Пользователь отклонил операцию'],
		['Истекло время подтверждения', 'The signature was not confirmed in time: Истекло время подтверждения'],
		['Сбой', 'CryptoPro DSS did not get the confirmation: Сбой'],
		[undefined, 'CryptoPro DSS did not get the confirmation'],
	])('%s is told in words', async (ErrorDescription, message) => {
		const service = dss({ ...confirming, 'POST /STS/confirmation': (call) => (bodyOf(call).TransactionTokenId ? challenge() : { IsFinal: true, IsError: true, ErrorDescription }) });
		expect(await failureOf(async () => await sign(service))).toMatchObject({ kind: 'stopped', message });
	});

	test('patience ends with the minutes, or with the question', async () => {
		const service = dss({ ...confirming, 'POST /STS/confirmation': () => challenge() });
		const started = service.clock.now;
		expect(await failureOf(async () => await sign(service))).toMatchObject({ message: expect.stringContaining('did not confirm the signature of report.xml within 1 minute'), hint: expect.stringContaining('Подтвердите в приложении') });
		expect(service.clock.now - started).toBe(60_000);
		const desk = await openDssDesk(service.port, readDssSettings(credential()));
		const again = service.clock.now;
		await failureOf(async () => await desk.signer({ patienceMs: 3_600_000, pollMs: 50_000 }).sign(document, 'detached'));
		expect(service.clock.now - again).toBe(300_000);
	});

	test('a code that nobody can type while a node waits ends the waiting at once', async () => {
		const service = dss({ ...confirming, 'POST /STS/confirmation': () => challenge('Введите код из SMS') });
		expect(await failureOf(async () => await sign(service))).toMatchObject({ message: 'CryptoPro DSS asks for a code to sign report.xml: Введите код из SMS', hint: expect.stringMatching(/Sign: Draft .*Docflow .*Reply, an Inventory Reply and a Documents Request\. Elsewhere .*push message, .*Ready Signature/) });
		expect(paths(service).filter((path) => path === 'confirmation')).toHaveLength(1);
	});

	test('a stopped execution stops asking', async () => {
		const service = dss({ ...confirming, 'POST /STS/confirmation': () => { service.cancel(); return challenge(); } });
		expect(await failureOf(async () => await sign(service))).toMatchObject({ kind: 'cancelled' });
	});

	test('a code is entered once and told in no error', async () => {
		const service = dss({ ...confirming, 'POST /STS/confirmation': (call) => (bodyOf(call).TransactionTokenId ? challenge('SMS') : { IsFinal: false, IsError: true, ErrorDescription: 'code canary-9182 is wrong' }) });
		const desk = await openDssDesk(service.port, readDssSettings(credential()));
		const begun = await desk.begin(document, 'detached');
		if (begun.kind !== 'waiting') throw new Error('it was signed');
		expect(begun.transaction).toEqual({ transactionId: 'transaction-1', refId: 'ref-1', question: 'SMS', expiresAt: new Date(service.clock.now + 300_000).toISOString() });
		const failure = await failureOf(async () => await desk.finish(begun.transaction, document, 'detached', 'canary-9182'));
		expect(failure).toMatchObject({ message: 'CryptoPro DSS did not accept the confirmation code: code ••• is wrong' });
		expect(bodyOf(service.calls.at(-1) ?? service.calls[0]).ChallengeResponse).toEqual({ TextChallengeResponse: [{ RefId: 'ref-1', Value: 'canary-9182' }] });
	});
});

test.each<[DssFields, string]>([
	[{ url: 'http://dss.example.org' }, 'is not encrypted'],
	[{ url: '' }, 'is not a web address'],
	[{ login: '' }, 'lacks Login'],
	[{ password: '' }, 'lacks Password'],
	[{ clientId: ' ' }, 'lacks Client ID'],
	[{ stsName: '../x' }, 'STS Name'],
	[{ signServerName: 'a b' }, 'SignServer Name'],
	[{ thumbprint: '12' }, 'not a thumbprint'],
])('a credential with %p is refused', async (more, words) => {
	expect(await failureOf(() => readDssSettings(credential(more)))).toMatchObject({ kind: 'input', message: expect.stringContaining(words) });
});
