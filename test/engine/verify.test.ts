import type { INodeParameters } from 'n8n-workflow';

import { generatePrivateKey, issueCertificate, publicKeyOf, signDetached, signEnclosed, streebog } from '../../gost';
import { runWorkflow, type ItemIn } from './engine';
import { step } from './filing';
import { sandboxOfThisWorker } from './sandbox';
import { externCredential } from './signIn';
import { startSvs, type SvsServer } from './svsServer';

const sandbox = sandboxOfThisWorker();
const DAY = 24 * 3600 * 1000;
const FILE = Buffer.from('<?xml version="1.0" encoding="utf-8"?><Файл/>');

const rootKey = generatePrivateKey('TC26-256-A');
const root = issueCertificate({ subject: { commonName: 'УЦ' }, publicKey: publicKeyOf(rootKey), issuer: { key: rootKey }, ...around(-400, 400), authority: true });
const director = {
	country: 'RU',
	commonName: 'ООО Ромашка',
	organization: 'ООО Ромашка',
	surname: 'Иванова',
	givenName: 'Анна Петровна',
	title: 'Директор',
	innLegal: '7712345678',
	inn: '771234567890',
	snils: '11223344595',
	ogrn: '1027700132195',
};

function around(from: number, to: number) {
	const now = Math.floor(Date.now() / 1000) * 1000;
	return { notBefore: new Date(now + from * DAY), notAfter: new Date(now + to * DAY) };
}

function holder(curve: 'TC26-256-A' | 'TC26-512-A' = 'TC26-256-A', validity = around(-100, 100), issuer = { key: rootKey, certificate: root }) {
	const key = generatePrivateKey(curve);
	return { key, certificate: issueCertificate({ subject: director, publicKey: publicKeyOf(key), issuer, ...validity }) };
}

let credentials: ReturnType<typeof externCredential>;
let svs: SvsServer;

beforeAll(async () => {
	svs = await startSvs(root);
});
afterAll(async () => await svs.stop());
beforeEach(async () => {
	await sandbox.reset();
	svs.asked.length = 0;
	svs.answers = undefined;
	credentials = externCredential(sandbox, await sandbox.seed());
});
afterEach(async () => {
	// Verifying asks Kontur.Extern nothing, not even for a session.
	expect(await sandbox.requests()).toEqual([]);
});

async function verify(signature: Uint8Array, more: { file?: Buffer; typed?: INodeParameters; additionalFields?: INodeParameters; onError?: 'continueRegularOutput' } = {}) {
	const { file, typed, additionalFields = {}, onError } = more;
	const files: ItemIn['files'] = { signature: { bytes: Buffer.from(signature), fileName: 'report.xml.sig' }, ...(file && { data: { bytes: file, fileName: 'report.xml' } }) };
	const node = step('konturExternSign', 'Verify', 'file', 'verify', { ...typed, additionalFields });
	return await runWorkflow({ nodes: [onError ? { ...node, onError } : node], credentials, items: [{ files }] });
}

const detached = (person: ReturnType<typeof holder>, form: 'plain' | 'cades-bes' = 'plain', signedAt?: Date) =>
	signDetached({ digest: streebog(person.key.curve.startsWith('TC26-512') ? 512 : 256, FILE), ...person, form, signedAt });

test('everything about the signer is told', async () => {
	const anna = holder('TC26-512-A');
	const outcome = await verify(detached(anna), { file: FILE });
	const { certificate } = anna;
	expect(outcome.json('Verify')[0]).toEqual({
		fileName: 'report.xml',
		valid: true,
		detached: true,
		form: 'plain',
		signers: [
			{
				valid: true,
				form: 'plain',
				name: 'ООО Ромашка',
				person: 'Иванова Анна Петровна',
				title: 'Директор',
				organization: 'ООО Ромашка',
				inn: '771234567890',
				innLegal: '7712345678',
				snils: '11223344595',
				ogrn: '1027700132195',
				issuer: 'УЦ',
				serialNumber: certificate.serialNumber,
				thumbprint: certificate.thumbprint,
				validFrom: certificate.notBefore.toISOString(),
				validTo: certificate.notAfter.toISOString(),
				algorithm: 'GOST R 34.10-2012, 512 bits',
				expired: false,
				notYetValid: false,
			},
		],
		signer: 'ООО Ромашка',
		inn: '7712345678',
		thumbprint: certificate.thumbprint,
		validFrom: certificate.notBefore.toISOString(),
		validTo: certificate.notAfter.toISOString(),
	});
});

test('a certificate that has expired is told apart from one that had expired at signing', async () => {
	const old = holder('TC26-256-A', around(-100, -10));
	const [inTime] = (await verify(detached(old, 'cades-bes', new Date(Date.now() - 20 * DAY)), { file: FILE })).json('Verify');
	expect(inTime).toMatchObject({ valid: true, form: 'cades-bes', signers: [{ expired: true, expiredAtSigning: false }] });
	const [tooLate] = (await verify(detached(old, 'cades-bes', new Date(Date.now() - DAY)), { file: FILE })).json('Verify');
	expect(tooLate).toMatchObject({ signers: [{ expired: true, expiredAtSigning: true }] });
});

