import { generateKeyPairSync } from 'node:crypto';
import { writeKeyStore, writePrivateKey } from '../../../../gost';
import { testKeyFrom } from '../../../../extern/signing';
import { givenAuthority } from '../../gost/people';
import { failureOf } from '../failures';
import { clerk, director, givenHolder } from './people';

const { key, certificate } = givenHolder(director);
const other = givenHolder(clerk);
const issuer = givenAuthority('TC26-256-A');

const pem = (label: string, der: Uint8Array) => `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
const base64 = (der: Uint8Array) => Buffer.from(der).toString('base64');
const bare = (text: string) => text.split('\n').slice(1, -2).join('');

const passphrase = 'пароль 1';
const plain = writePrivateKey(key);
const encrypted = writePrivateKey(key, passphrase);
const store = base64(writeKeyStore({ key, certificate, others: [issuer.certificate] }, passphrase));
const openStore = base64(writeKeyStore({ key, certificate, others: [] }, ''));
const own = pem('CERTIFICATE', certificate.der);

describe('a test key is read from', () => {
	test.each([
		['PKCS#8, PEM', plain, own, ''],
		['PKCS#8, PEM on one line as a form pastes it', plain.replaceAll('\n', ' '), own.replaceAll('\n', ' '), ''],
		['PKCS#8, base64', bare(plain), base64(certificate.der), ''],
		['PKCS#8 with a passphrase that it does not need', plain, own, passphrase],
		['encrypted PKCS#8, PEM', encrypted, own, passphrase],
		['encrypted PKCS#8, base64', bare(encrypted), own, passphrase],
		['a key store', store, '', passphrase],
		['a key store in lines', store.replace(/.{76}/g, '$&\r\n'), '', passphrase],
		['a key store, with the certificate besides', store, own, passphrase],
		['a key store without a passphrase', openStore, '', ''],
		['a key store as PEM', pem('PKCS12', Buffer.from(store, 'base64')), '', passphrase],
		['the key with certificates behind it', plain + pem('CERTIFICATE', issuer.certificate.der) + own, '', ''],
	])('%s', (_, pasted, given, phrase) => {
		const read = testKeyFrom(pasted, given, phrase);
		expect(read.key.d).toBe(key.d);
		expect(read.certificate.thumbprint).toBe(certificate.thumbprint);
	});
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('in words is told', () => {
	test.each<[string, [string, string, string], RegExp]>([
		['a missing passphrase', [encrypted, own, ''], /private key is encrypted, and its passphrase is missing/],
		['a wrong passphrase', [encrypted, own, 'другой'], /passphrase does not open the private key/],
		['a missing passphrase of a key store', [store, '', ''], /key store is encrypted, and its passphrase is missing/],
		['a wrong passphrase of a key store', [store, '', 'другой'], /passphrase does not open the key store/],
		['a key of another algorithm', [rsa, own, ''], /not of GOST R 34\.10-2012/],
		['a certificate in the place of the key', [own, own, ''], /certificate in the place of the private key/],
		['no certificate', [plain, '', ''], /certificate is missing/],
		['somebody else\'s certificate', [plain, base64(other.certificate.der), ''], /do not belong together/],
		['somebody else\'s certificate beside a key store', [store, base64(other.certificate.der), passphrase], /do not belong together/],
		['a certificate that cannot be read', [plain, 'x', ''], /certificate cannot be read/],
		['nothing', ['', own, ''], /private key cannot be read/],
		['a key cut off', [plain.slice(0, 60), own, ''], /private key cannot be read/],
		['a key store cut off', [store.slice(0, 400), '', passphrase], /key store cannot be read/],
		['an archive', [base64(Buffer.from('504b0304140000', 'hex')), '', ''], /archive/],
		['a file of a CryptoPro container', [base64(Buffer.concat([Buffer.from('30220420', 'hex'), Buffer.alloc(32, 7)])), '', ''], /CryptoPro container/],
	])('%s', async (_, [pasted, given, phrase], says) => {
		const failure = await failureOf(() => testKeyFrom(pasted, given, phrase));
		expect(failure).toMatchObject({ kind: 'input', message: expect.stringMatching(says), hint: expect.stringMatching(/\w{3}/) });
		const told = JSON.stringify(failure);
		for (const secret of [phrase, bare(plain).slice(-30)]) if (secret !== '') expect(told).not.toContain(secret);
	});
});
