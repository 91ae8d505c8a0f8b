import {
	decrypt,
	encryptFor,
	readCertificate,
	readEnvelope,
	readKeyStore,
	readPrivateKey,
	readSignature,
	signDetached,
	streebog,
	verifyDetached,
	writeKeyStore,
	writePrivateKey,
} from '../../../gost';
import { base64, children, der, hex, withMembers } from './encoding';
import { text, vectors } from './openSslVectors';
import { givenPerson } from './people';
import { agreedEphemeral, agreedOld, recipient512 } from './publishedEnvelopes';

/* What OpenSSL refuses and these readers once took; found by comparing both on spoilt files. */

const { plain, withAttributes } = vectors[0];
const person = givenPerson('CryptoPro-XchA');
const key = base64(writePrivateKey(person.key).replace(/-----.*-----/g, ''));
const damaged = expect.objectContaining({ name: 'GostFormatError', code: 'damaged' });

const surplus = der(0x05);
const withSurplus = (members: Buffer[]) => [...members, surplus];
const content = Buffer.from(text);
const holds = (signature: Buffer) => verifyDetached(signature, (bits) => streebog(bits, content));

/* Ways into the structures, by places among members. */
const signedData = [1, 0];
const signer = [...signedData, -1, 0];
const attributes = [...signer, 3];

const isNamed = (oid: string) => (attribute: Buffer) => children(attribute)[0].equals(der(0x06, hex(oid)));
const isMessageDigest = isNamed('2a864886f70d010904');
const isContentType = isNamed('2a864886f70d010903');
const isSigningCertificate = isNamed('2a864886f70d010910022f');

/** The signature with other values of one of its signed attributes. */
const withValues = (isWanted: (attribute: Buffer) => boolean, change: (value: Buffer) => Buffer[]) =>
	withMembers(base64(withAttributes), attributes, (all) =>
		all.map((attribute) => (isWanted(attribute) ? withMembers(attribute, [1], ([value]) => change(value)) : attribute)),
	);

describe('a signature', () => {
	test('is read after being put together again', () => {
		expect(holds(withMembers(base64(withAttributes), attributes, (all) => all)).valid).toBe(true);
		expect(holds(withMembers(base64(plain), signer, (members) => members)).valid).toBe(true);
	});

	test.each<[string, Buffer]>([
		['a part after the end', withMembers(base64(plain), [], withSurplus)],
		['two bodies', withMembers(base64(plain), [1], ([body]) => [body, body])],
		['a part after its last signer', withMembers(base64(plain), signedData, withSurplus)],
		['a bit string that does not count its unused bits', withMembers(base64(plain), [...signer, 3], ([oid]) => [oid, der(0x03)])],
		['half a character of a BMPString', withMembers(base64(plain), [...signer, 3], ([oid]) => [oid, der(0x1e, hex('30'))])],
		['a part of a character of a UniversalString', withMembers(base64(plain), [...signer, 3], ([oid]) => [oid, der(0x1c, hex('3000'))])],
		['a part after the signature value', withMembers(base64(plain), signer, withSurplus)],
		['digests that are not those of its signer', withMembers(base64(plain), signedData, ([version, , ...others]) => [version, der(0x31), ...others])],
		['something else among its certificates', withMembers(base64(plain), [...signedData, 3], withSurplus)],
		['a part after the type of its content', withMembers(base64(plain), [...signedData, 2], withSurplus)],
		['a part after its issuer and serial number', withMembers(base64(plain), [...signer, 1], withSurplus)],
		['two parameters of its digest', withMembers(base64(plain), [...signer, 2], ([oid]) => [oid, surplus, surplus])],
		['unsigned attributes that are none', withMembers(base64(plain), signer, (members) => [...members, der(0xa1, surplus)])],
		['two signed digests', withValues(isMessageDigest, (value) => [value, value])],
		['a signed digest that is no octet string', withValues(isMessageDigest, (value) => [der(0x0c, value.subarray(2))])],
		['no signed digest in its place', withValues(isMessageDigest, () => [])],
		['two content types', withValues(isContentType, (value) => [value, value])],
		['a part after an attribute', withMembers(base64(withAttributes), [...attributes, 0], withSurplus)],
		['two names of its certificate', withValues(isSigningCertificate, (value) => [value, value])],
		['a part after the name of its certificate', withValues(isSigningCertificate, (value) => [withMembers(value, [0, 0], withSurplus)])],
		['the names of certificates where policies belong', withValues(isSigningCertificate, (value) => [withMembers(value, [], ([certificates]) => [certificates, certificates])])],
		['a second name of a certificate that is none', withValues(isSigningCertificate, (value) => [withMembers(value, [0], ([one]) => [one, surplus])])],
	])('with %s is damaged', (_, signature) => {
		expect(() => readSignature(signature)).toThrow(damaged);
	});

	test.each([0, 1, 2, 3])('with its signed attribute %i twice is damaged', (place) => {
		expect(children(children(children(children(children(base64(withAttributes))[1])[0])[4])[0])[3][0]).toBe(0xa0);
		const twice = withMembers(base64(withAttributes), attributes, (all) => [...all, all[place]]);
		expect(() => readSignature(twice)).toThrow(damaged);
	});
});

