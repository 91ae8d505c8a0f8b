import {
	decrypt,
	digestBits,
	encryptFor,
	generatePrivateKey,
	issueCertificate,
	publicKeyOf,
	readCertificate,
	readEnvelope,
	readPrivateKey,
	signDetached,
	signEnclosed,
	streebog,
	verifyDetached,
	verifyEnclosed,
	writePrivateKey,
	type Certificate,
	type CurveName,
	type PrivateKey,
	type SignatureForm,
} from '../../gost';
import { Chance } from './chance';
import { engineWorks, GostBench, installLine } from './gostEngine';

/*
 * The shapes of CMS beside the plain detached one, against OpenSSL with gost-engine: CAdES-BES,
 * enclosed content, streamed BER, several signers and recipients. The matrix of curves and lengths
 * stands in the files matrix*.test.ts.
 */

interface Person {
	name: string;
	curve: CurveName;
	bits: 256 | 512;
	key: PrivateKey;
	certificate: Certificate;
}

const parameterSets: { curve: CurveName; algorithm: string; bits: 256 | 512 }[] = [
	{ curve: 'TC26-256-A', algorithm: 'gost2012_256 -pkeyopt paramset:TCA', bits: 256 },
	{ curve: 'TC26-512-A', algorithm: 'gost2012_512 -pkeyopt paramset:A', bits: 512 },
];

const requestTemplate = `[req]
prompt = no
utf8 = yes
string_mask = utf8only
distinguished_name = dn
x509_extensions = ext
[dn]
O = ООО \\"ТЕСТ\\"
CN = Петров
[ext]
subjectKeyIdentifier = hash
`;

const chance = new Chance();
const works = engineWorks();

