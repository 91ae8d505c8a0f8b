import { digestBits, GostFormatError, publicKeyOf, readCertificate, readKeyStore, readPrivateKey, signDetached, signDigest, signEnclosed, type Certificate, type PrivateKey, type SignatureForm } from '../../gost';
import { inputError } from '../failure';
import { base64Of, certificateFrom } from './certificates';
import { digestOf, wholeOf } from './digest';
import { isKeyStore } from './keyStoreShape';
import { digestToSign } from './raw';
import { attempt } from './reading';
import type { Signer } from './signer';

export type { SignatureForm } from '../../gost';

/**
 * Signs with a key that is at hand. For the test stand and the sandbox: the arithmetic is right,
 * but the tool is not certified, so the signature is not a qualified one in law.
 * @param form of detached and enclosed signatures; Kontur's own SDK makes plain ones, and CAdES-BES is taken too (signing.md §0.2)
 * @throws ExternError `input` as {@link testKeyFrom}
 */
export function testKeySigner(privateKey: string, certificate: string, passphrase = '', form: SignatureForm = 'plain'): Signer {
	const own = testKeyFrom(privateKey, certificate, passphrase);
	return {
		certificate: base64Of(own.certificate),
		async sign(document, shape) {
			if (shape === 'raw') return signDigest(own.key, await digestToSign(document, own.key));
			if (shape === 'enclosed') return signEnclosed({ content: await wholeOf(document), ...own, form });
			return signDetached({ digest: await digestOf(document.chunks(), digestBits(own.key)), ...own, form });
		},
	};
}

/** A GOST key with its certificate. */
export interface TestKey {
	readonly key: PrivateKey;
	readonly certificate: Certificate;
}

/**
 * Reads a GOST key and the certificate that belongs to it. What was pasted tells its format.
 * @param pasted a private key (PKCS#8, plain or encrypted; PEM, or base64 of DER), or a key store (PKCS#12, base64)
 * @param certificate PEM or base64; may be left empty where the certificate is in the key store, or behind the key in the same PEM text
 * @param passphrase of an encrypted key or a key store; empty for one without
 * @throws ExternError `input` when they cannot be read, the passphrase is missing or wrong, or they do not belong together; nothing of them is in it
 */
export function testKeyFrom(pasted: string, certificate: string, passphrase = ''): TestKey {
	const own = holdsKeyStore(pasted) ? fromKeyStore(pasted, passphrase) : fromPrivateKey(pasted, certificate, passphrase);
	const named = certificate.trim() === '' ? own.certificate : certificateFrom(certificate);
	if (!isCertificateOf(named, own.key)) throw inputError('The private key and the certificate do not belong together', 'Take both from the same letter or archive');
	return { key: own.key, certificate: named };
}

function fromKeyStore(pasted: string, passphrase: string): TestKey {
	return readKey('key store', passphrase, () => readKeyStore(pasted, passphrase));
}

function fromPrivateKey(pasted: string, certificate: string, passphrase: string): TestKey {
	refuseOthers(pasted);
	const key = readKey('private key', passphrase, () => readPrivateKey(pasted, passphrase));
	if (certificate.trim() !== '') return { key, certificate: certificateFrom(certificate) };
	const beside = certificatesIn(pasted).find((one) => isCertificateOf(one, key));
	if (beside) return { key, certificate: beside };
	throw inputError('The certificate is missing', 'Paste the certificate that belongs to the key, as PEM or base64; only a key store (PKCS#12) brings its own');
}

function readKey<T>(what: 'private key' | 'key store', passphrase: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw toldOf(what, passphrase, error);
	}
}

/** The messages of `gost` are meant for people and hold no key material. */
function toldOf(what: 'private key' | 'key store', passphrase: string, error: unknown) {
	const { code, message } = error instanceof GostFormatError ? error : { code: 'damaged', message: '' };
	const whole = what === 'key store' ? 'Paste the whole file as base64' : 'Paste the whole PEM text, from BEGIN PRIVATE KEY to END PRIVATE KEY';
	switch (code) {
		case 'passphrase':
			if (passphrase === '') return inputError(`The ${what} is encrypted, and its passphrase is missing`, 'Fill it in, or save the key without one');
			return inputError(`The passphrase does not open the ${what}`, 'Look for spaces around it and for the keyboard layout; the passphrase of Kontur\'s test keys is 1');
		case 'not-gost':
			return inputError(`The ${what} is not of GOST R 34.10-2012`, 'Take the key of a GOST certificate; RSA keys cannot sign for Kontur.Extern');
		case 'unsupported':
			return inputError(`The ${what} is in a form that cannot be read here`, `${message}. PKCS#8 and PKCS#12 with AES-256 are always read`);
		default:
			return inputError(`The ${what} cannot be read`, whole);
	}
}

const CONTAINER = 'Keys of CryptoPro leave their container only when they are marked as exportable: export the certificate with its key to a .pfx file, or sign with a signing service that uses CryptoPro CSP';

/** What is often pasted in the place of a key. */
function refuseOthers(pasted: string): void {
	const der = Buffer.from(pasted.replace(/\s+/g, ''), 'base64');
	if (der.subarray(0, 4).toString('hex') === '504b0304') throw inputError('This is an archive, not a private key', `Unpack it first. ${CONTAINER}`);
	// primary.key and masks.key begin with a bare value of 32 or 64 bytes, header.key names its parameters; none has a version first
	if (/^30(8.{3,5}|[0-7].)04(20|40)/.test(der.subarray(0, 8).toString('hex'))) throw inputError('This is a file of a CryptoPro container, not a private key by itself', CONTAINER);
	const isCertificate = !/PRIVATE KEY-----/.test(pasted) && attempt(() => readCertificate(pasted)) !== undefined;
	if (isCertificate) throw inputError('There is a certificate in the place of the private key', 'Paste the private key there, and the certificate into its own field');
}

function holdsKeyStore(pasted: string): boolean {
	const label = /-----BEGIN PKCS12-----/.test(pasted);
	return label || isKeyStore(Buffer.from(pasted.replace(/\s+/g, ''), 'base64'));
}

/** Certificates that stand beside the key in the same text, as `openssl pkcs12` writes them. */
function certificatesIn(pasted: string): Certificate[] {
	const blocks = pasted.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
	return blocks.flatMap((block) => attempt(() => readCertificate(block))?.value ?? []);
}

function isCertificateOf({ publicKey }: Certificate, key: PrivateKey): boolean {
	const { x, y } = publicKeyOf(key);
	return publicKey.x === x && publicKey.y === y;
}