describe('the issuer that a signer names beside the digest of his certificate', () => {
	const digest = streebog(256, content);
	const signature = Buffer.from(signDetached({ digest, ...person, form: 'cades-bes' }));
	// signed over anew, for only the readers shall object
	const withName = (change: (name: Buffer) => Buffer[]) => {
		const read = readSignature(
			withMembers(signature, attributes, (all) =>
				all.map((attribute) => (isSigningCertificate(attribute) ? withMembers(attribute, [1, 0, 0, 0, -1, 0], ([name]) => change(name)) : attribute)),
			),
		);
		return read.signers[0].signedAttributes?.signingCertificate;
	};
	const signed = readSignature(signature);
	const verdict = (change: (name: Buffer) => Buffer[]) => {
		const signingCertificate = withName(change);
		const [first] = signed.signers;
		const { signedAttributes } = first;
		if (!signedAttributes) throw new Error('Nothing is signed beside the content');
		return verifyDetached({ ...signed, signers: [{ ...first, signedAttributes: { ...signedAttributes, signingCertificate } }] }, () => digest);
	};

	test('is that of the certificate', () => {
		expect(verdict((name) => [name])).toMatchObject({ valid: true, form: 'cades-bes' });
	});

	test('may be written in another type of text', () => {
		const inBmp = (name: Buffer) => Buffer.from(Buffer.from(name.toString('utf8'), 'utf16le').swap16());
		const retyped = (name: Buffer) =>
			withMembers(name, [0], (relativeNames) =>
				relativeNames.map((one) =>
					withMembers(one, [0], ([oid, value]) => [oid, value[0] === 0x0c ? der(0x1e, inBmp(value.subarray(2))) : value]),
				),
			);
		expect(verdict((name) => [retyped(name)])).toMatchObject({ valid: true });
	});

	test.each<[string, (name: Buffer) => Buffer[]]>([
		['another name', () => [der(0xa4, der(0x30, der(0x31, der(0x30, hex('0603550403'), der(0x0c, Buffer.from('Другой УЦ'))))))]],
		['the name with a part that stands twice', (name) => [withMembers(name, [0, -1], ([part]) => [part, part])]],
		['the name with its last part again', (name) => [withMembers(name, [0], (parts) => [...parts, parts[parts.length - 1]])]],
		['the name in another order', (name) => [withMembers(name, [0], (parts) => [...parts].reverse())]],
		['an empty name', () => [der(0xa4, der(0x30))]],
		['two names', (name) => [name, name]],
		['no name', () => []],
		['a name of another kind', () => [der(0x82, Buffer.from('example.org'))]],
	])('makes the certificate another when it is %s', (_, change) => {
		expect(verdict(change)).toMatchObject({ valid: false, reason: 'certificate-differs' });
	});

	test.each<[string, (name: Buffer) => Buffer[]]>([
		['no name at all', () => [surplus]],
		['a name of a kind that does not exist', () => [der(0x89)]],
		['two names under one tag', (name) => [der(0xa4, ...children(name), ...children(name))]],
	])('is damaged when it is %s', (_, change) => {
		expect(() => withName(change)).toThrow(damaged);
	});
});