(works ? describe : describe.skip)(works ? `OpenSSL with gost-engine and we agree on CMS (GOST_SEED=${chance.seed})` : `needs: ${installLine}`, () => {
	let bench: GostBench;

	beforeAll(() => {
		bench = new GostBench();
		bench.write('request.cnf', requestTemplate);
	});

	afterAll(() => {
		bench.remove();
	});

	/** Somebody whose key and self-signed certificate OpenSSL made. */
	function givenTheirs({ curve, algorithm, bits }: (typeof parameterSets)[number], name = `theirs-${curve}`): Person {
		bench.run(`genpkey -algorithm ${algorithm} -out ${name}.key`);
		bench.run(`req -new -x509 -md_gost12_${bits} -key ${name}.key -days 2 -config request.cnf -out ${name}.crt`);
		return { name, curve, bits, key: readPrivateKey(bench.read(`${name}.key`)), certificate: readCertificate(bench.read(`${name}.crt`)) };
	}

	/** Somebody whose key and self-signed certificate we made. */
	function givenOurs({ curve, bits }: Pick<Person, 'curve' | 'bits'>, name = `ours-${curve}`, authority = false): Person {
		const key = generatePrivateKey(curve);
		const certificate = issueCertificate({
			subject: { organization: 'ООО "ТЕСТ"', commonName: name, inn: '770000000000' },
			publicKey: publicKeyOf(key),
			issuer: { key },
			authority,
			notBefore: new Date(Date.now() - 60_000),
			notAfter: new Date(Date.now() + 86_400_000),
		});
		bench.write(`${name}.crt`, pem(certificate));
		bench.write(`${name}.key`, writePrivateKey(key));
		return { name, curve, bits, key, certificate };
	}

	function givenContent(name: string, length: number): Uint8Array {
		const content = new Uint8Array(chance.bytes(name, length));
		bench.write('content', content);
		return content;
	}

	const theirSignature = ({ name, bits }: Person, flags: string) =>
		bench.run(`cms -sign -binary -in content -signer ${name}.crt -inkey ${name}.key -md md_gost12_${bits} -nosmimecap -outform DER${flags}`);
	const verification = (file: string, { name }: Person, flags: string) =>
		`cms -verify -binary -inform DER -in ${file} -CAfile ${name}.crt -purpose any -out opened${flags}`;
	const opening = (file: string, { name }: Person) =>
		`cms -decrypt -binary -inform DER -in ${file} -recip ${name}.crt -inkey ${name}.key -out opened`;
	const verifyHere = (signature: Uint8Array, content: Uint8Array) => verifyDetached(signature, (size) => streebog(size, content));

	describe.each(parameterSets)('on $curve', (parameters) => {
		let theirs: Person;
		let ours: Person;

		beforeAll(() => {
			theirs = givenTheirs(parameters);
			ours = givenOurs(parameters);
		});

		const forms: { form: SignatureForm; flags: string; check: string }[] = [
			{ form: 'plain', flags: ' -noattr', check: '' },
			{ form: 'attributes', flags: ' -nosmimecap', check: '' },
			{ form: 'cades-bes', flags: ' -cades', check: ' -cades' },
		];

		test.each(forms)('our detached $form is accepted, and for its content only', ({ form, check }) => {
			const content = givenContent(`detached ${form}`, 1000);
			const { key, certificate } = ours;
			bench.write('ours.sig', signDetached({ digest: streebog(digestBits(key), content), key, certificate, form }));
			const command = verification('ours.sig', ours, `${check} -content content`);
			expect(bench.succeeds(command)).toBe(true);
			content[chance.number(form, 0, 1000)] ^= 1;
			bench.write('content', content);
			expect(bench.succeeds(command)).toBe(false);
		});

		test.each(forms)('our enclosed $form is accepted and gives its content back', ({ form, check }) => {
			for (const length of [0, 1, 127, 128, 70_000]) {
				const content = givenContent(`enclosed ${form}`, length);
				const { key, certificate } = ours;
				bench.write('ours.sig', signEnclosed({ content, key, certificate, form }));
				bench.run(verification('ours.sig', ours, check));
				expect(bench.read('opened').equals(content)).toBe(true);
			}
		});

		test.each(forms)('our $form has the parts of theirs, byte for byte but for moment and certificate', ({ form, flags }) => {
			const content = givenContent('shape', 100);
			const { key, certificate, bits } = theirs;
			const signedAt = verifyHere(theirSignature(theirs, flags), content).signedAt;
			const digest = streebog(bits, content);
			bench.write('ours.sig', signDetached({ digest, key, certificate, form, signedAt }));
			bench.write('theirs.sig', theirSignature(theirs, flags));
			const shape = (file: string) =>
				bench
					.run(`asn1parse -inform DER -in ${file}`)
					.toString()
					.split('\n')
					.filter((line) => !line.includes('UTCTIME'))
					.slice(0, -2);
			expect(shape('ours.sig')).toEqual(shape('theirs.sig'));
		});

		test('a CAdES-BES that names another certificate is refused by both', () => {
			const content = givenContent('other certificate', 100);
			// two certificates that differ in nothing but the random part of their issuer's signature
			const authority = givenOurs(parameters, `authority-${parameters.curve}`, true);
			const key = generatePrivateKey(parameters.curve);
			const [named, enclosed] = [1, 2].map(() =>
				issueCertificate({
					subject: { commonName: 'Петров' },
					publicKey: publicKeyOf(key),
					issuer: authority,
					serialNumber: Uint8Array.of(7),
					notBefore: authority.certificate.notBefore,
					notAfter: authority.certificate.notAfter,
				}),
			);
			const signature = Buffer.from(signDetached({ digest: streebog(digestBits(key), content), key, certificate: named, form: 'cades-bes' }));
			const check = (flags: string) => {
				bench.write('given.sig', signature);
				return bench.succeeds(verification('given.sig', authority, ` -content content${flags}`));
			};
			expect([check(''), check(' -cades')]).toEqual([true, true]);
			expect(verifyHere(signature, content)).toMatchObject({ valid: true, form: 'cades-bes' });

			signature.set(enclosed.der, signature.indexOf(named.der));
			expect([check(''), check(' -cades')]).toEqual([true, false]);
			expect(verifyHere(signature, content)).toMatchObject({ valid: false, reason: 'certificate-differs', form: 'cades-bes' });
		});

		const theirForms = [
			{ flags: ' -noattr', form: 'plain' },
			{ flags: '', form: 'attributes' },
			{ flags: ' -cades', form: 'cades-bes' },
			{ flags: ' -cades -keyid', form: 'cades-bes' },
		];

		test.each(theirForms)('their detached and enclosed signatures hold here:$flags', ({ flags, form }) => {
			const content = givenContent(`theirs ${flags}`, 3000);
			expect(verifyHere(theirSignature(theirs, flags), content)).toMatchObject({ valid: true, form, certificate: theirs.certificate });
			expect(verifyEnclosed(theirSignature(theirs, `${flags} -nodetach`))).toMatchObject({ valid: true, form, content });
		});

		test.each(theirForms)('their streamed signatures enclose pieces, which are read as a whole:$flags', ({ flags, form }) => {
			for (const length of [1, 4096, 100_001]) {
				const content = givenContent(`streamed ${flags}`, length);
				const signature = theirSignature(theirs, `${flags} -nodetach -stream`);
				expect(signature.subarray(0, 2)).toEqual(Buffer.of(0x30, 0x80));
				const verdict = verifyEnclosed(signature);
				expect(verdict).toMatchObject({ valid: true, form, certificate: theirs.certificate });
				expect(Buffer.from(verdict.content ?? []).equals(content)).toBe(true);
				signature[signature.length - 40] ^= 1;
				expect(verifyEnclosed(signature).valid).toBe(false);
			}
		});

		test('their PEM is read, with text and other blocks round it', () => {
			const content = givenContent('pem', 500);
			bench.write('signed.der', theirSignature(theirs, ' -cades'));
			bench.run('cms -cmsout -inform DER -in signed.der -outform PEM -out signed.pem');
			const text = `\ufeffДобрый день!\r\n\r\n${bench.read(`${theirs.name}.crt`).toString()}\r\n${bench.read('signed.pem').toString()}\r\nС уважением`;
			for (const given of [text, text.replace(/\r?\n/g, '\r\n'), text.replace(/\r?\n/g, '\n\n')]) {
				expect(verifyHere(Buffer.from(given), content)).toMatchObject({ valid: true, form: 'cades-bes' });
			}
		});
	});

	describe.each(parameterSets)('envelopes on $curve', (parameters) => {
		let theirs: Person;
		let ours: Person;

		beforeAll(() => {
			theirs = givenTheirs(parameters, `envelope-theirs-${parameters.curve}`);
			ours = givenOurs(parameters, `envelope-ours-${parameters.curve}`);
		});

		test('of ours with GOST 28147-89 open there, at every length', () => {
			for (const length of [0, 1, 7, 8, 9, 1023, 1024, 1025, chance.number(`gost89/${parameters.curve}`, 2000, 200_000)]) {
				const content = givenContent(`gost89 ${length}`, length);
				bench.write('ours.p7m', encryptFor([theirs.certificate], content, 'gost89'));
				bench.run(opening('ours.p7m', theirs));
				expect(bench.read('opened').equals(content)).toBe(true);
			}
		});

		test('of theirs with the S-box CryptoPro-A open here', () => {
			const settings = bench.read('gost.cnf').toString();
			try {
				bench.write('gost.cnf', `${settings}CRYPT_PARAMS = id-Gost28147-89-CryptoPro-A-ParamSet\n`);
				const content = givenContent('CryptoPro-A', 5000);
				const envelope = bench.run(`cms -encrypt -binary -gost89 -in content -outform DER ${ours.name}.crt`);
				// the S-box of the content; the key is locked with that of TC 26 all the same
				expect(envelope.includes(Buffer.from('06072a850302021f01', 'hex'))).toBe(true);
				expect(Buffer.from(decrypt(envelope, ours.key, ours.certificate)).equals(content)).toBe(true);
			} finally {
				bench.write('gost.cnf', settings);
			}
		});

		test('of theirs name recipients by key identifier, too', () => {
			const content = givenContent('key identifier', 3000);
			// their certificates have one
			const envelope = bench.run(`cms -encrypt -binary -keyid -kuznyechik-ctr-acpkm -in content -outform DER ${theirs.name}.crt`);
			expect(readEnvelope(envelope).recipients).toEqual([{ serialNumber: '', issuerDer: new Uint8Array(0) }]);
			expect(Buffer.from(decrypt(envelope, theirs.key, theirs.certificate)).equals(content)).toBe(true);
			expect(() => decrypt(envelope, ours.key, ours.certificate)).toThrow(expect.objectContaining({ code: 'other-recipient' }));
		});

		test('of theirs in PEM open here', () => {
			const content = givenContent('pem', 3000);
			const envelope = bench.run(`cms -encrypt -binary -gost89 -in content -outform PEM ${ours.name}.crt`);
			expect(Buffer.from(decrypt(envelope, ours.key, ours.certificate)).equals(content)).toBe(true);
		});
	});

	describe('an envelope for several', () => {
		let people: Person[];

		beforeAll(() => {
			people = parameterSets.flatMap((parameters) => [
				givenTheirs(parameters, `crowd-theirs-${parameters.curve}`),
				givenTheirs(parameters, `crowd-other-${parameters.curve}`),
			]);
		});

		test.each(['gost89', 'kuznyechik-ctr-acpkm', 'magma-ctr-acpkm', 'kuznyechik-ctr-acpkm-omac', 'magma-ctr-acpkm-omac'] as const)(
			'opens for each of them with his key alone, whoever made it: %s',
			(cipher) => {
				const content = givenContent(`crowd ${cipher}`, 900);
				const files = people.map(({ name }) => `${name}.crt`).join(' ');
				const made = [
					bench.run(`cms -encrypt -binary -${cipher} -in content -outform DER ${files}`),
					encryptFor(people.map(({ certificate }) => certificate), content, cipher),
				];
				for (const envelope of made) {
					expect(readEnvelope(envelope).recipients.map(({ serialNumber }) => serialNumber).sort()).toEqual(
						people.map(({ certificate }) => certificate.serialNumber).sort(),
					);
					bench.write('made.p7m', envelope);
					for (const [index, person] of people.entries()) {
						expect(Buffer.from(decrypt(envelope, person.key, person.certificate)).equals(content)).toBe(true);
						bench.run(opening('made.p7m', person));
						expect(bench.read('opened').equals(content)).toBe(true);
						const other = people[index ^ 1];
						expect(() => decrypt(envelope, other.key, person.certificate)).toThrow(expect.objectContaining({ code: 'wrong-key' }));
					}
				}
			},
		);
	});

	test('every signer of a signature is told, with his own curve, digest and form', () => {
		const [first, second] = parameterSets.map((parameters) => givenTheirs(parameters, `several-${parameters.curve}`));
		const content = givenContent('several signers', 2000);
		const signers = [first, second].map(({ name }) => `-signer ${name}.crt -inkey ${name}.key`).join(' ');
		const signature = bench.run(`cms -sign -binary -in content ${signers} -cades -nosmimecap -nodetach -outform DER`);
		const verdict = verifyEnclosed(signature);
		expect(verdict).toMatchObject({ valid: true, content });
		expect(verdict.signers).toHaveLength(2);
		expect(verdict.signers).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ valid: true, form: 'cades-bes', certificate: first.certificate, signedAt: expect.any(Date) }),
				expect.objectContaining({ valid: true, form: 'cades-bes', certificate: second.certificate, signedAt: expect.any(Date) }),
			]),
		);
	});
});

function pem({ der }: Certificate): string {
	const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? [];
	return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
