import { createPrivateKey, generateKeyPairSync, verify, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { generatePrivateKey, readSignature, signDetachedRsa, verifyDetached, writePrivateKey, type RsaSigning } from '../../../gost';
import { makePartnerKey } from '../../keys/partnerKey';
import { givenPerson } from './people';

const partner = makePartnerKey();
const content = Buffer.from('apikey=3d2c1b0a\r\nid=партнёр\r\n');
const sign = (more: Partial<RsaSigning> = {}) => signDetachedRsa({ content, ...partner, ...more });
const failureOf = (more: Partial<RsaSigning>): unknown => {
	try {
		return sign(more);
	} catch (error) {
		return error;
	}
};
const onOneLine = (pem: string) => pem.replace(/\s*\n/g, ' ');
const key = createPrivateKey(partner.privateKey);
const locked = { cipher: 'aes-256-cbc', passphrase: 'секрет' };

const forms = {
	'PKCS#8': partner.privateKey,
	'PKCS#1': key.export({ type: 'pkcs1', format: 'pem' }).toString(),
	'PKCS#8 with a passphrase': key.export({ type: 'pkcs8', format: 'pem', ...locked }).toString(),
	'PKCS#1 with a passphrase': key.export({ type: 'pkcs1', format: 'pem', ...locked }).toString(),
};
const encryptedForms = [forms['PKCS#8 with a passphrase'], forms['PKCS#1 with a passphrase']];

test('the signature holds for its content and no other, whatever the size', () => {
	const { publicKey } = new X509Certificate(partner.certificate);
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 5000 }), fc.uint8Array({ maxLength: 5000 }), (signed, other) => {
			const { signature } = readSignature(sign({ content: signed })).signers[0];
			expect(verify('sha256', signed, publicKey, signature)).toBe(true);
			expect(verify('sha256', other, publicKey, signature)).toBe(Buffer.from(signed).equals(other));
		}),
		{ numRuns: 30 },
	);
});

test('it names and encloses the certificate and has no signed attributes', () => {
	const { serialNumber, raw } = new X509Certificate(partner.certificate);
	const signature = sign();
	const signed = readSignature(signature);
	expect(signed).toMatchObject({ detached: true, certificates: [] });
	expect(signed.signers).toEqual([expect.objectContaining({ serialNumber, isGost: false, signedAttributes: undefined })]);
	expect(Buffer.from(signature).includes(raw)).toBe(true);
	expect(verifyDetached(signed, () => new Uint8Array(0))).toMatchObject({ valid: false, reason: 'not-gost' });
});

test.each(Object.entries(forms))('a key is taken as %s', (_form, privateKey) => {
	expect(sign({ privateKey, passphrase: locked.passphrase })).toEqual(sign());
});

test.each([partner.privateKey, forms['PKCS#1'], forms['PKCS#8 with a passphrase']])('a key that lost its line ends is taken', (privateKey) => {
	expect(sign({ privateKey: onOneLine(privateKey), passphrase: locked.passphrase })).toEqual(sign());
});

test('a certificate is taken as PEM, DER and base64', () => {
	const { raw } = new X509Certificate(partner.certificate);
	for (const certificate of [raw, raw.toString('base64'), Buffer.from(partner.certificate)]) {
		expect(sign({ certificate })).toEqual(sign());
	}
});

test('a key shorter than today’s usual ones still signs', () => {
	const old = makePartnerKey(1024);
	expect(readSignature(sign(old)).signers[0].signature).toHaveLength(128);
});

describe('is refused, and told why:', () => {
	const damaged = { name: 'GostFormatError', code: 'damaged' };
	const unsupported = { name: 'GostFormatError', code: 'unsupported' };
	const passphrase = { name: 'GostFormatError', code: 'passphrase' };
	const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
	const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey;
	const half = (pem: string) => pem.slice(0, pem.length / 2);
	const withoutItsMiddle = (pem: string) => `${half(pem).slice(0, -100)}\n${pem.slice(pem.length / 2).replace(/^[^\n]*\n/, '')}`;

	test.each<[string, Partial<RsaSigning>, object]>([
		['a key of another certificate', { privateKey: makePartnerKey().privateKey }, { name: 'GostKeyMismatchError' }],
		['a GOST certificate', { certificate: givenPerson('TC26-256-A').certificate.der }, { name: 'GostKeyMismatchError' }],
		['an EC key', { privateKey: ec.export({ type: 'pkcs8', format: 'pem' }).toString() }, unsupported],
		['an EC key in its older form', { privateKey: ec.export({ type: 'sec1', format: 'pem' }).toString() }, unsupported],
		['an encrypted EC key', { privateKey: ec.export({ type: 'pkcs8', format: 'pem', ...locked }).toString(), passphrase: locked.passphrase }, unsupported],
		['an RSA key for PSS only', { privateKey: pss.export({ type: 'pkcs8', format: 'pem' }).toString() }, unsupported],
		['a GOST key', { privateKey: writePrivateKey(generatePrivateKey('TC26-256-A')) }, unsupported],
		['a certificate in place of the key', { privateKey: partner.certificate }, damaged],
		['a key in place of the certificate', { certificate: partner.privateKey }, damaged],
		['nothing for a key', { privateKey: '' }, damaged],
		['nothing for a certificate', { certificate: '' }, damaged],
		['a cut-off key', { privateKey: half(partner.privateKey) }, damaged],
		['a cut-off certificate', { certificate: half(partner.certificate) }, damaged],
		['a key without its middle', { privateKey: withoutItsMiddle(partner.privateKey) }, damaged],
		['a PKCS#1 key without its middle', { privateKey: withoutItsMiddle(forms['PKCS#1']) }, damaged],
		['an encrypted key without its middle', { privateKey: withoutItsMiddle(encryptedForms[0]), passphrase: locked.passphrase }, damaged],
		['a cut-off encrypted PKCS#1 key', { privateKey: half(encryptedForms[1]), passphrase: locked.passphrase }, damaged],
		['an encrypted PKCS#1 key that lost its line ends', { privateKey: onOneLine(encryptedForms[1]), passphrase: locked.passphrase }, damaged],
		...encryptedForms.flatMap((privateKey): Array<[string, Partial<RsaSigning>, object]> => [
			['a missing passphrase', { privateKey }, passphrase],
			['an empty passphrase', { privateKey, passphrase: '' }, passphrase],
			['a wrong passphrase', { privateKey, passphrase: 'не тот' }, passphrase],
		]),
	])('%s', (_what, more, failure) => {
		expect(failureOf(more)).toMatchObject(failure);
	});

	test('no message shows anything of the key or the passphrase', () => {
		const messages = [half(partner.privateKey), withoutItsMiddle(forms['PKCS#1']), ...encryptedForms].map((privateKey) =>
			String(failureOf({ privateKey, passphrase: 'не тот' })),
		);
		for (const message of messages) expect(message).not.toMatch(/не тот|[A-Za-z0-9+/]{20}/);
	});
});
