import {
	generatePrivateKey,
	issueCertificate,
	publicKeyOf,
	readCertificate,
	verifyCertificateIssuedBy,
	type Certificate,
} from '../../../gost';
import { base64, der, hex } from './encoding';
import { rsa, vectors } from './openSslVectors';
import { accountant, curves, givenAuthority, givenPerson } from './people';
import { nationalRootCertificate, tc26Certificate } from './publishedExamples';

describe.each(vectors)('the OpenSSL certificate on $curve', ({ curve, certificate: content, thumbprint }) => {
	const certificate = readCertificate(content);

	test('shows who it is for', () => {
		expect(certificate.subject).toEqual({
			country: 'RU',
			organization: 'ООО "ТЕСТ"',
			commonName: 'ООО "ТЕСТ"',
			surname: 'Иванов',
			givenName: 'Иван Иванович',
			title: 'Директор',
			ogrn: '1027700132195',
			snils: '00000000000',
			inn: '770000000000',
			innLegal: '7707083893',
			email: 'test@example.org',
		});
		expect(certificate.issuer).toEqual(certificate.subject);
	});

	test('has the thumbprint that OpenSSL computes and a public key on its curve', () => {
		expect(certificate.thumbprint).toBe(thumbprint);
		expect(certificate.publicKey.curve).toBe(curve);
	});

	test('is valid for a hundred years, past the reach of two-digit years', () => {
		expect(certificate.notAfter.getTime() - certificate.notBefore.getTime()).toBe(36_500 * 86_400_000);
	});

	test('is signed by itself', () => {
		expect(verifyCertificateIssuedBy(certificate, certificate)).toBe(true);
	});

	test('is the same in every wrapping', () => {
		const pem = `-----BEGIN CERTIFICATE-----\r\n${content}\r\n-----END CERTIFICATE-----\r\n`;
		const wrappings = [base64(content), pem, Buffer.from(pem), Buffer.from(`\ufeff${content}\n`), content.replace(/(.{64})/g, '$1\n')];
		for (const source of wrappings) expect(readCertificate(source)).toEqual(certificate);
	});
});

describe('the certificate of TC 26', () => {
	const certificate = readCertificate(tc26Certificate);

	test('is read', () => {
		expect(certificate).toMatchObject({
			serialNumber: '01',
			subject: { email: 'GostR3410-2012@example.com', commonName: 'GostR3410-2012 (256 bit) example' },
			notBefore: new Date('2013-11-05T14:02:37Z'),
			notAfter: new Date('2030-11-01T14:02:37Z'),
			publicKey: { curve: 'CryptoPro-XchA' },
		});
	});

	test('is signed by itself', () => {
		expect(verifyCertificateIssuedBy(certificate, certificate)).toBe(true);
	});
});

test('the national root certificate, made by CryptoPro, is read and holds', () => {
	const root = readCertificate(nationalRootCertificate);
	expect(root).toMatchObject({
		serialNumber: '4E6D478B26F27D657F768E025CE3D393',
		thumbprint: '4BC6DC14D97010C41A26E058AD851F81C842415A',
		subject: {
			commonName: 'Минкомсвязь России',
			ogrn: '1047702026701',
			inn: '007710474375',
			region: '77 Москва',
			street: 'улица Тверская, дом 7',
		},
		publicKey: { curve: 'CryptoPro-A' },
	});
	expect(verifyCertificateIssuedBy(root, root)).toBe(true);
});

describe.each(curves)('a certificate issued on %s', (curve) => {
	const authority = givenAuthority(curve);
	const person = givenPerson(curve, authority);

	test('says what was asked for', () => {
		expect(person.certificate).toMatchObject({
			subject: accountant,
			issuer: { country: 'RU', commonName: 'Тестовый УЦ' },
			notBefore: new Date('2026-01-01T00:00:00Z'),
			notAfter: new Date('2027-04-01T12:34:56Z'),
			publicKey: publicKeyOf(person.key),
			serialNumber: expect.stringMatching(/^[0-9A-F]{32}$/),
		});
	});

	test('is the authority’s', () => {
		expect(verifyCertificateIssuedBy(person.certificate, authority.certificate)).toBe(true);
		expect(verifyCertificateIssuedBy(authority.certificate, authority.certificate)).toBe(true);
	});

	test('is nobody else’s', () => {
		const namesake = givenAuthority(curve);
		expect(verifyCertificateIssuedBy(person.certificate, namesake.certificate)).toBe(false);
		expect(verifyCertificateIssuedBy(authority.certificate, person.certificate)).toBe(false);
	});

	test('does not survive a change', () => {
		const changed = Buffer.from(person.certificate.der);
		const inn = changed.indexOf('7707083893');
		changed.write('7707083894', inn, 'latin1');
		const forged = readCertificate(changed);
		expect(forged.subject.innLegal).toBe('7707083894');
		expect(verifyCertificateIssuedBy(forged, authority.certificate)).toBe(false);
	});
});

