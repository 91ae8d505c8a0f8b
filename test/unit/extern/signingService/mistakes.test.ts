import { digestBits, encryptFor, issueCertificate, publicKeyOf, signDetached, signDigest, streebog } from '../../../../gost';
import { signingServiceOpener, signingServiceSigner, type SignatureShape, type SigningServiceFields, type ToSign } from '../../../../extern/signing';
import type { PortAnswer } from '../../../../extern/port';
import { givenAuthority, givenPerson, type Person } from '../../gost/people';
import { failureOf } from '../failures';
import { answer, noAnswer, serviceThat, type Call, type Service } from '../service';

const person = givenPerson('TC26-256-A');
const colleague = givenPerson('TC26-256-A');
const certificate = Buffer.from(person.certificate.der).toString('base64');

const fields: SigningServiceFields = {
	url: 'https://signing.example.org',
	authentication: 'bearer',
	token: 'tok/EN=+9',
	publicCertificate: certificate,
	pin: 'PIN 47&11'.replace(' ', '_'),
	service: 'example',
};
const SECRETS = [String(fields.token), String(fields.pin)];

const TEXT = Buffer.from('Отчёт');
const fileOf = (bytes: Buffer): ToSign => ({
	fileName: 'report.xml',
	async *chunks() {
		yield bytes;
	},
});

const signedBy = ({ key, certificate: own }: Person, content: Uint8Array) => Buffer.from(signDetached({ digest: streebog(digestBits(key), content), key, certificate: own }));
const bytes = (body: Uint8Array | string, headers: Record<string, string> = {}, status = 200): PortAnswer => answer(status, Buffer.from(body), headers);
const patience = { retryBudgetMs: 30_000 };

async function whatHappens(answers: (call: Call) => unknown, shape: SignatureShape = 'detached', more: SigningServiceFields = {}): Promise<{ failure: Record<string, unknown>; service: Service }> {
	const service = serviceThat(answers);
	const failure = await failureOf(async () => await signingServiceSigner({ ...fields, ...more }, service.port, patience).sign(fileOf(TEXT), shape));
	return { failure: { ...failure }, service };
}

/** What an operator reads. */
const toldBy = (failure: Record<string, unknown>) => JSON.stringify(failure);

