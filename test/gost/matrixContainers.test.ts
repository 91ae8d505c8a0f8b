import { generatePrivateKey, issueCertificate, publicKeyOf, readCertificate, readPrivateKey, verifyCertificateIssuedBy, writePrivateKey } from '../../gost';
import { ourHolder, pem, theirHolder, type Holder, type OurHolder } from './holders';
import { matrix } from './matrix';
import { parameterSets } from './parameterSets';

matrix('GOST keys and certificates, ours and OpenSSL’s', { cells: 72, impossible: 0 }, (section) => {
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
