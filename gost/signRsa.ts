import { createPrivateKey, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { binaryOf, pemLabels } from './armor';
import { readParts } from './certificate';
import { objectIdentifierOf, parseDer, sequenceOf, tags, type Element } from './der';
import { algorithm, nullValue } from './derWriter';
import { damaged, keyMismatch, unsupported, wrongPassphrase } from './errors';
import { oids } from './oids';
import { writeSignedData } from './signedDataWriter';

/** What is signed, and with what. */
export interface RsaSigning {
	readonly content: Uint8Array;
	/** PEM of PKCS#8 or PKCS#1, of any length of key. Line ends may be lost, except where PKCS#1 is encrypted. */
	readonly privateKey: string;
	/** Of an encrypted key; without meaning for one that is not. */
	readonly passphrase?: string;
	/** The X.509 certificate of this key, self-signed or not: PEM, DER or bare base64. Its validity is not looked at. */
	readonly certificate: string | Uint8Array;
}

/**
 * Signs content that stands elsewhere with RSA (PKCS#1 v1.5) and SHA-256: CMS SignedData (RFC 5652)
 * with one signer, the certificate enclosed and no signed attributes. Kontur takes it for the older
 * trusted sign-in of partners (auth.sid, `authenticate-by-truster`), where the vendor's sample is
 * `openssl cms -sign -binary -outform der`; reports need GOST, see `signDetached`.
 *
 * @returns DER.
 * @throws GostFormatError `damaged` (key or certificate cut off or something else altogether), `unsupported`
 * (the key is not RSA) or `passphrase` (missing, or does not open the key); GostKeyMismatchError when
 * the certificate is not that of the key.
 */
export function signDetachedRsa({ content, privateKey, passphrase, certificate }: RsaSigning): Uint8Array {
	const key = readRsaKey(privateKey, passphrase);
	const { der } = readParts(certificate);
	requireKeyOf(der, key);
	return writeSignedData({
		certificate: { der },
		digestAlgorithm: algorithm(oids.sha256), // without parameters: RFC 5754 §2
		// not sha256WithRSAEncryption: RFC 5754 §3.2 has every reader know this one, and OpenSSL writes it
		signatureAlgorithm: algorithm(oids.rsaEncryption, nullValue()),
		signature: sign('sha256', content, key),
	});
}

/**
 * Reads an RSA private key for Node's own cryptography.
 *
 * @param privateKey PEM of PKCS#8 or PKCS#1, see {@link RsaSigning}.
 * @param passphrase of an encrypted key.
 * @throws GostFormatError `damaged`, `unsupported` (not RSA) or `passphrase` (missing, or does not open the key).
 */
export function readRsaKey(privateKey: string, passphrase?: string): KeyObject {
	const { input, isEncrypted } = readArmor(privateKey);
	if (isEncrypted && !passphrase) throw wrongPassphrase('The private key is encrypted and its passphrase is missing');
	const key = attempt(() => createPrivateKey({ ...input, passphrase }));
	// OpenSSL cannot always tell a wrong passphrase from broken bytes, and the passphrase is the likelier mistake
	if (!key) throw isEncrypted ? wrongPassphrase('The passphrase does not open the private key') : damaged('The private key is damaged');
	if (key.asymmetricKeyType !== 'rsa') throw notRsa();
	return key;
}

type DerType = 'pkcs8' | 'pkcs1';
type KeyInput = { key: string; format: 'pem' } | { key: Buffer; format: 'der'; type: DerType };

const typeByLabel = new Map<string, DerType>([
	['PRIVATE KEY', 'pkcs8'],
	['ENCRYPTED PRIVATE KEY', 'pkcs8'],
	['RSA PRIVATE KEY', 'pkcs1'],
]);

/** PEM is unwrapped here: OpenSSL wants its line ends, which an input field of one line takes away. */
function readArmor(privateKey: string): { input: KeyInput; isEncrypted: boolean } {
	if (privateKey.includes('Proc-Type:')) return { input: { key: wholeOldPem(privateKey), format: 'pem' }, isEncrypted: true };
	const label = pemLabels(privateKey).find((one) => one.endsWith('PRIVATE KEY'));
	if (label === undefined) throw damaged('This is no private key in PEM');
	const bytes = binaryOf(privateKey, /PRIVATE KEY$/);
	const structure = parseDer(bytes);
	const type = typeByLabel.get(label);
	if (!type || (label === 'PRIVATE KEY' && !namesRsa(structure))) throw notRsa();
	return { input: { key: Buffer.from(bytes), format: 'der', type }, isEncrypted: label === 'ENCRYPTED PRIVATE KEY' };
}

/** PKCS#1 that is encrypted has lines of its own before the base64 (RFC 1421 §4.6), which only OpenSSL understands. */
function wholeOldPem(privateKey: string): string {
	if (/^Proc-Type: *4, *ENCRYPTED\s*$[^]*^-----END [A-Z ]*PRIVATE KEY-----/m.test(privateKey)) return privateKey;
	throw damaged('The PEM file of the private key is cut off or has lost its line ends');
}

/** Read here because Node's OpenSSL, without GOST, would call a GOST key damaged. */
function namesRsa(pkcs8: Element): boolean {
	const members = sequenceOf(pkcs8, 'Private key');
	members.take(tags.integer);
	const keyAlgorithm = sequenceOf(members.take(tags.sequence), 'Key algorithm');
	return objectIdentifierOf(keyAlgorithm.take(tags.objectIdentifier)) === oids.rsaEncryption;
}

function notRsa() {
	return unsupported('The private key is not an RSA key in PKCS#8 or PKCS#1');
}

function requireKeyOf(certificate: Uint8Array, key: KeyObject): void {
	const opened = attempt(() => new X509Certificate(certificate));
	if (!opened) throw damaged('The certificate is damaged');
	if (!opened.checkPrivateKey(key)) throw keyMismatch();
}

/** Node's own messages differ between its versions and OpenSSL's, so none is passed on. */
function attempt<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
