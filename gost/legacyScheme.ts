import { concatBytes } from './bytes';
import { countOf, tags, sequenceOf, type Members } from './der';
import { damaged, unsupported } from './errors';
import { deriveForKeyStore, purposes } from './keyStoreDerivation';
import { sha1Digest } from './macDigest';
import { oids } from './oids';
import type { Passphrase } from './passphrase';

const ivBytes = 8;
const maxSaltBytes = 1024;

/** What an older scheme comes down to: a CBC cipher of Node's with its key and initial vector. */
export interface LegacyScheme {
	readonly cipher: string;
	readonly key: Uint8Array;
	readonly iv: Uint8Array;
}

/**
 * The schemes of PKCS#12 from before PBES2 (RFC 7292 appendix C). Key and initial vector both come
 * from the passphrase.
 *
 * @param members the AlgorithmIdentifier, from its parameters on.
 * @throws GostFormatError `unsupported`, with the way to convert the file, for all schemes but those with 3DES.
 */
export function legacyScheme(oid: string, members: Members, passphrase: Passphrase): LegacyScheme {
	if (oid !== oids.pbeTripleDes && oid !== oids.pbeTwoKeyTripleDes) throw refusal(oid);
	const parameters = sequenceOf(members.take(tags.sequence), 'Encryption scheme');
	const salt = parameters.takeOctets();
	const rounds = countOf(parameters.take(tags.integer));
	if (salt.length > maxSaltBytes || rounds === 0) throw damaged('The encryption scheme is malformed');
	const derive = (purpose: 1 | 2, length: number) =>
		deriveForKeyStore({ digest: sha1Digest, purpose, salt, rounds }, passphrase, length);
	const iv = derive(purposes.iv, ivBytes);
	if (oid === oids.pbeTripleDes) return { cipher: 'des-ede3-cbc', key: derive(purposes.key, 24), iv };
	const twoKeys = derive(purposes.key, 16);
	return { cipher: 'des-ede3-cbc', key: concatBytes(twoKeys, twoKeys.subarray(0, 8)), iv };
}

function refusal(oid: string) {
	if (oid === oids.pbeCryptoPro) {
		return unsupported(
			'The key was exported by CryptoPro CSP in a form of its own, which other programs do not read; export it as PKCS#12 with standard encryption, or convert it to PEM',
		);
	}
	if (outdatedSchemes.includes(oid)) {
		return unsupported(
			'The key store is encrypted with an outdated cipher (RC2, RC4 or DES); convert it: "openssl pkcs12 -legacy -in old.p12 -nodes -out key.pem", then "openssl pkcs12 -export -in key.pem -out new.p12"',
		);
	}
	return unsupported(`The encryption scheme is not known here (${oid})`);
}

/** RC4 and RC2 of PKCS#12, then PBES1 of PKCS#5 (RFC 8018 appendix A.3). */
const outdatedSchemes: readonly string[] = [
	'1.2.840.113549.1.12.1.1',
	'1.2.840.113549.1.12.1.2',
	'1.2.840.113549.1.12.1.5',
	'1.2.840.113549.1.12.1.6',
	'1.2.840.113549.1.5.1',
	'1.2.840.113549.1.5.3',
	'1.2.840.113549.1.5.4',
	'1.2.840.113549.1.5.6',
	'1.2.840.113549.1.5.10',
	'1.2.840.113549.1.5.11',
];