describe('what is no signature of the file is not used:', () => {
	const enclosing = () => {
		// eContent put behind the content type, by hand: OCTET STRING in [0].
		const der = signedBy(person, TEXT);
		const type = Buffer.from('06092a864886f70d010701', 'hex');
		const at = der.indexOf(type) - 2;
		const inner = Buffer.concat([Buffer.from([0x04, TEXT.length]), TEXT]);
		const content = Buffer.concat([type, Buffer.from([0xa0, inner.length]), inner]);
		const grown = Buffer.concat([der.subarray(0, at), Buffer.from([0x30, content.length]), content, der.subarray(at + 2 + type.length)]);
		const more = grown.length - der.length;
		// The three lengths around it, each in two bytes: ContentInfo, [0] after its type, SignedData.
		for (const length of [2, 17, 21]) grown.writeUInt16BE(grown.readUInt16BE(length) + more, length);
		return grown;
	};
	const sameKeyOtherCertificate = () => {
		const authority = givenAuthority('TC26-256-A');
		const twin = issueCertificate({ subject: { commonName: 'Другой' }, publicKey: publicKeyOf(person.key), issuer: authority, notBefore: new Date(0), notAfter: new Date('2030-01-01') });
		return signedBy({ key: person.key, certificate: twin }, TEXT);
	};
	const wrong: Record<string, { make: () => Uint8Array | string; headers?: Record<string, string>; says: RegExp; shape?: SignatureShape }> = {
		'a signature of another file': { make: () => signedBy(person, Buffer.from('Отчет')), says: /does not fit report\.xml.*another file/ },
		'a signature of somebody else': { make: () => signedBy(colleague, TEXT), says: new RegExp(`another certificate.*${person.certificate.thumbprint}.*${colleague.certificate.thumbprint}`) },
		'a signature with another certificate of the same key': { make: sameKeyOtherCertificate, says: /another certificate/ },
		'a signature with the file inside': { make: enclosing, says: /put report\.xml inside the signature; a detached signature is needed/ },
		'a detached signature where the file has to be inside': { make: () => signedBy(person, TEXT), says: /detached signature of report\.xml where one is needed that encloses/, shape: 'enclosed' },
		'a raw signature where a file is needed': { make: () => signDigest(person.key, streebog(256, TEXT)), says: /raw signature of report\.xml where a signature file/ },
		'a signature file where a raw one is needed': { make: () => signedBy(person, TEXT), says: /signature file of report\.xml where a raw signature/, shape: 'raw' },
		'a raw signature of another file': { make: () => signDigest(person.key, streebog(256, Buffer.from('x'))), says: /does not fit report\.xml/, shape: 'raw' },
		'half a raw signature': { make: () => signDigest(person.key, streebog(256, TEXT)).subarray(0, 32).toString(), says: /raw signature of 64 bytes is needed|holds no signature/, shape: 'raw' },
		'a cut signature': { make: () => signedBy(person, TEXT).subarray(0, 200), says: /is no signature/ },
		'ten megabytes of nothing': { make: () => Buffer.alloc(10 * 1024 * 1024, 0x30), says: /is no signature/ },
		'nothing': { make: () => '', says: /answered nothing/ },
		'a web page': { make: () => '<!DOCTYPE html><html><body>Sign in</body></html>', says: /answered with a web page/ },
		'a web page that says so': { make: () => 'Sign in', headers: { 'content-type': 'text/html; charset=utf-8' }, says: /answered with a web page/ },
		'a sentence': { make: () => 'Ключ не найден', says: /did not sign: Ключ не найден/ },
		'JSON with an error': { make: () => '{"success":false,"error":{"message":"Лицензия истекла"}}', headers: { 'content-type': 'application/json' }, says: /did not sign: Лицензия истекла/ },
		'JSON that was not expected': { make: () => '{"sign":"MIIB"}', says: /holds no signature.*Answer Path/ },
	};

	test.each(Object.entries(wrong))('%s', async (_, { make, headers = {}, says, shape }) => {
		const { failure, service } = await whatHappens(() => bytes(make(), headers), shape);
		expect(failure.kind).toBe('stopped');
		expect(toldBy(failure)).toMatch(says);
		expect(service.calls).toHaveLength(1);
	});
});