test('a person without the right to issue is no issuer', () => {
	const person = givenPerson('CryptoPro-A');
	const other = generatePrivateKey('CryptoPro-A');
	const issuedByPerson = issueCertificate({
		subject: { commonName: 'X' },
		publicKey: publicKeyOf(other),
		issuer: person,
		notBefore: new Date(),
		notAfter: new Date(),
	});
	expect(verifyCertificateIssuedBy(issuedByPerson, person.certificate)).toBe(false);
});

describe('issuing', () => {
	const key = generatePrivateKey('TC26-256-A');
	const issue = (more: Partial<Parameters<typeof issueCertificate>[0]>): Certificate =>
		issueCertificate({
			subject: { commonName: 'X' },
			publicKey: publicKeyOf(key),
			issuer: { key },
			notBefore: new Date('2049-12-31T23:59:59Z'),
			notAfter: new Date('2050-01-01T00:00:00Z'),
			...more,
		});

	test('writes times on both sides of 2050', () => {
		expect(issue({})).toMatchObject({ notBefore: new Date('2049-12-31T23:59:59Z'), notAfter: new Date('2050-01-01T00:00:00Z') });
	});

	test.each([
		['a high first bit', [0xff, 0x01], 'FF01'],
		['leading zeros', [0, 0, 5], '05'],
		['nothing but zero', [0], '00'],
	])('keeps a serial number with %s', (_, bytes, text) => {
		expect(issue({ serialNumber: Uint8Array.from(bytes) }).serialNumber).toBe(text);
	});

	test('refuses what cannot be written', () => {
		expect(() => issue({ serialNumber: new Uint8Array(21) })).toThrow(RangeError);
		expect(() => issue({ subject: { inn: '77-00' } })).toThrow(RangeError);
		expect(() => issue({ subject: { country: 'РФ' } })).toThrow(RangeError);
	});
});

describe('a certificate that cannot be used', () => {
	const damaged = expect.objectContaining({ name: 'GostFormatError', code: 'damaged' });

	test('with an RSA key is told apart', () => {
		expect(() => readCertificate(rsa.certificate)).toThrow(expect.objectContaining({ code: 'not-gost' }));
	});

	test('on an unknown curve is told apart', () => {
		const certificate = Buffer.from(givenPerson('TC26-512-B').certificate.der);
		const curve = certificate.indexOf(hex('06092a850307010201 0202'));
		certificate[curve + 10] = 0x7f;
		expect(() => readCertificate(certificate)).toThrow(
			expect.objectContaining({ code: 'unsupported', message: expect.stringContaining('1.2.643.7.1.2.1.2.127') }),
		);
	});

	test('with a point beside the curve is damaged', () => {
		const changed = base64(vectors[0].certificate);
		const point = changed.indexOf(hex('03430004 40')) + 5;
		changed[point] ^= 1;
		expect(() => readCertificate(changed)).toThrow(damaged);
	});

	test.each([
		['empty text', ''],
		['no bytes', new Uint8Array(0)],
		['prose', 'это не сертификат'],
		['base64 with something in between', 'MIID=gzCC'],
		['a PEM block of another kind', '-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----'],
		['a PEM block without an end', '-----BEGIN CERTIFICATE-----\nMAA='],
		['an empty sequence', der(0x30)],
		['surplus bytes', Buffer.concat([base64(vectors[0].certificate), Buffer.of(0)])],
	])('as %s is damaged', (_, source) => {
		expect(() => readCertificate(source)).toThrow(damaged);
	});
});

test('names are read in the string types that issuers use', () => {
	const name = (tag: number, text: Buffer) =>
		der(0x31, der(0x30, der(0x06, hex('550403')), der(tag, text)));
	const template = readCertificate(vectors[0].certificate);
	const members = [
		[0x0c, Buffer.from('Тест'), 'Тест'],
		[0x13, Buffer.from('Test'), 'Test'],
		[0x12, Buffer.from('7707'), '7707'],
		[0x16, Buffer.from('a@b'), 'a@b'],
		[0x14, Buffer.from('T\xe9st', 'latin1'), 'Tést'],
		[0x1e, Buffer.from('Тест', 'utf16le').swap16(), 'Тест'],
	] as const;
	for (const [tag, bytes, expected] of members) {
		const tampered = withSubject(Buffer.from(template.der), name(tag, bytes));
		expect(readCertificate(tampered).subject).toEqual({ commonName: expected });
	}
});

/** The certificate with another subject; its signature no longer fits. */
function withSubject(certificate: Buffer, relativeName: Buffer): Buffer {
	const header = (offset: number) => {
		const first = certificate[offset + 1];
		const bytes = first < 0x80 ? 0 : first & 0x7f;
		const length = bytes === 0 ? first : certificate.readUIntBE(offset + 2, bytes);
		return { start: offset + 2 + bytes, end: offset + 2 + bytes + length };
	};
	const body = header(header(0).start);
	const members: { from: number; to: number }[] = [];
	for (let offset = body.start; offset < body.end; offset = header(offset).end) members.push({ from: offset, to: header(offset).end });
	const parts = members.map(({ from, to }) => certificate.subarray(from, to));
	// version, serial number, algorithm, issuer, validity, subject
	parts[5] = der(0x30, relativeName);
	return der(0x30, der(0x30, ...parts), certificate.subarray(body.end, header(0).end));
}
