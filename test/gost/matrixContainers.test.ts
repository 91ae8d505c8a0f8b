import { generatePrivateKey, issueCertificate, publicKeyOf, readCertificate, readKeyStore, readPrivateKey, verifyCertificateIssuedBy, writePrivateKey } from '../../gost';
import { ourHolder, pem, theirHolder, type Holder, type OurHolder } from './holders';
import { matrix } from './matrix';
import { parameterSets } from './parameterSets';

const passphrase = 'secret';
const keyCiphers = { AES: 'aes-256-cbc', 'GOST 28147-89': 'gost89' };
const storeCiphers = {
	AES: '-keypbe aes-256-cbc -certpbe aes-256-cbc -macalg sha256',
	'GOST 28147-89': '-keypbe gost89 -certpbe gost89 -macalg md_gost12_512',
};

matrix('GOST keys and certificates, ours and OpenSSL’s', { cells: 180, impossible: 0 }, (section) => {
	const { cell } = section;

	describe.each(parameterSets)('on $curve', (set) => {
		let theirs: Holder;
		let ours: OurHolder;

		beforeAll(() => {
			theirs = theirHolder(section.bench, set);
			ours = ourHolder(section.bench, set);
		});

		cell('their key is read, and written back as it was', () => {
			expect(theirs.certificate.publicKey).toEqual(publicKeyOf(theirs.key));
			expect(writePrivateKey(theirs.key)).toBe(section.bench.read(theirs.keyFile).toString());
		});

		cell('their key is read from DER', () => {
			section.bench.run(`pkcs8 -topk8 -nocrypt -in ${theirs.keyFile} -outform DER -out their.der`);
			expect(readPrivateKey(section.bench.read('their.der'))).toEqual(theirs.key);
		});

		for (const [cipher, flags] of Object.entries(keyCiphers)) {
			const wrap = () => {
				section.bench.run(`pkcs8 -topk8 -in ${theirs.keyFile} -v2 ${flags} -iter 100 -passout pass:${passphrase} -out wrapped.key`);
				return section.bench.read('wrapped.key');
			};
			cell(`their key under ${cipher} is read`, () => {
				expect(readPrivateKey(wrap(), passphrase)).toEqual(theirs.key);
			});
			cell(`their key under ${cipher} does not open with another passphrase`, () => {
				expect(() => readPrivateKey(wrap(), 'wrong')).toThrow(expect.objectContaining({ code: 'passphrase' }));
			});
		}

		cell('our encrypted key is read there, and not with another passphrase', () => {
			section.bench.write('wrapped.key', writePrivateKey(ours.key, passphrase));
			const opened = section.bench.run(`pkey -in wrapped.key -passin pass:${passphrase}`).toString();
			expect(readPrivateKey(opened)).toEqual(ours.key);
			expect(section.bench.succeeds('pkey -in wrapped.key -passin pass:wrong -noout')).toBe(false);
		});

		for (const [cipher, flags] of Object.entries(storeCiphers)) {
			const pack = () =>
				section.bench.run(
					`pkcs12 -export -inkey ${theirs.keyFile} -in ${theirs.certificateFile} -passout pass:${passphrase} -iter 100 ${flags}`,
				);
			cell(`their key store under ${cipher} is read`, () => {
				expect(readKeyStore(pack(), passphrase)).toEqual({ key: theirs.key, certificate: theirs.certificate, others: [] });
			});
			cell(`their key store under ${cipher} does not open with another passphrase`, () => {
				expect(() => readKeyStore(pack(), 'wrong')).toThrow(expect.objectContaining({ code: 'passphrase' }));
			});
		}

		cell('their certificate is read and verified', () => {
			expect(theirs.certificate.subject).toEqual({ commonName: 'Петров', inn: '770000000000' });
			expect(verifyCertificateIssuedBy(theirs.certificate, theirs.certificate)).toBe(true);
		});

		cell('our certificate is verified up to our authority', () => {
			const { authorityFile, certificateFile } = ours;
			expect(section.bench.run(`verify -x509_strict -CAfile ${authorityFile} ${certificateFile}`).toString()).toContain(': OK');
		});

		cell('our certificate shows the same fields', () => {
			const fields = '-serial -fingerprint -sha1 -subject -nameopt utf8,sep_comma_plus';
			const shown = section.bench.run(`x509 -in ${ours.certificateFile} -noout ${fields}`).toString();
			expect(shown).toContain(`serial=${ours.certificate.serialNumber}\n`);
			expect(shown.replaceAll(':', '')).toContain(`Fingerprint=${ours.certificate.thumbprint}\n`);
			expect(shown).toMatch(/CN=ООО \\?"ТЕСТ\\?",1\.2\.643\.100\.4=7707083893,INN=770000000000,emailAddress=test@example\.org/);
		});

		cell('our certificate is not that of another authority', () => {
			const other = generatePrivateKey(set.curve);
			const authority = readCertificate(section.bench.read(ours.authorityFile));
			const forged = issueCertificate({
				subject: { commonName: 'X' },
				publicKey: publicKeyOf(other),
				issuer: { certificate: authority, key: other },
				notBefore: new Date(Date.now() - 60_000),
				notAfter: new Date(Date.now() + 60_000),
			});
			section.bench.write('forged.crt', pem(forged));
			expect(section.bench.succeeds(`verify -CAfile ${ours.authorityFile} forged.crt`)).toBe(false);
			expect(verifyCertificateIssuedBy(forged, authority)).toBe(false);
		});
	});
});
