import fc from 'fast-check';
import { generatePrivateKey, readKeyStore, readPrivateKey, writeKeyStore, writePrivateKey, type KeyStore } from '../../../gost';
import { deriveForKeyStore } from '../../../gost/keyStoreDerivation';
import { sha1Digest } from '../../../gost/macDigest';
import { Passphrase } from '../../../gost/passphrase';
import { base64, der, hex, indefinite, withMembers } from './encoding';
import { curves, givenAuthority, givenPerson } from './people';
import { tc26KeyStore } from './publishedExamples';
import { rsa } from './openSslVectors';

const passphrase = 'Пароль 𝄞';
const authority = givenAuthority('TC26-256-A');
const person: KeyStore = { ...givenPerson('CryptoPro-XchA', authority), others: [authority.certificate] };
const refusal = (code: string, message = '') => expect.objectContaining({ name: 'GostFormatError', code, message: expect.stringContaining(message) });

// PKCS#12 by hand, by RFC 7292 §4
const contentOid = (last: string) => hex(`06092a864886f70d0107${last}`);
const contentInfo = (last: string, content: Buffer) => der(0x30, contentOid(last), der(0xa0, content));
const data = (content: Buffer) => contentInfo('01', der(0x04, content));
const bag = (last: string, value: Buffer) => der(0x30, hex(`060b2a864886f70d010c0a01${last}`), der(0xa0, value));
const pkcs8 = (key = person.key) => base64(writePrivateKey(key).replace(/-----.*-----/g, ''));
const keyBag = (key = pkcs8()) => bag('01', key);
const certificateBag = (content: Uint8Array) => bag('03', der(0x30, hex('060a2a864886f70d01091601'), der(0xa0, der(0x04, content))));
const ownBag = certificateBag(person.certificate.der);
const unguarded = (...parts: Buffer[]) => der(0x30, der(0x02, Buffer.of(3)), data(der(0x30, ...parts)));
const storeOf = (...bags: Buffer[]) => unguarded(data(der(0x30, ...bags)));

describe('the key store of TC 26', () => {
	test('is read: a masked key, GOST 28147-89, HMAC-Streebog, a passphrase in Cyrillic', () => {
		const { certificate, key, others } = readKeyStore(tc26KeyStore.base64, tc26KeyStore.passphrase);
		expect(certificate).toMatchObject({ serialNumber: tc26KeyStore.serialNumber, subject: { commonName: tc26KeyStore.commonName } });
		expect(key.curve).toBe('CryptoPro-A');
		expect(others).toEqual([]);
	});

	test.each(['', 'пароль для PFX', 'Пароль для PFX ', 'x'])('does not open with "%s"', (wrong) => {
		expect(() => readKeyStore(tc26KeyStore.base64, wrong)).toThrow(refusal('passphrase'));
	});

	test('does not open when a byte of its content was changed', () => {
		for (const position of [100, 300, 900, 1300]) {
			const changed = base64(tc26KeyStore.base64);
			changed[position] ^= 1;
			expect(() => readKeyStore(changed, tc26KeyStore.passphrase)).toThrow(refusal('passphrase', 'was changed'));
		}
	});
});

describe('our key store', () => {
	test.each(curves)('is read again, on %s', (curve) => {
		const store: KeyStore = { ...givenPerson(curve, authority), others: [authority.certificate] };
		const written = writeKeyStore(store, passphrase);
		for (const source of [written, Buffer.from(written).toString('base64')]) expect(readKeyStore(source, passphrase)).toEqual(store);
		expect(() => readKeyStore(written, `${passphrase} `)).toThrow(refusal('passphrase'));
	});

	test('takes any passphrase, an empty one as well', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (any) => {
				expect(readKeyStore(writeKeyStore(person, any), any)).toEqual(person);
			}),
			{ numRuns: 10, examples: [['']] },
		);
	});

	test('is not written with the certificate of another key', () => {
		const { certificate } = givenPerson('CryptoPro-XchA');
		expect(() => writeKeyStore({ ...person, certificate }, passphrase)).toThrow(expect.objectContaining({ name: 'GostKeyMismatchError' }));
	});
});