describe('a name', () => {
	const withText = (tag: number, bytes: Buffer) =>
		withMembers(Buffer.from(person.certificate.der), [0, 5], () => [der(0x31, der(0x30, hex('0603550403'), der(tag, bytes)))]);

	test.each([
		['a byte that starts nothing', 'ff'],
		['a letter that is cut off', 'd0'],
		['a surplus following byte', '41 80'],
		['a letter that is longer than need be', 'c1 81'],
		['half of a pair', 'ed a0 80'],
		['a letter above the last one', 'f4 90 80 80'],
	])('that is not UTF-8 for %s is damaged', (_, bytes) => {
		expect(() => readCertificate(withText(0x0c, hex(bytes)))).toThrow(damaged);
	});

	test('may hold the sign that stands for unreadable letters', () => {
		expect(readCertificate(withText(0x0c, Buffer.from('\ufffd'))).subject).toEqual({ commonName: '\ufffd' });
	});

	test.each([
		['a number', 0x02, '01'],
		['a time', 0x17, ''],
	])('that is %s is damaged', (_, tag, bytes) => {
		expect(() => readCertificate(withText(tag, hex(bytes)))).toThrow(damaged);
	});
});

describe('an envelope', () => {
	const open = (envelope: Buffer) => decrypt(envelope, person.key, person.certificate);
	const guarded = Buffer.from(encryptFor([person.certificate], content, 'kuznyechik-ctr-acpkm-omac'));
	const old = Buffer.from(encryptFor([person.certificate], content, 'gost89'));
	const recipients = [1, 0, 1];
	const checkValues = [1, 0, 3];

	test('is opened after being put together again', () => {
		for (const envelope of [guarded, old]) {
			expect(Buffer.from(open(withMembers(envelope, [...recipients, 0], (members) => members)))).toEqual(content);
		}
	});

	test.each<[string, Buffer]>([
		['two check values', withMembers(guarded, checkValues, ([one]) => [one, one])],
		['two values of its check value', withMembers(guarded, [...checkValues, 0, 1], ([one]) => [one, one])],
		['no value of its check value', withMembers(guarded, [...checkValues, 0, 1], () => [])],
		['a check value of another type', withMembers(guarded, [...checkValues, 0, 1], ([one]) => [der(0x0c, one.subarray(2))])],
		['a part after the end', withMembers(guarded, [], withSurplus)],
		['a part after its check value', withMembers(guarded, [1, 0], withSurplus)],
		['a part after its content', withMembers(guarded, [1, 0, 2], withSurplus)],
		['a part after the key of its recipient', withMembers(guarded, [...recipients, 0], withSurplus)],
		['a recipient of a kind that does not exist', withMembers(guarded, recipients, (all) => [...all, der(0xa5)])],
		['a recipient that is none', withMembers(guarded, recipients, withSurplus)],
	])('with %s is damaged', (_, envelope) => {
		expect(() => open(envelope)).toThrow(damaged);
		expect(() => readEnvelope(envelope)).toThrow(damaged);
	});

	test('may have recipients by password, shared key and ways to come', () => {
		for (const tag of [0xa2, 0xa3, 0xa4]) {
			const mixed = withMembers(guarded, recipients, (all) => [...all, der(tag)]);
			expect(readEnvelope(mixed).recipients).toHaveLength(1);
			expect(Buffer.from(open(mixed))).toEqual(content);
		}
	});

	test('with GOST 28147-89 travels with a key of GOST alone', () => {
		const withKeyOid = (oid: string) => withMembers(old, [...recipients, 0, 2], ([, ...others]) => [der(0x06, hex(oid)), ...others]);
		expect(Buffer.from(open(withKeyOid('2a85030701010102')))).toEqual(content);
		// RSA, a signature, GOST R 34.10-2001
		for (const oid of ['2a864886f70d010101', '2a85030701010302', '2a850302 0213']) {
			expect(() => open(withKeyOid(oid))).toThrow(expect.objectContaining({ code: 'unsupported' }));
		}
	});

	describe('by key agreement', () => {
		const owner = { key: { curve: 'TC26-512-A', d: recipient512.d } as const, certificate: readCertificate(recipient512.certificate) };
		const agreed = base64(agreedEphemeral);
		const recipient = [...recipients, 0];

		test('is opened after being put together again', () => {
			const again = withMembers(agreed, recipient, (members) => members);
			expect(decrypt(again, owner.key, owner.certificate)).toEqual(decrypt(agreed, owner.key, owner.certificate));
		});

		test.each<[string, Buffer]>([
			['two senders', withMembers(agreed, [...recipient, 1], ([one]) => [one, one])],
			['no sender', withMembers(agreed, [...recipient, 1], () => [])],
			['two numbers that make its secret unique', withMembers(agreed, [...recipient, 2], ([one]) => [one, one])],
			['such a number of another type', withMembers(agreed, [...recipient, 2], ([one]) => [der(0x0c, one.subarray(2))])],
			['something else among the certificates of its sender', withMembers(agreed, [1, 0], ([version, ...others]) => [version, der(0xa0, der(0xa0, surplus)), ...others])],
			['a part after the certificates of its sender', withMembers(agreed, [1, 0], ([version, ...others]) => [version, der(0xa0, der(0xa0), surplus), ...others])],
			['a part after its keys', withMembers(agreed, recipient, withSurplus)],
			['a part after a key', withMembers(agreed, [...recipient, 4, 0], withSurplus)],
		])('with %s is damaged', (_, envelope) => {
			expect(() => decrypt(envelope, owner.key, owner.certificate)).toThrow(damaged);
		});
	});
});

