import { encryptFor, readSignature, streebog, verifyDetached, verifyDigest, writePrivateKey, type ModernCipherName } from '../../gost';
import { signingServiceOpener, signingServiceSigner, type SigningServiceFields, type ToSign } from '../../extern/signing';
import { engineWorks, GostBench, installLine } from '../gost/gostEngine';
import { portOf } from '../unit/extern/signingService/loopback';
import { givenPerson, type Person } from '../unit/gost/people';
import { givenFolder, removeServices, startService, type KeyFile } from './signingService';

/** The service of examples/signing-service with OpenSSL and gost-engine, asked by the client of the package. */

const works = engineWorks();

if (!works && process.env.CI === 'true') {
	test(`gost-engine is missing: ${installLine}`, () => {
		throw new Error(`CI must have gost-engine: ${installLine}`);
	});
}

const describeWithEngine = works ? describe : describe.skip;

const small = givenPerson('TC26-256-A');
const big = givenPerson('TC26-512-A');
const TOKEN = 'token-of-the-test/+=';
const TEXT = Buffer.from('<?xml version="1.0" encoding="windows-1251"?><Файл/>\r\n');

const keyFile = ({ key, certificate }: Person, privateKey = writePrivateKey(key)): KeyFile => ({
	thumbprint: certificate.thumbprint,
	certificate: Buffer.from(certificate.der).toString('base64'),
	privateKey,
});

const fileOf = (bytes: Uint8Array): ToSign => ({
	fileName: 'report.xml',
	async *chunks() {
		yield bytes;
	},
});

afterEach(removeServices);

async function givenService(person: Person, settings: Record<string, string> = {}, privateKey?: string) {
	const service = await startService(givenFolder([keyFile(person, privateKey)]), { SIGNING_TOKEN: TOKEN, ...settings });
	const fields: SigningServiceFields = {
		url: service.url,
		authentication: 'bearer',
		token: TOKEN,
		publicCertificate: Buffer.from(person.certificate.der).toString('base64'),
		service: 'example',
	};
	return { service, fields, signer: signingServiceSigner(fields, portOf(fields)), opener: signingServiceOpener(fields, portOf(fields)) };
}

describeWithEngine(works ? 'the example service' : `The example service needs: ${installLine}`, () => {
	test.each([
		{ bits: 256 as const, person: small, digest: 'md_gost12_256' },
		{ bits: 512 as const, person: big, digest: 'md_gost12_512' },
	])('makes every shape of signature with a key of $bits bits', async ({ bits, person, digest: DIGEST }) => {
		const { signer, service } = await givenService(person, { DIGEST });
		const digest = streebog(bits, TEXT);
		const detached = await signer.sign(fileOf(TEXT), 'detached');
		expect(verifyDetached(detached, () => digest)).toMatchObject({ valid: true, certificate: { thumbprint: person.certificate.thumbprint } });
		const bare = await signer.sign(fileOf(TEXT), 'raw');
		expect(verifyDigest(person.certificate.publicKey, digest, bare)).toBe(true);
		const ofDigest = await signer.sign({ ...fileOf(digest), isDigest: true }, 'raw');
		expect(verifyDigest(person.certificate.publicKey, digest, ofDigest)).toBe(true);

		const enclosed = await signer.sign(fileOf(TEXT), 'enclosed');
		expect(readSignature(enclosed).detached).toBe(false);
		const bench = new GostBench();
		try {
			bench.write('in.sig', enclosed);
			bench.run('cms -verify -binary -inform DER -in in.sig -noverify -out content');
			expect(bench.read('content')).toEqual(TEXT);
		} finally {
			bench.remove();
		}
		expect(service.log()).not.toContain('Файл');
	});

	test.each<ModernCipherName>(['kuznyechik-ctr-acpkm', 'magma-ctr-acpkm'])('opens an envelope of %s', async (cipher) => {
		const { opener } = await givenService(small);
		expect(Buffer.from(await opener.open(encryptFor([small.certificate], TEXT, cipher)))).toEqual(TEXT);
	});

	test('signs ten megabytes', async () => {
		const { signer } = await givenService(small);
		const bytes = Buffer.alloc(10 * 1024 * 1024, 'отчёт');
		const signature = await signer.sign(fileOf(bytes), 'detached');
		expect(verifyDetached(signature, () => streebog(256, bytes)).valid).toBe(true);
	});

	describe('with a key that has a password', () => {
		const PIN = 'pin-0f-the-key&%';
		let locked: string;

		beforeAll(() => {
			const bench = new GostBench();
			try {
				bench.write('plain.key', writePrivateKey(small.key));
				bench.run(`pkcs8 -topk8 -in plain.key -v2 aes-256-cbc -passout pass:${PIN} -out locked.key`);
				locked = bench.read('locked.key').toString();
			} finally {
				bench.remove();
			}
		});

		test('takes the PIN from the request, and tells it to nobody', async () => {
			const { service, fields } = await givenService(small, {}, locked);
			const sign = async (pin: string) => {
				const withPin = { ...fields, pin };
				return await signingServiceSigner(withPin, portOf(withPin)).sign(fileOf(TEXT), 'detached');
			};
			expect(readSignature(await sign(PIN)).detached).toBe(true);
			const refused = await sign('wrong-pin-77').catch((error: unknown) => error);
			expect(String(refused)).toMatch(/refused report\.xml: The command failed/);
			expect(JSON.stringify(refused)).not.toContain('wrong-pin-77');
			for (const secret of [PIN, 'wrong-pin-77', TOKEN]) expect(service.log()).not.toContain(secret);
		});

		test('takes the PIN from its own settings', async () => {
			const { signer } = await givenService(small, { SIGNING_PIN: PIN }, locked);
			expect(readSignature(await signer.sign(fileOf(TEXT), 'detached')).detached).toBe(true);
		});
	});

	test('says that it has no key of that thumbprint, without naming its folders', async () => {
		const { service, fields } = await givenService(small);
		const other = { ...fields, publicCertificate: Buffer.from(big.certificate.der).toString('base64') };
		const refused = await signingServiceSigner(other, portOf(other)).sign(fileOf(TEXT), 'detached').catch((error: unknown) => error);
		expect(String(refused)).toMatch(/refused report\.xml: The command failed/);
		expect(String(refused)).not.toContain(service.workFolder);
		expect(String(refused)).not.toContain('/keys/');
	});
});
