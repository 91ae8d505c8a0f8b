import { binaryOf } from './armor';
import { requireAttributes } from './attributes';
import { certificateOf, takeApart, type Certificate } from './certificate';
import { contextTag, countOf, membersOf, objectIdentifierOf, octetsOf, octetStringOf, parseDer, sequenceOf, soleMemberOf, tags, type Element } from './der';
import { damaged, unsupported, wrongPassphrase } from './errors';
import { checkMac } from './keyStoreMac';
import { publicKeyOf, type PrivateKey } from './keys';
import { oids } from './oids';
import { Passphrase } from './passphrase';
import { decryptWithPassphrase } from './passphraseCipher';
import { privateKeyOf } from './privateKey';
import { isKnownKey } from './publicKeyInfo';

/** What a key store holds: a private key, its certificate, and the other certificates with GOST keys, such as those of the issuers. */
export interface KeyStore {
	readonly key: PrivateKey;
	readonly certificate: Certificate;
	readonly others: Certificate[];
}

const version = 3;
// bags may hold bags; no program writes more than one level
const maxNesting = 4;
// a chain has a handful of certificates; with each key the public one is computed, which takes time
const maxHeld = 100;

/**
 * Reads a key store: PKCS#12 (RFC 7292), by GOST (RFC 9548) or not, with the extension .p12 or
 * .pfx. Of several private keys the first that has its certificate beside it counts.
 *
 * @param source DER or BER, or base64 of it.
 * @param passphrase of the file; empty for one without.
 * @throws GostFormatError `damaged` (also when the key or its certificate is missing), `not-gost`
 * (another kind of key), `passphrase` (does not open the file) or `unsupported` (encryption that is
 * not known here: the message says how to convert the file).
 */
export function readKeyStore(source: string | Uint8Array, passphrase: string): KeyStore {
	const contents = readContents(parseDer(binaryOf(source, /^PKCS12$/)), new Passphrase(passphrase));
	for (const key of contents.keys) {
		const { x, y } = publicKeyOf(key);
		const certificate = contents.certificates.find(({ publicKey }) => publicKey.x === x && publicKey.y === y);
		if (certificate) return { key, certificate, others: contents.certificates.filter((other) => other !== certificate) };
	}
	if (contents.keys.length === 0) throw damaged('The key store has no private key; export the certificate together with its private key');
	throw damaged('The key store has no certificate of its private key; export the private key together with its certificate');
}

interface Contents {
	readonly keys: PrivateKey[];
	readonly certificates: Certificate[];
}

function readContents(file: Element, passphrase: Passphrase): Contents {
	const members = sequenceOf(file, 'Key store');
	const versionElement = members.optional(tags.integer);
	if (!versionElement || countOf(versionElement) !== version) throw damaged('This is no key store (PKCS#12)');
	const { oid, value } = readContentInfo(members.take(tags.sequence));
	if (oid !== oids.data) throw unsupported('The key store is signed instead of guarded by a passphrase; save it with a passphrase');
	const content = octetStringOf(value);
	const macData = members.optional(tags.sequence);
	members.end();
	if (macData) checkMac(macData, content, passphrase);
	const contents: Contents = { keys: [], certificates: [] };
	for (const part of membersOf(parseDer(content))) collect(safeContentsOf(part, passphrase), contents, passphrase, maxNesting);
	return contents;
}

function readContentInfo(element: Element): { oid: string; value: Element } {
	const members = sequenceOf(element, 'Part of the key store');
	const oid = objectIdentifierOf(members.take(tags.objectIdentifier));
	const value = soleMemberOf(members.take(contextTag(0)), 'Part of the key store');
	members.end();
	return { oid, value };
}

/** The SafeContents of a part, decrypted when need be. */
function safeContentsOf(part: Element, passphrase: Passphrase): Element {
	const { oid, value } = readContentInfo(part);
	if (oid === oids.data) return parseDer(octetStringOf(value));
	if (oid !== oids.encryptedData) throw unsupported('The key store is encrypted to a certificate; save it with a passphrase');
	const members = sequenceOf(value, 'Encrypted part of the key store');
	members.take(tags.integer);
	const info = sequenceOf(members.take(tags.sequence), 'Encrypted part of the key store');
	info.take(tags.objectIdentifier);
	const scheme = info.take(tags.sequence);
	const encrypted = octetsOf(info.take(contextTag(0, 'primitive'), contextTag(0)));
	info.end();
	const opened = decryptWithPassphrase(scheme, encrypted, passphrase);
	try {
		return parseDer(opened);
	} catch {
		// not every cipher notices a wrong passphrase, and not every file is guarded: nonsense comes out
		throw wrongPassphrase('The passphrase does not open the key store');
	}
}

function collect(safeContents: Element, contents: Contents, passphrase: Passphrase, levels: number): void {
	if (safeContents.tag !== tags.sequence) throw wrongPassphrase('The passphrase does not open the key store');
	for (const bag of membersOf(safeContents)) {
		if (contents.keys.length + contents.certificates.length > maxHeld) {
			throw unsupported(`The key store holds more than ${maxHeld} keys and certificates; export one key with its certificate`);
		}
		const members = sequenceOf(bag, 'Part of the key store');
		const oid = objectIdentifierOf(members.take(tags.objectIdentifier));
		const value = soleMemberOf(members.take(contextTag(0)), 'Part of the key store');
		const attributes = members.optional(tags.set); // a name for people, a number that ties key and certificate
		if (attributes) requireAttributes(attributes, 'Attribute of the key store');
		members.end();
		if (oid === oids.keyBag) contents.keys.push(privateKeyOf(value));
		if (oid === oids.shroudedKeyBag) contents.keys.push(privateKeyOf(value, passphrase));
		if (oid === oids.certificateBag) contents.certificates.push(...certificateIn(value));
		if (oid === oids.safeContentsBag) {
			if (levels === 0) throw damaged('The parts of the key store are nested too deeply');
			collect(value, contents, passphrase, levels - 1);
		}
	}
}

/** The certificate of a bag, or none: one with a key of another algorithm may stand beside the owner's. */
function certificateIn(bag: Element): Certificate[] {
	const members = sequenceOf(bag, 'Certificate of the key store');
	const oid = objectIdentifierOf(members.take(tags.objectIdentifier));
	if (oid !== oids.x509Certificate) return [];
	const parts = takeApart(parseDer(octetStringOf(soleMemberOf(members.take(contextTag(0)), 'Certificate of the key store'))));
	return isKnownKey(parts.publicKeyInfo) ? [certificateOf(parts)] : [];
}
