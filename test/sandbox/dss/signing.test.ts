import { decrypt, encryptFor, readCertificate, streebog, verifyDetached, verifyDigest, verifyEnclosed } from '../../../gost';
import { documentBody, givenDss } from './dssClient';

const dss = givenDss();

const text = 'Отчёт';
const digest = () => streebog(256, Buffer.from(text));
const isOver = (signature: Buffer) => verifyDetached(signature, digest);

async function sign(body: unknown) {
	return await dss().post('documents', body, await dss().token());
}

test('a document is signed beside it with the default key, and the signature holds', async () => {
	const { status, data } = await sign(documentBody(text));
	expect([status, typeof data]).toEqual([200, 'string']);
	expect(isOver(Buffer.from(data, 'base64'))).toMatchObject({ valid: true, form: 'cades-bes', certificate: { thumbprint: dss().letter.certificates[0].thumbprint } });
});

test('a signature can hold the document', async () => {
	const { data } = await sign(documentBody(text, { Parameters: { CADESType: 'BES', IsDetached: 'false' }, CertificateId: 101 }));
	const verdict = verifyEnclosed(Buffer.from(data, 'base64'));
	expect(verdict).toMatchObject({ valid: true, form: 'cades-bes' });
	expect(Buffer.from(verdict.content ?? []).toString()).toBe(text);
});

test('a large document can be held too', async () => {
	const large = Buffer.alloc(200_000, 7);
	const { data } = await sign(documentBody(large, { Parameters: { CADESType: 'BES', IsDetached: 'False' } }));
	const verdict = verifyEnclosed(Buffer.from(data, 'base64'));
	expect([verdict.valid, large.equals(verdict.content ?? new Uint8Array())]).toEqual([true, true]);
});

test('bare signatures are made of a document or of a hash', async () => {
	const { publicKey } = readCertificate(dss().personOf(101).content);
	const raw = async (content: string | Buffer, Hash: string) => Buffer.from((await sign(documentBody(content, { Type: 'GOST3410', Parameters: { Hash } }))).data, 'base64');
	expect(verifyDigest(publicKey, digest(), await raw(text, 'False'))).toBe(true);
	expect(verifyDigest(publicKey, digest(), await raw(Buffer.from(digest()), 'True'))).toBe(true);
	expect((await sign(documentBody('no hash', { Type: 'GOST3410', Parameters: { Hash: 'true' } }))).data.Message).toBe('invalid_signature_params');
});

test('a key with a PIN code signs with the right one only', async () => {
	const { id, pin } = dss().letter.certificates.find((one) => one.pin !== undefined) ?? dss().letter.certificates[0];
	expect((await sign(documentBody(text, { CertificateId: id, PinCode: pin }))).status).toBe(200);
	expect((await sign(documentBody(text, { CertificateId: id, PinCode: '1' }))).data.Message).toBe('invalid_pin');
	expect((await sign(documentBody(text, { CertificateId: id, PinCode: undefined }))).data.Message).toBe('invalid_pin');
});

test.each<[string, Record<string, unknown>]>([
	['an unknown field', { ...documentBody(text), Extra: 1 }],
	['no name', { ...documentBody(text), Name: undefined }],
	['no content', { ...documentBody(text), Content: '' }],
	['content that is not base64', { ...documentBody(text), Content: 'Ж' }],
	['an unknown type', documentBody(text, { Type: 'Paper' })],
	['an unknown parameter', documentBody(text, { Parameters: { CADESType: 'BES', IsDetached: 'true', Hash: 'false' } })],
	['a missing parameter', documentBody(text, { Parameters: { CADESType: 'BES' } })],
	['a parameter that is no text', documentBody(text, { Parameters: { CADESType: 'BES', IsDetached: true } })],
	['another kind of CAdES', documentBody(text, { Parameters: { CADESType: 'XLT1', IsDetached: 'true' } })],
	['an unknown certificate', documentBody(text, { CertificateId: 7 })],
	['a certificate that is no number', documentBody(text, { CertificateId: 'default' })],
])('%s is refused', async (_, body) => {
	expect(await sign(body)).toMatchObject({ status: 400, data: { Message: expect.any(String) } });
});

test('an envelope is opened by the key it was made for', async () => {
	const { content, key } = dss().personOf(101);
	const envelope = encryptFor([readCertificate(content)], Buffer.from(text));
	expect(Buffer.from(decrypt(envelope, key, readCertificate(content))).toString()).toBe(text);
	const open = async (CertificateId: number, more = {}) =>
		await dss().post('documents/decrypt', { Content: Buffer.from(envelope).toString('base64'), Name: 'x.p7m', Decryption: { Type: 'CMS', CertificateId }, ...more }, await dss().token());
	expect(Buffer.from((await open(101)).data, 'base64').toString()).toBe(text);
	expect((await open(102)).data.Message).toBe('invalid_recipients');
	expect((await open(101, { Content: 'AAAA' })).data.Message).toBe('invalid_content');
	expect((await open(101, { Extra: 1 })).status).toBe(400);
	await dss().control('policy', { decryption: true });
	expect((await open(101)).data.Message).toBe('confirmation_required');
});