describe('a refusal is told in words and not repeated:', () => {
	const refusals: Record<string, { status: number; headers?: Record<string, string>; body?: string; says: RegExp }> = {
		'wrong token': { status: 401, says: /did not accept the credential/ },
		'not allowed': { status: 403, says: /does not allow this/ },
		'not there': { status: 404, says: /no signing service at this address \(404\).*signing\.example\.org/ },
		'too large': { status: 413, says: /report\.xml is too large/ },
		'wrong PIN': { status: 500, body: '{"error":"Неверный PIN (0x8010006b)"}', says: /refused report\.xml: Неверный PIN \(0x8010006b\).*wrong PINs/ },
		'another address': { status: 302, headers: { location: 'https://elsewhere.example.org/login?next=secret' }, says: /sends to another address \(302\): https:\/\/elsewhere\.example\.org\/login"/ },
	};

	test.each(Object.entries(refusals))('%s', async (_, { status, headers, body = '', says }) => {
		const { failure, service } = await whatHappens(() => answer(status, body, headers));
		expect(failure.kind).toBe('stopped');
		expect(toldBy(failure)).toMatch(says);
		expect(service.calls).toHaveLength(1);
	});
});

describe('trouble that passes is waited for:', () => {
	const passing: Array<[string, PortAnswer]> = [
		['a lost answer', noAnswer],
		['nobody there', { kind: 'no-answer', reason: 'unreachable', detail: 'connect ECONNREFUSED' }],
		['an answer too late', { kind: 'no-answer', reason: 'timeout', detail: '' }],
		['a gateway without a service', answer(502)],
		['a service that is starting', answer(503, '', { 'retry-after': '2' })],
		['too many requests', answer(429)],
	];

	test.each(passing)('%s', async (_, trouble) => {
		const { port, calls } = serviceThat(({ number }) => (number < 3 ? trouble : bytes(signedBy(person, TEXT))));
		await signingServiceSigner(fields, port, patience).sign(fileOf(TEXT), 'detached');
		expect(calls).toHaveLength(3);
	});

	test.each(passing)('%s, but not for ever', async (_, trouble) => {
		const { failure, service } = await whatHappens(() => trouble);
		expect(failure.kind).toMatch(/unavailable|stopped/);
		expect(toldBy(failure)).toMatch(/signing service/);
		expect(service.clock.now - serviceThat(() => undefined).clock.now).toBeLessThanOrEqual(30_000);
	});

	test('a TLS certificate that n8n does not trust is no passing trouble', async () => {
		const { failure, service } = await whatHappens(() => ({ kind: 'no-answer', reason: 'unreachable', detail: 'self-signed certificate in certificate chain' }));
		expect(toldBy(failure)).toMatch(/does not trust the TLS certificate of signing\.example\.org.*NODE_EXTRA_CA_CERTS/);
		expect(service.calls).toHaveLength(1);
	});

	test('a cancelled execution ends it', async () => {
		const service = serviceThat(() => (service.cancel(), noAnswer));
		expect(await failureOf(async () => await signingServiceSigner(fields, service.port, patience).sign(fileOf(TEXT), 'detached'))).toEqual({ kind: 'cancelled' });
		expect(service.calls).toHaveLength(1);
	});
});

describe('secrets that a service quotes are not told:', () => {
	const spellings: Record<string, (secret: string) => string> = {
		'as they are': (secret) => secret,
		'in an address': encodeURIComponent,
		'in JSON': (secret) => JSON.stringify(secret),
		'in base64': (secret) => Buffer.from(secret).toString('base64'),
		'in hexadecimal': (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
	};

	test.each(Object.entries(spellings))('%s', async (_, spell) => {
		for (const status of [200, 400, 500]) {
			const { failure } = await whatHappens(() => bytes(`Cannot open the key with ${SECRETS.map(spell).join(' and ')}`, {}, status));
			expect(toldBy(failure).replaceAll('\\"', '')).toContain('Cannot open the key with ••• and •••');
			for (const secret of SECRETS) expect(toldBy(failure)).not.toContain(spell(secret).replace(/=+$/, ''));
		}
	});

	test.each(['P', 'Pa', 'Pas'])('in base64 behind other bytes (%s) and before others', async (before) => {
		const encoded = SECRETS.map((secret) => Buffer.from(`${before}${secret} tail`).toString('base64'));
		const { failure } = await whatHappens(() => bytes(`Cannot open the key with ${encoded.join(' and ')}`, {}, 400));
		expect(toldBy(failure)).toContain('•••');
		// What is left between the other bytes is of the secret only.
		for (const text of encoded) expect(toldBy(failure)).not.toContain(text.slice(4, -8));
	});

	test('in a form', async () => {
		const pin = "it's(my)+key!";
		const { failure } = await whatHappens(() => bytes(`Bad form: ${new URLSearchParams({ pin }).toString()}`, {}, 400), 'detached', { pin });
		expect(toldBy(failure)).toContain('Bad form: pin=•••');
	});

	test('a PIN of one digit is masked where it stands alone', async () => {
		const { failure } = await whatHappens(() => bytes('PIN 1 is wrong, error 0x8011', {}, 400), 'detached', { pin: '1' });
		expect(toldBy(failure)).toContain('PIN ••• is wrong, error 0x8011');
	});

	test('user and password are masked together, too', async () => {
		const { failure } = await whatHappens(() => bytes(`No entry for ${Buffer.from('anna:Пароль1').toString('base64')} or Пароль1`, {}, 401), 'detached', { authentication: 'basic', user: 'anna', password: 'Пароль1' });
		expect(toldBy(failure)).toContain('No entry for ••• or •••');
	});

	test('an answer as long as a book is cut', async () => {
		const { failure } = await whatHappens(() => bytes('Stack trace. '.repeat(10_000), {}, 500));
		expect(toldBy(failure).length).toBeLessThan(800);
	});
});

describe('nothing is sent', () => {
	const nothing = serviceThat(() => {
		throw new Error('Something was sent');
	});
	const refused = async (more: SigningServiceFields, shape: SignatureShape = 'detached', file = fileOf(TEXT)) =>
		toldBy({ ...(await failureOf(async () => await signingServiceSigner({ ...fields, ...more }, nothing.port).sign(file, shape))) });

	const credentials: Record<string, { more: SigningServiceFields; says: RegExp }> = {
		'without an address': { more: { url: '' }, says: /Address is empty in the credential/ },
		'over plain http to another computer': { more: { url: 'http://signing.example.org' }, says: /not encrypted/ },
		'with a query in the address': { more: { url: 'https://signing.example.org/sign?pin=1' }, says: /must end before the/ },
		'without a certificate': { more: { publicCertificate: '' }, says: /The certificate cannot be read/ },
		'without a token': { more: { token: ' ' }, says: /Token is empty/ },
		'with a token that no header can hold': { more: { token: 'ключ' }, says: /Token in the credential holds/ },
		'with a header that is none': { more: { authentication: 'header', headerName: 'X Key', headerValue: '1' }, says: /no name of a header/ },
		'with a PIN that no header can hold': { more: { pin: 'пин' }, says: /The PIN in the credential cannot stand in a header/ },
		'with further fields that are no JSON': { more: { service: 'other', sendFileAs: 'raw', moreFields: '{detached}' }, says: /More Fields in the credential is not a JSON object/ },
		'without a field for the file': { more: { service: 'other', sendFileAs: 'json', fileField: '' }, says: /File Field is empty/ },
	};

	test.each(Object.entries(credentials))('%s', async (_, { more, says }) => {
		expect(await refused(more)).toMatch(says);
	});

	test('for what the service does not do', async () => {
		const other = { service: 'other', sendFileAs: 'raw', answerPath: '' };
		expect(await refused(other, 'raw')).toMatch(/does not make raw signatures.*Path for Raw Signatures/);
		expect(await refused(other, 'enclosed')).toMatch(/Path for Enclosing Signatures/);
		expect(await refused(other, 'raw', { ...fileOf(Buffer.alloc(32, 1)), isDigest: true })).toMatch(/Path for Signatures of Digests/);
	});

	test('of a file that is empty, too large, no text, or a digest of another length', async () => {
		expect(await refused({}, 'detached', fileOf(Buffer.alloc(0)))).toMatch(/report\.xml is empty/);
		expect(await refused({ largestFile: 1 }, 'detached', fileOf(Buffer.alloc(1024 * 1024 + 1)))).toMatch(/report\.xml is larger than 1 MB.*Largest File/);
		expect(await refused({ service: 'other', sendFileAs: 'jsonText', fileField: 'text' }, 'detached', fileOf(Buffer.from([0xce, 0xf2, 0xf7])))).toMatch(/cannot be sent to the signing service as text/);
		expect(await refused({}, 'raw', { ...fileOf(Buffer.alloc(64)), isDigest: true })).toMatch(/digest of 512 bits.*key of 256 bits/);
		expect(await refused({}, 'detached', { ...fileOf(Buffer.alloc(32)), isDigest: true })).toMatch(/only a raw signature/);
	});

	test('of an envelope for somebody else, or of something else', async () => {
		const { open } = signingServiceOpener(fields, nothing.port);
		expect(await failureOf(async () => await open(encryptFor([colleague.certificate], TEXT)))).toMatchObject({ kind: 'input', message: expect.stringContaining('another certificate') });
		expect(await failureOf(async () => await open(TEXT))).toMatchObject({ kind: 'input', message: expect.stringContaining('not an encrypted file') });
	});
});

test('an envelope that the service does not open is told with its reason', async () => {
	const { port } = serviceThat(() => bytes('{"error":"Ключ не подходит"}', { 'content-type': 'application/json' }));
	const failure = await failureOf(async () => await signingServiceOpener(fields, port).open(encryptFor([person.certificate], TEXT)));
	expect(failure).toMatchObject({ kind: 'stopped', message: 'The signing service did not decrypt: Ключ не подходит' });
});