test('an envelope by key agreement with GOST 28147-89 with a part after the way of locking is damaged', () => {
	const certificate = { ...person.certificate, serialNumber: '01', issuerDer: base64(agreedOld.issuer) };
	const open = (path: number[], change: (members: Buffer[]) => Buffer[]) =>
		decrypt(withMembers(base64(agreedOld.envelope), [1, 0, 1, 0, 3, ...path], change), { curve: 'CryptoPro-XchA', d: agreedOld.d }, certificate);
	expect(Buffer.from(open([], (members) => members)).toString()).toBe('Test message');
	for (const path of [[], [1], [1, 1]]) expect(() => open(path, withSurplus)).toThrow(damaged);
	expect(() => open([1], ([oid]) => [oid])).toThrow(damaged);
});

describe('a private key', () => {
	test.each<[string, Buffer]>([
		['a part after the end', withMembers(key, [], withSurplus)],
		['a number with a surplus zero', withMembers(key, [], ([, ...others]) => [der(0x02, Buffer.of(0, 0)), ...others])],
		['an empty number', withMembers(key, [], ([, ...others]) => [der(0x02), ...others])],
		['a constructed number', withMembers(key, [], ([, ...others]) => [der(0x22, der(0x02, Buffer.of(0))), ...others])],
		['an identifier with an empty digit', withMembers(key, [], ([version, , octets]) => [version, der(0x30, der(0x06, hex('2a8085030701010101'))), octets])],
	])('with %s is damaged', (_, file) => {
		expect(() => readPrivateKey(file)).toThrow(damaged);
	});

	const encrypted = base64(writePrivateKey(person.key, 'secret').replace(/-----.*-----/g, ''));

	test('that is encrypted is read after being put together again', () => {
		expect(readPrivateKey(withMembers(encrypted, [], (members) => members), 'secret')).toEqual(person.key);
	});

	test.each<[string, number[]]>([
		['the end', []],
		['its scheme', [0, 1]],
		['its derivation', [0, 1, 0]],
		['the parameters of its derivation', [0, 1, 0, 1]],
		['its cipher', [0, 1, 1]],
	])('that is encrypted, with a part after %s is damaged', (_, path) => {
		expect(() => readPrivateKey(withMembers(encrypted, path, withSurplus), 'secret')).toThrow(damaged);
	});
});

describe('a key store', () => {
	const whole = Buffer.from(writeKeyStore({ ...person, others: [] }, 'secret'));
	const unguarded = withMembers(whole, [], ([version, contents]) => [version, contents]);
	/** The file with other members of what its octet string holds. */
	const inside = (path: number[]) =>
		withMembers(unguarded, [1, 1], ([octets]) => [der(0x04, withMembers(children(der(0x30, octets.subarray(octets[1] < 0x80 ? 2 : 2 + (octets[1] & 0x7f))))[0], path, withSurplus))]);

	test('is read without its guard', () => {
		expect(readKeyStore(unguarded, 'secret')).toEqual({ ...person, others: [] });
	});

	test.each<[string, Buffer]>([
		['the end', withMembers(whole, [], withSurplus)],
		['its contents', withMembers(whole, [1], withSurplus)],
		['the string of its contents', withMembers(whole, [1, 1], withSurplus)],
		['its guard', withMembers(whole, [2], withSurplus)],
		['the code of its guard', withMembers(whole, [2, 0], withSurplus)],
		['its first part', inside([0])],
		['the content of its first part', inside([0, 1])],
		['its parts', inside([])],
	])('with a part after %s is damaged', (_, file) => {
		expect(() => readKeyStore(file, 'secret')).toThrow(damaged);
	});
});
