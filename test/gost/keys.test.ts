import {
	curveNames,
	decrypt,
	encryptFor,
	generatePrivateKey,
	issueCertificate,
	publicKeyOf,
	readCertificate,
	readKeyStore,
	readPrivateKey,
	signDigest,
	streebog,
	verifyCertificateIssuedBy,
	verifyDigest,
	writeKeyStore,
	writePrivateKey,
	type Certificate,
	type CurveName,
	type PrivateKey,
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

	describe.each([...curveNames])('on %s', (curve) => {
		const bits = curve.startsWith('TC26-512') ? 512 : 256;
		const content = chance.bytes(curve, 1000);
		const digest = streebog(bits, content);

		beforeAll(() => {
			bench.run(`genpkey -algorithm ${parameterSets[curve]} -out their.key`);
			bench.run('req -new -x509 -key their.key -days 2 -config request.cnf -out their.crt');
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

/** In Cyrillic, and with a character that takes two units of UTF-16. */
const passphrase = 'Пароль-𝄞-word';
const wrong = expect.objectContaining({ name: 'GostFormatError', code: 'passphrase' });

describeWithEngine(works ? 'OpenSSL with gost-engine and we open what the other has encrypted' : `OpenSSL cross-checks need: ${installLine}`, () => {
	let bench: GostBench;
	let key: PrivateKey;
	let certificate: Certificate;
	let authority: Certificate;

	beforeAll(() => {
		bench = new GostBench();
		key = generatePrivateKey('CryptoPro-XchA');
		certificate = selfSigned(key);
		authority = selfSigned(generatePrivateKey('TC26-512-C'));
		bench.write('plain.key', writePrivateKey(key));
		bench.write('own.crt', pem(certificate));
		bench.write('authority.crt', pem(authority));
	});

	afterAll(() => {
		bench.remove();
	});

	const ciphers = ['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'des3', 'gost89', 'kuznyechik-ctr-acpkm', 'magma-ctr-acpkm'];
	const functions = [
		'hmacWithSHA1',
		'hmacWithSHA224',
		'hmacWithSHA256',
		'hmacWithSHA384',
		'hmacWithSHA512',
		'hmacWithSHA512-256',
		'id-tc26-hmac-gost-3411-2012-256',
		'id-tc26-hmac-gost-3411-2012-512',
	];
	const encryptions = [
		...ciphers.map((cipher) => `-v2 ${cipher}`),
		...ciphers.map((cipher) => `-v2 ${cipher} -v2prf id-tc26-hmac-gost-3411-2012-512`),
		...functions.map((prf) => `-v2 aes-256-cbc -v2prf ${prf}`),
		'-v2 gost89 -v2prf id-tc26-hmac-gost-3411-2012-256 -iter 1',
		'-v2 aes-256-cbc -iter 1000000',
		'-v1 PBE-SHA1-3DES',
		'-v1 PBE-SHA1-2DES',
	];

	test.each(encryptions)('their key with %s', (flags) => {
		for (const format of ['PEM', 'DER']) {
			const theirs = bench.run(`pkcs8 -topk8 -in plain.key ${flags} -passout pass:${passphrase} -outform ${format}`);
			expect(readPrivateKey(theirs, passphrase)).toEqual(key);
			expect(() => readPrivateKey(theirs, `${passphrase}.`)).toThrow(wrong);
			expect(() => readPrivateKey(theirs)).toThrow(wrong);
		}
	});

	test.each([...curveNames])('our key on %s', (curve) => {
		const ours = generatePrivateKey(curve);
		bench.write('ours.key', writePrivateKey(ours, passphrase));
		expect(bench.run(`pkey -in ours.key -passin pass:${passphrase}`).toString()).toBe(writePrivateKey(ours));
		expect(bench.succeeds('pkey -in ours.key -passin pass:other')).toBe(false);
	});

	const schemes = ['AES-128-CBC', 'AES-192-CBC', 'AES-256-CBC', 'PBE-SHA1-3DES', 'PBE-SHA1-2DES', 'gost89', 'kuznyechik-ctr-acpkm', 'NONE'];
	const digests = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'md_gost12_256', 'md_gost12_512'];
	const stores = [
		'',
		...schemes.map((scheme) => `-keypbe ${scheme} -certpbe ${scheme}`),
		...schemes.map((scheme) => `-keypbe ${scheme} -certpbe ${scheme} -nomac`),
		...digests.map((digest) => `-macalg ${digest}`),
		// here gost-engine 3.0.1 changes the key of Magma after 1 KiB instead of 8 (RFC 9337 §7.3): enough for keys, too little for certificates
		'-keypbe magma-ctr-acpkm -certpbe AES-256-CBC',
		'-keypbe gost89 -certpbe NONE -macalg md_gost12_512 -iter 5000',
		'-keypbe AES-256-CBC -certpbe gost89 -nomaciter -noiter',
		'-name Ключ -CSP Провайдер -LMK',
	];
	const guarded = (flags: string) => !flags.includes('-nomac') || flags.includes('-nomaciter');
	const encrypted = (flags: string) => guarded(flags) || !flags.includes('NONE');

	test.each(stores)('their key store with "%s"', (flags) => {
		const options = flags === '' ? '' : ` ${flags}`;
		const theirs = bench.run(`pkcs12 -export -inkey plain.key -in own.crt -certfile authority.crt -passout pass:${passphrase}${options}`);
		for (const source of [theirs, theirs.toString('base64')]) {
			expect(readKeyStore(source, passphrase)).toEqual({ key, certificate, others: [authority] });
		}
		if (encrypted(flags)) expect(() => readKeyStore(theirs, `${passphrase}.`)).toThrow(wrong);
	});

	test.each(['CryptoPro-A', 'CryptoPro-B', 'CryptoPro-C', 'CryptoPro-D'])('their key and key store with GOST 28147-89 and the S-box %s', (sBox) => {
		const theirs = new GostBench({ CRYPT_PARAMS: `id-Gost28147-89-${sBox}-ParamSet` });
		theirs.write('plain.key', writePrivateKey(key));
		theirs.write('own.crt', pem(certificate));
		theirs.write('authority.crt', pem(authority));
		const encryptedKey = theirs.run(`pkcs8 -topk8 -in plain.key -v2 gost89 -passout pass:${passphrase}`);
		expect(readPrivateKey(encryptedKey, passphrase)).toEqual(key);
		const store = theirs.run(
			`pkcs12 -export -inkey plain.key -in own.crt -certfile authority.crt -keypbe gost89 -certpbe gost89 -passout pass:${passphrase}`,
		);
		expect(readKeyStore(store, passphrase)).toEqual({ key, certificate, others: [authority] });
		theirs.remove();
	});

	test('their key store by GOST of before RFC 9548', () => {
		const theirs = new GostBench({ LEGACY_GOST_PKCS12: '1' });
		theirs.write('plain.key', writePrivateKey(key));
		theirs.write('own.crt', pem(certificate));
		for (const digest of ['md_gost12_256', 'md_gost12_512']) {
			const store = theirs.run(`pkcs12 -export -inkey plain.key -in own.crt -passout pass:${passphrase} -macalg ${digest}`);
			expect(readKeyStore(store, passphrase)).toEqual({ key, certificate, others: [] });
		}
		theirs.remove();
	});

	test('their key store with RC2, as OpenSSL 1 wrote it, is refused with a recipe that works', () => {
		bench.run(`pkcs12 -export -legacy -inkey plain.key -in own.crt -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-RC2-40 -passout pass:${passphrase} -out old.p12`);
		const message = messageOf(() => readKeyStore(bench.read('old.p12'), passphrase));
		const [decrypting, encrypting] = Array.from(message.matchAll(/"openssl ([^"]*)"/g), ([, command]) => command);
		bench.run(`${decrypting} -passin pass:${passphrase}`);
		bench.run(`${encrypting} -passout pass:${passphrase}`);
		expect(readKeyStore(bench.read('new.p12'), passphrase)).toEqual({ key, certificate, others: [] });
	});

	test('their key store without a passphrase', () => {
		const theirs = bench.run('pkcs12 -export -inkey plain.key -in own.crt -passout pass:');
		expect(readKeyStore(theirs, '')).toEqual({ key, certificate, others: [] });
	});

	test('their key store without a key', () => {
		const bare = bench.run(`pkcs12 -export -nokeys -in own.crt -passout pass:${passphrase}`);
		expect(() => readKeyStore(bare, passphrase)).toThrow(expect.objectContaining({ code: 'damaged', message: expect.stringContaining('private key') }));
	});

	test.each([...curveNames])('our key store on %s', (curve) => {
		const ours = generatePrivateKey(curve);
		const own = selfSigned(ours);
		bench.write('ours.p12', writeKeyStore({ key: ours, certificate: own, others: [authority] }, passphrase));
		const opened = bench.run(`pkcs12 -in ours.p12 -passin pass:${passphrase} -nodes`).toString();
		for (const block of [writePrivateKey(ours), pem(own), pem(authority)]) expect(opened).toContain(block);
		expect(bench.succeeds('pkcs12 -in ours.p12 -passin pass:other -noout')).toBe(false);
	});
});

function selfSigned(key: PrivateKey): Certificate {
	return issueCertificate({
		subject: { commonName: 'Ключ' },
		publicKey: publicKeyOf(key),
		issuer: { key },
		authority: true,
		notBefore: new Date(Date.now() - 60_000),
		notAfter: new Date(Date.now() + 86_400_000),
	});
}

function messageOf(read: () => unknown): string {
	try {
		read();
		return '';
	} catch (error) {
		return error instanceof Error ? error.message : '';
	}
}

function pem({ der }: Certificate): string {
	const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? [];
	return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
