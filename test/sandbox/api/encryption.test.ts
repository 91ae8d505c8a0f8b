import { gunzipSync, unzipSync } from 'fflate';

import { decrypt, readCertificate, readEnvelope, readPrivateKey } from '../../../gost';
import { runSandbox, type RunningSandbox, type SeedAccount, type SeedCertificate } from '../runningSandbox';

jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;

beforeAll(async () => {
	sandbox = await runSandbox();
});
beforeEach(async () => {
	await sandbox.reset();
	[company] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());

interface Wire {
	description: { type: string; compressed: boolean; 'encrypted-certificates': Array<{ 'serial-number': string }> };
	content: { 'docflow-document-contents': Array<{ 'content-id': string; encrypted: boolean; compressed: boolean; 'compression-type': string }> };
}

const valid = ({ certificates }: SeedAccount): SeedCertificate => certificates.find(({ note }) => note === 'valid') ?? certificates[0];

/** A fresh demand: how its main document is described, and what is sealed in it. */
async function demand() {
	const { docflowId } = (await sandbox.control.post('/incoming', { accountId: company.id, type: 'fns534-demand' })).data;
	const { data: documents } = await sandbox.call<Wire[]>('get', `/v1/${company.id}/docflows/${docflowId}/documents`);
	const document = documents.find(({ description }) => description.type === 'urn:document:fns534-demand');
	const [content] = document?.content['docflow-document-contents'] ?? [];
	if (!document || !content) throw new Error('the demand has no content');
	const { data } = await sandbox.call<ArrayBuffer>('get', `/v1/${company.id}/contents/${content['content-id']}`, undefined, { responseType: 'arraybuffer' });
	return { document, content, envelope: Buffer.from(data) };
}

function opened(envelope: Uint8Array, { content, privateKey }: SeedCertificate): Uint8Array {
	return decrypt(envelope, readPrivateKey(privateKey), readCertificate(Buffer.from(content, 'base64')));
}

test('what an authority writes is zipped and encrypted with Kuznyechik to the subscriber', async () => {
	const { document, content, envelope } = await demand();
	const recipient = valid(company);
	expect(content).toMatchObject({ encrypted: true, compressed: true, 'compression-type': 'zip' });
	expect(document.description['encrypted-certificates']).toEqual([{ 'serial-number': recipient.serialNumber }]);
	expect(readEnvelope(envelope)).toMatchObject({ cipher: 'kuznyechik-ctr-acpkm', recipients: [{ serialNumber: recipient.serialNumber }] });
	const [[name, bytes]] = Object.entries(unzipSync(opened(envelope, recipient)));
	expect([name, Buffer.from(bytes).subarray(0, 5).toString()]).toEqual([expect.stringMatching(/\.bin$/), '<?xml']);
});

test.each([
	['gost89', 'none', (bytes: Uint8Array) => bytes],
	['magma-ctr-acpkm-omac', 'gzip', gunzipSync],
] as const)('the knob sets cipher and compression: %s, %s', async (cipher, compression, unwrapped) => {
	expect((await sandbox.control.post('/encryption', { cipher, compression })).data).toEqual({ cipher, compression });
	const { content, envelope } = await demand();
	expect(content).toMatchObject({ compressed: compression !== 'none', 'compression-type': compression });
	expect(readEnvelope(envelope).cipher).toBe(cipher);
	expect(Buffer.from(unwrapped(opened(envelope, valid(company)))).subarray(0, 5).toString()).toBe('<?xml');
});

test('another certificate and another content take the place of the usual ones, until the next reset', async () => {
	const other = valid(sandbox.seed.accounts[1]);
	const { data } = await sandbox.control.post('/encryption', { certificate: other.content, content: Buffer.from('harm').toString('base64') });
	expect(data).toMatchObject({ certificate: other.serialNumber });
	expect(Buffer.from(opened((await demand()).envelope, other)).toString()).toBe('harm');
	await sandbox.reset();
	expect(readEnvelope((await demand()).envelope).recipients).toMatchObject([{ serialNumber: valid(company).serialNumber }]);
});

test.each([{ cipher: 'rot13' }, { compression: 'rar' }, { certificate: 'AAAA' }, { content: 7 }])('%j is refused in words', async (body) => {
	const { status, data } = await sandbox.control.post('/encryption', body);
	expect([status, data.message]).toEqual([400, expect.stringMatching(/must be/)]);
});