describe('a key store by hand', () => {
	test('is read without a guard and without encryption', () => {
		expect(readKeyStore(storeOf(keyBag(), ownBag), '')).toEqual({ ...person, others: [] });
	});

	test('is read whatever the order of its parts', () => {
		const issuer = certificateBag(authority.certificate.der);
		expect(readKeyStore(unguarded(data(der(0x30, issuer, ownBag)), data(der(0x30, keyBag()))), '')).toEqual(person);
	});

	test('is read with bags in bags, revocation lists and secrets, which are passed over', () => {
		const nested = bag('06', der(0x30, bag('06', der(0x30, keyBag()))));
		expect(readKeyStore(storeOf(bag('04', der(0x30)), nested, bag('05', der(0x30)), ownBag), '')).toEqual({ ...person, others: [] });
	});

	test('is read in the indefinite lengths and pieces of streaming writers', () => {
		const parts = indefinite(0x30, indefinite(0x30, contentOid('01'), indefinite(0xa0, der(0x04, der(0x30, keyBag(), ownBag)))));
		const pieces = indefinite(0x24, der(0x04, parts.subarray(0, 7)), der(0x04, parts.subarray(7)));
		const file = indefinite(0x30, der(0x02, Buffer.of(3)), indefinite(0x30, contentOid('01'), indefinite(0xa0, pieces)));
		expect(readKeyStore(file, '')).toEqual({ ...person, others: [] });
	});

	test('leaves out certificates of other algorithms', () => {
		expect(readKeyStore(storeOf(keyBag(), certificateBag(base64(rsa.certificate)), ownBag), '')).toEqual({ ...person, others: [] });
	});

	test('gives the key that has its certificate', () => {
		const stranger = pkcs8(generatePrivateKey('CryptoPro-B'));
		expect(readKeyStore(storeOf(keyBag(stranger), keyBag(), ownBag), '').key).toEqual(person.key);
	});

	test.each([
		['no key', storeOf(ownBag), 'no private key'],
		['no certificate', storeOf(keyBag()), 'no certificate'],
		['the certificate of another key', storeOf(keyBag(pkcs8(generatePrivateKey('CryptoPro-XchA'))), ownBag), 'no certificate'],
		['nothing', unguarded(), 'no private key'],
		['something among the attributes of its key', storeOf(withMembers(keyBag(), [], (members) => [...members, der(0x31, der(0x05))]), ownBag), 'Attribute of the key store'],
		['bags in bags in bags', storeOf(Array.from({ length: 6 }).reduce<Buffer>((inner) => bag('06', der(0x30, inner)), keyBag())), 'nested too deeply'],
	])('with %s is refused', (_, file, message) => {
		expect(() => readKeyStore(file, '')).toThrow(refusal('damaged', message));
	});

	test.each([
		['an RSA key', 'not-gost', storeOf(keyBag(der(0x30, der(0x02, Buffer.of(0)), der(0x30, hex('06092a864886f70d010101'), der(0x05)), der(0x04)))), 'GOST'],
		['the form of CryptoPro', 'unsupported', storeOf(bag('02', der(0x30, der(0x30, hex('060a2a864886f70d010c0150'), der(0x30)), der(0x04)))), 'CryptoPro'],
		['RC2', 'unsupported', storeOf(bag('02', der(0x30, der(0x30, hex('060a2a864886f70d010c0106'), der(0x30)), der(0x04)))), 'convert it: "openssl pkcs12 -legacy'],
		['an unknown scheme', 'unsupported', storeOf(bag('02', der(0x30, der(0x30, hex('06022a03')), der(0x04)))), '1.2.3'],
		['a part encrypted to a certificate', 'unsupported', unguarded(contentInfo('03', der(0x30))), 'save it with a passphrase'],
		['a signature round it', 'unsupported', der(0x30, der(0x02, Buffer.of(3)), contentInfo('02', der(0x30))), 'save it with a passphrase'],
		['a crowd of keys', 'unsupported', storeOf(...Array.from({ length: 102 }, () => keyBag()), ownBag), 'more than 100'],
		['an unknown digest', 'unsupported', guarded({ digest: '06082a864886f70d0205' }), 'digest'],
		['too many rounds', 'unsupported', guarded({ rounds: '00ffffffff' }), '4294967295 rounds'],
		['more rounds than one file may cost', 'unsupported', guarded({ rounds: '0493e1' }), 'no more than 300000'],
		['no rounds', 'damaged', guarded({ rounds: '00' }), 'malformed'],
		['a salt of many bytes', 'damaged', guarded({ salt: Buffer.alloc(1025) }), 'malformed'],
		['a private key in its place', 'damaged', pkcs8(), 'no key store'],
	])('with %s is refused as %s', (_, code, file, message) => {
		expect(() => readKeyStore(file, 'any')).toThrow(refusal(code, message));
	});
});

test('a key store is not taken for a private key', () => {
	expect(() => readPrivateKey(Buffer.from(writeKeyStore(person, passphrase)), passphrase)).toThrow(refusal('unsupported', 'key store'));
});

test('all derivations of one file together cost no more than the limit', () => {
	const shared = new Passphrase(passphrase);
	for (let part = 0; part < 30; part++) shared.spend(100_000, 1);
	expect(() => shared.spend(1, 1)).toThrow(refusal('unsupported'));
});

// known answers that implementations of PKCS#12 have in common
test.each([
	['smeg', '0a58cf64530d823f', 1, 1, '8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3'],
	['smeg', '0a58cf64530d823f', 1, 2, '79993dfe048d3b76'],
	['queeg', '05dec959acff72f7', 1000, 1, 'ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4'],
	['queeg', '05dec959acff72f7', 1000, 2, '11dedad7758d4860'],
] as const)('PKCS#12 derives the known bytes from "%s", %s and %d rounds for purpose %d', (word, salt, rounds, purpose, expected) => {
	const derived = deriveForKeyStore({ digest: sha1Digest, purpose, salt: hex(salt), rounds }, new Passphrase(word), expected.length / 2);
	expect(Buffer.from(derived).toString('hex')).toBe(expected);
});

/** A key store with a guard that need not fit. */
function guarded({ digest = '06052b0e03021a', rounds = '0800', salt = Buffer.alloc(8) }: { digest?: string; rounds?: string; salt?: Buffer }): Buffer {
	const info = der(0x30, der(0x30, hex(digest), der(0x05)), der(0x04, Buffer.alloc(20)));
	const content = data(der(0x30, data(der(0x30, keyBag(), ownBag))));
	return der(0x30, der(0x02, Buffer.of(3)), content, der(0x30, info, der(0x04, salt), der(0x02, hex(rounds))));
}