test('a certificate that is not valid yet is told as such, and not as expired', async () => {
	const early = holder('TC26-256-A', around(3, 100));
	const [tooEarly] = (await verify(detached(early, 'cades-bes', new Date()), { file: FILE })).json('Verify');
	expect(tooEarly).toMatchObject({ valid: true, signers: [{ notYetValid: true, notYetValidAtSigning: true, expired: false, expiredAtSigning: false }] });
});

test('a signature of another file is not valid, with a code and in words', async () => {
	const [plain] = (await verify(detached(holder()), { file: Buffer.from('другой') })).json('Verify');
	expect(plain).toMatchObject({ valid: false, reasonCode: 'signature-wrong', reason: expect.stringContaining('another file') });
	const [withAttributes] = (await verify(detached(holder(), 'cades-bes'), { file: Buffer.from('другой') })).json('Verify');
	expect(withAttributes).toMatchObject({ valid: false, reasonCode: 'digest-differs', signers: [{ valid: false, reasonCode: 'digest-differs' }] });
});

describe('a file inside the signature', () => {
	const enclosed = () => signEnclosed({ content: FILE, ...holder() });

	test('needs no other, and is handed out when wanted', async () => {
		const outcome = await verify(enclosed(), { typed: { file: '' }, additionalFields: { enclosedField: 'inside' } });
		expect(outcome.json('Verify')[0]).toMatchObject({ valid: true, detached: false });
		expect((await outcome.binary('Verify', 0, 'inside')).equals(FILE)).toBe(true);
		expect(outcome.output('Verify')[0].binary?.inside).toMatchObject({ fileName: 'report.xml' });
	});

	test('is compared with one that is given', async () => {
		expect((await verify(enclosed(), { file: FILE })).json('Verify')[0]).toMatchObject({ valid: true });
		expect((await verify(enclosed(), { file: Buffer.from('другой') })).json('Verify')[0]).toMatchObject({ valid: false, reasonCode: 'content-differs' });
	});
});

test('what cannot be verified is an error that Continue on Fail passes on', async () => {
	const noFile = await verify(detached(holder()), { typed: { file: '' } });
	expect(noFile.error?.message).toBe('report.xml.sig is a detached signature: the file that it belongs to is missing');
	const page = await verify(Buffer.from('<html>Вход</html>'), { file: FILE, onError: 'continueRegularOutput' });
	expect(page.json('Verify')[0]).toMatchObject({ error: { message: 'report.xml.sig is a web page, not a signature', description: expect.stringContaining('login') } });
});

describe('CryptoPro SVS is asked about trust', () => {
	const asking = (address = svs.address) => ({ file: FILE, additionalFields: { svsAddress: address } });

	test('and its verdict stands beside our own', async () => {
		const own = holder();
		const [trusted] = (await verify(Buffer.from(Buffer.from(detached(own)).toString('base64')), asking())).json('Verify');
		expect(trusted).toMatchObject({ valid: true, trusted: true, svsSigners: [{ valid: true, message: 'Подпись действительна', name: 'CN=ООО Ромашка', issuer: 'CN=УЦ', thumbprint: own.certificate.thumbprint }] });
		const strangerKey = generatePrivateKey('TC26-256-A');
		const [stranger] = (await verify(detached(holder('TC26-256-A', around(-1, 1), { key: strangerKey, certificate: root }), 'cades-bes'), asking(`${svs.address}/`))).json('Verify');
		expect(stranger).toMatchObject({ valid: true, trusted: false, svsSigners: [{ valid: false, form: 'BES', message: expect.stringContaining('не доверен') }] });
		expect(svs.asked.map(({ SignatureType }) => SignatureType)).toEqual(['CMS', 'CAdES']);
	});

	test('without the file where the signature holds it', async () => {
		const [answer] = (await verify(signEnclosed({ content: FILE, ...holder() }), asking())).json('Verify');
		expect(answer).toMatchObject({ trusted: true });
		expect(svs.asked[0]).not.toHaveProperty('Source');
	});

	test('and only when that is wanted', async () => {
		const [answer] = (await verify(detached(holder()), { file: FILE })).json('Verify');
		expect(answer).not.toHaveProperty('trusted');
		expect(svs.asked).toEqual([]);
	});

	test.each<[string, { status: number; body: string }, RegExp]>([
		['refuses', { status: 400, body: '{"Message":"Неверный формат"}' }, /CryptoPro SVS refused the signature \(400\): Неверный формат/],
		['breaks down', { status: 500, body: '<html>' }, /CryptoPro SVS has an error \(500\)/],
		['answers a page', { status: 200, body: '<html>' }, /answer of CryptoPro SVS cannot be understood/],
		['answers nobody', { status: 200, body: '[]' }, /answer of CryptoPro SVS cannot be understood/],
	])('a server that %s is told in words', async (_, answers, says) => {
		svs.answers = answers;
		expect((await verify(detached(holder()), asking())).error?.message).toMatch(says);
	});

	test.each([
		['http://192.0.2.1/SVS', /is not encrypted/],
		['svs', /is not a web address/],
		['http://127.0.0.1:1/SVS', /CryptoPro SVS cannot be reached/],
	])('an address like %s is told in words', async (address, says) => {
		expect((await verify(detached(holder()), asking(address))).error?.message).toMatch(says);
	});
});
