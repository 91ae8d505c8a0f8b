import {
	curveNames,
	decrypt,
	encryptFor,
	generatePrivateKey,
	issueCertificate,
	publicKeyOf,
	readCertificate,
	readPrivateKey,
	signDigest,
	streebog,
	verifyCertificateIssuedBy,
	verifyDigest,
	writePrivateKey,
	type Certificate,
	type CurveName,
} from '../../gost';
import { Chance } from './chance';
import { engineWorks, GostBench, installLine } from './gostEngine';

/** How openssl is told to make a key. */
const parameterSets: Record<CurveName, string> = {
	'CryptoPro-A': 'gost2012_256 -pkeyopt paramset:A',
	'CryptoPro-B': 'gost2012_256 -pkeyopt paramset:B',
	'CryptoPro-C': 'gost2012_256 -pkeyopt paramset:C',
	'CryptoPro-XchA': 'gost2012_256 -pkeyopt paramset:XA',
	'CryptoPro-XchB': 'gost2012_256 -pkeyopt paramset:XB',
	'TC26-256-A': 'gost2012_256 -pkeyopt paramset:TCA',
	'TC26-256-B': 'gost2012_256 -pkeyopt paramset:TCB',
	'TC26-256-C': 'gost2012_256 -pkeyopt paramset:TCC',
	'TC26-256-D': 'gost2012_256 -pkeyopt paramset:TCD',
	'TC26-512-A': 'gost2012_512 -pkeyopt paramset:A',
	'TC26-512-B': 'gost2012_512 -pkeyopt paramset:B',
	'TC26-512-C': 'gost2012_512 -pkeyopt paramset:C',
};

const chance = new Chance();
const works = engineWorks();
const describeWithEngine = works ? describe : describe.skip;

if (!works && process.env.CI === 'true') {
	test(`gost-engine is missing: ${installLine}`, () => {
		throw new Error(`CI must have gost-engine: ${installLine}`);
	});
}

describeWithEngine(works ? `OpenSSL with gost-engine and we read each other's keys (GOST_SEED=${chance.seed})` : `OpenSSL cross-checks need: ${installLine}`, () => {
	let bench: GostBench;

	beforeAll(() => {
		bench = new GostBench();
		bench.write('request.cnf', '[req]\nprompt = no\ndistinguished_name = dn\n[dn]\nCN = Key\n');
	});

	afterAll(() => {
		bench.remove();
	});

	/** A key of openssl's and its self-signed certificate, in `their.key` and `their.crt`. */
	function givenTheirKey(curve: CurveName): void {
		bench.run(`genpkey -algorithm ${parameterSets[curve]} -out their.key`);
		bench.run(`req -new -x509 -key their.key -days 2 -config request.cnf -out their.crt`);
	}

	describe.each([...curveNames])('on %s', (curve) => {
		const bits = curve.startsWith('TC26-512') ? 512 : 256;
		const content = chance.bytes(curve, 1000);
		const digest = streebog(bits, content);

		beforeAll(() => {
			givenTheirKey(curve);
			bench.write('content', content);
		});

		test('their key is read, and written back as it was', () => {
			const key = readPrivateKey(bench.read('their.key'));
			expect(key.curve).toBe(curve);
			expect(writePrivateKey(key)).toBe(bench.read('their.key').toString());
		});

		test('their certificate has the public key of their private one and holds', () => {
			const certificate = readCertificate(bench.read('their.crt'));
			expect(certificate.publicKey).toEqual(publicKeyOf(readPrivateKey(bench.read('their.key'))));
			expect(verifyCertificateIssuedBy(certificate, certificate)).toBe(true);
		});

		test('their signatures hold, and those of other content do not', () => {
			const { publicKey } = readCertificate(bench.read('their.crt'));
			for (let round = 0; round < 5; round++) {
				const signature = bench.run(`dgst -md_gost12_${bits} -sign their.key content`);
				expect(verifyDigest(publicKey, digest, signature)).toBe(true);
				expect(verifyDigest(publicKey, streebog(bits, digest), signature)).toBe(false);
			}
		});

		test('our key is read, and its public key is the same there', () => {
			const key = generatePrivateKey(curve);
			bench.write('our.key', writePrivateKey(key));
			bench.write('our.crt', pem(selfSigned(key)));
			expect(bench.run('pkey -in our.key -pubout')).toEqual(bench.run('x509 -in our.crt -noout -pubkey'));
			expect(bench.run('verify -CAfile our.crt our.crt').toString()).toContain(': OK');
		});

		test('our signatures are accepted, and those of other content are not', () => {
			const key = generatePrivateKey(curve);
			bench.write('our.key', writePrivateKey(key));
			bench.run('pkey -in our.key -pubout -out our.pub');
			for (let round = 0; round < 5; round++) {
				bench.write('our.sig', signDigest(key, digest));
				expect(bench.succeeds(`dgst -md_gost12_${bits} -verify our.pub -signature our.sig content`)).toBe(true);
			}
			bench.write('our.sig', signDigest(key, streebog(bits, digest)));
			expect(bench.succeeds(`dgst -md_gost12_${bits} -verify our.pub -signature our.sig content`)).toBe(false);
		});

		test.each(['gost89', 'kuznyechik-ctr-acpkm', 'magma-ctr-acpkm'])('their key agreement is ours: an envelope with %s opens here', (cipher) => {
			const key = readPrivateKey(bench.read('their.key'));
			const envelope = bench.run(`cms -encrypt -binary -${cipher} -in content -outform DER their.crt`);
			expect(content.equals(decrypt(envelope, key, readCertificate(bench.read('their.crt'))))).toBe(true);
		});

		test('our key agreement is theirs: an envelope opens there', () => {
			bench.write('our.p7m', encryptFor([readCertificate(bench.read('their.crt'))], content));
			bench.run('cms -decrypt -binary -inform DER -in our.p7m -recip their.crt -inkey their.key -out opened');
			expect(bench.read('opened').equals(content)).toBe(true);
		});
	});
});

function selfSigned(key: ReturnType<typeof generatePrivateKey>): Certificate {
	return issueCertificate({
		subject: { commonName: 'Ключ' },
		publicKey: publicKeyOf(key),
		issuer: { key },
		authority: true,
		notBefore: new Date(Date.now() - 60_000),
		notAfter: new Date(Date.now() + 86_400_000),
	});
}

function pem({ der }: Certificate): string {
	const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? [];
	return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
