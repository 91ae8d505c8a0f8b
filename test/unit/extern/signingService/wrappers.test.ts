import { digestBits, encryptFor, signDetached, signDigest, streebog } from '../../../../gost';
import { signingServiceOpener, signingServiceSigner, type SigningServiceFields, type ToSign } from '../../../../extern/signing';
import { givenPerson } from '../../gost/people';
import { portOf, withService, type Heard, type Reply } from './loopback';

/** One signer, and services that speak as differently as those that people run (signing.md §1). */

const person = givenPerson('TC26-256-A');
const certificate = Buffer.from(person.certificate.der).toString('base64');
const { thumbprint } = person.certificate;
const pin = 'П+ 1234';

const TEXT = Buffer.from('<?xml version="1.0" encoding="utf-8"?><Файл/>');
const document: ToSign = {
	fileName: 'report.xml',
	async *chunks() {
		yield TEXT.subarray(0, 10);
		yield TEXT.subarray(10);
	},
};

const detached = (content: Uint8Array) => Buffer.from(signDetached({ digest: streebog(digestBits(person.key), content), ...person }));
const bare = (digest: Uint8Array) => Buffer.from(signDigest(person.key, digest));
const base64 = (bytes: Buffer) => bytes.toString('base64');
const inLines = (bytes: Buffer) => (base64(bytes).match(/.{1,64}/g) ?? []).join('\r\n');
const jsonOf = ({ body }: Heard): Record<string, unknown> => JSON.parse(body.toString('utf8'));

async function signAt(fields: SigningServiceFields, reply: (heard: Heard) => Reply, more: Partial<ToSign> = {}, shape: 'detached' | 'raw' = 'detached') {
	return await withService(reply, async (url, heard) => {
		const all = { url, publicCertificate: certificate, pin, ...fields };
		const signature = Buffer.from(await signingServiceSigner(all, portOf(all)).sign({ ...document, ...more }, shape));
		return { signature, heard: heard[0], requests: heard.length };
	});
}

const validDetached = (signature: Buffer) => expect(signature.subarray(0, 1)).toEqual(Buffer.from([0x30]));

describe('the file itself', () => {
	test('goes to the example service, the PIN in a header and the thumbprint in the address', async () => {
		const { heard, signature } = await signAt({ service: 'example', authentication: 'bearer', token: 'Bearer t0ken', pin: '1234!' }, ({ body }) => detached(body));
		expect(heard).toMatchObject({ path: '/sign/detached', body: TEXT, headers: { authorization: 'Bearer t0ken', 'x-pin': '1234!', 'content-type': 'application/octet-stream' } });
		expect([...heard.query]).toEqual([['thumbprint', thumbprint]]);
		validDetached(signature);
	});

	test('goes to a container of libphpcades, which wants the PIN in the address and answers in JSON', async () => {
		const fields = { service: 'other', sendFileAs: 'raw', detachedPath: 'sign', thumbprintField: 'find', pinName: 'pin', answerPath: 'signedContent', authentication: 'none' };
		const { heard, signature } = await signAt(fields, ({ body }) => ({ status: 'ok', signedContent: inLines(detached(body)) }));
		expect(heard.path).toBe('/sign');
		expect(Object.fromEntries(heard.query)).toEqual({ find: thumbprint, pin });
		expect(heard.headers.authorization).toBeUndefined();
		validDetached(signature);
	});
});

describe('JSON', () => {
	test('with members inside of others, as Citeck has them', async () => {
		const fields: SigningServiceFields = {
			service: 'other',
			authentication: 'bearer',
			token: 't',
			sendFileAs: 'json',
			detachedPath: '/ecos/crypto/sign',
			fileField: 'documentContent',
			pinName: 'certificateInfo.pin',
			thumbprintField: 'certificateInfo.thumbprint',
			moreFields: '{"keyStoreInfo": {"providerType": "JCSP", "keyStoreType": "FAT12_D"}, "certificateInfo": {"alias": null}}',
			answerPath: 'signatureContent',
		};
		const { heard, signature } = await signAt(fields, (call) => ({ success: true, error: '', signatureContent: base64(detached(Buffer.from(String(jsonOf(call).documentContent), 'base64'))) }));
		expect(heard.path).toBe('/ecos/crypto/sign');
		expect(jsonOf(heard)).toEqual({
			documentContent: base64(TEXT),
			keyStoreInfo: { providerType: 'JCSP', keyStoreType: 'FAT12_D' },
			certificateInfo: { alias: null, pin, thumbprint },
		});
		validDetached(signature);
	});

	test('with lists, and a signature in a list of the answer', async () => {
		const fields = { service: 'other', sendFileAs: 'json', fileField: 'Contents.0', thumbprintField: 'Thumbprint', pin: '', answerPath: 'data.0.sign' };
		const { heard } = await signAt(fields, () => ({ data: [{ sign: base64(detached(TEXT)) }] }));
		expect(jsonOf(heard)).toEqual({ Contents: [base64(TEXT)], Thumbprint: thumbprint });
	});

	test('with the text as it is', async () => {
		const fields = { service: 'other', sendFileAs: 'jsonText', fileField: 'text', detachedPath: 'cryptopro/sign', pin: '', answerPath: 'result' };
		const { heard } = await signAt(fields, (call) => ({ result: base64(detached(Buffer.from(String(jsonOf(call).text)))) }));
		expect(jsonOf(heard)).toEqual({ text: TEXT.toString('utf8') });
	});

	test('to one address for everything, with the task in a field', async () => {
		const fields = { service: 'other', sendFileAs: 'json', fileField: 'content', taskField: 'options.kind', pin: '', answerPath: '' };
		const { heard, signature } = await signAt(fields, () => JSON.stringify(base64(bare(streebog(256, TEXT)))), {}, 'raw');
		expect(heard.path).toBe('/');
		expect(jsonOf(heard)).toEqual({ content: base64(TEXT), options: { kind: 'raw' } });
		expect(signature).toHaveLength(64);
	});
});

test('a form carries the file byte by byte, with the other fields beside it', async () => {
	const odd = Buffer.from([0, 1, 13, 10, 45, 45, 255, 13, 10]);
	const fields = { service: 'other', sendFileAs: 'multipart', fileField: 'file', pinName: 'pin', thumbprintField: 'thumbprint', moreFields: { detached: true }, detachedPath: 'sign?v=2', answerPath: '', authentication: 'basic', user: 'бух', password: 'п:1' };
	const chunks = async function* () {
		yield odd;
	};
	const { heard } = await signAt(fields, () => `-----BEGIN PKCS7-----\n${inLines(detached(odd))}\n-----END PKCS7-----\n`, { chunks });
	const form = await new Response(new Uint8Array(heard.body), { headers: { 'content-type': String(heard.headers['content-type']) } }).formData();
	const file = form.get('file');
	expect(file instanceof Blob && Buffer.from(await file.arrayBuffer())).toEqual(odd);
	expect([form.get('detached'), form.get('thumbprint'), form.get('pin')]).toEqual(['true', thumbprint, pin]);
	expect(Object.fromEntries(heard.query)).toEqual({ v: '2' });
	expect(heard.headers.authorization).toBe(`Basic ${Buffer.from('бух:п:1').toString('base64')}`);
});

describe('a raw signature', () => {
	const digest = streebog(256, TEXT);
	const reversed = (bytes: Buffer) => Buffer.from(bytes).reverse();
	const orders: Record<string, (value: Buffer) => Buffer> = {
		'as Extern has it': (value) => value,
		'lowest byte first, as CryptoAPI has it': reversed,
		'with r before s': (value) => Buffer.concat([value.subarray(32), value.subarray(0, 32)]),
		'with each half lowest byte first': (value) => Buffer.concat([reversed(value.subarray(0, 32)), reversed(value.subarray(32))]),
	};

	test.each(Object.entries(orders))('%s, is returned as s‖r, highest byte first', async (_, order) => {
		const value = bare(digest);
		const { signature, heard } = await signAt({ service: 'example', pin: '' }, () => order(value), {}, 'raw');
		expect(heard.path).toBe('/sign/raw');
		expect(signature).toEqual(value);
	});

	test('of a digest is asked for as such', async () => {
		const chunks = async function* () {
			yield digest;
		};
		const { signature, heard } = await signAt({ service: 'example', pin: '' }, ({ body }) => inLines(bare(body)), { chunks, isDigest: true }, 'raw');
		expect(heard).toMatchObject({ path: '/sign/digest', body: Buffer.from(digest) });
		expect(signature).toHaveLength(64);
	});
});

describe('an envelope', () => {
	const envelope = Buffer.from(encryptFor([person.certificate], TEXT));

	test('is opened by the example service, whose answer is the content', async () => {
		await withService(
			() => TEXT,
			async (url, heard) => {
				const fields = { url, publicCertificate: certificate, service: 'example' };
				expect(Buffer.from(await signingServiceOpener(fields, portOf(fields)).open(envelope))).toEqual(TEXT);
				expect(heard[0]).toMatchObject({ path: '/decrypt', body: envelope });
			},
		);
	});

	test('is opened by a service that answers in JSON, also when the content looks like base64', async () => {
		const content = Buffer.from('QUJD');
		await withService(
			() => ({ data: base64(content) }),
			async (url) => {
				const fields = { url, publicCertificate: certificate, service: 'other', sendFileAs: 'json', fileField: 'content', decryptPath: 'decrypt', answerPath: 'data' };
				expect(Buffer.from(await signingServiceOpener(fields, portOf(fields)).open(envelope))).toEqual(content);
			},
		);
	});
});
