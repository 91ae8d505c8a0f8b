import { algorithmOf } from './algorithmIdentifier';
import { equalBytes } from './bytes';
import { countOf, sequenceOf, tags, type Element } from './der';
import { algorithm, nullValue, octetString, sequence, unsignedInteger } from './derWriter';
import { damaged, unsupported, wrongPassphrase } from './errors';
import { deriveForKeyStore, purposes } from './keyStoreDerivation';
import { macDigests, sha256Digest, type MacDigest } from './macDigest';
import { oids } from './oids';
import type { Passphrase } from './passphrase';
import { deriveByStreebog } from './pbkdf2';

const maxSaltBytes = 1024;
const roundsWritten = 2048;
const gostKeyBytes = 32;

/**
 * Checks the code that guards the content of a key store (RFC 7292 §4).
 *
 * @param macData the MacData at the end of the file.
 * @param content what the code is of.
 * @throws GostFormatError `passphrase` when the code differs, `unsupported` (another kind of code, too many rounds) or `damaged`.
 */
export function checkMac(macData: Element, content: Uint8Array, passphrase: Passphrase): void {
	const members = sequenceOf(macData, 'Check value of the key store');
	const info = sequenceOf(members.take(tags.sequence), 'Check value of the key store');
	const oid = algorithmOf(info.take(tags.sequence), 'Digest').oid;
	const expected = info.takeOctets();
	info.end();
	const salt = members.takeOctets();
	const count = members.optional(tags.integer);
	members.end();
	const rounds = count ? countOf(count) : 1;
	const digest = macDigests.get(oid);
	if (!digest) throw unsupported(`The key store is guarded with a digest that is not known here (${oid}); save it with SHA-256`);
	if (salt.length > maxSaltBytes || rounds === 0) throw damaged('The check value of the key store is malformed');
	const fits = macKeys(digest).some((keyOf) => equalBytes(digest.hmac(keyOf(passphrase, salt, rounds), content), expected));
	if (!fits) throw wrongPassphrase('The passphrase does not open the key store, or the key store was changed');
}

type MacKey = (passphrase: Passphrase, salt: Uint8Array, rounds: number) => Uint8Array;

/** The ways to derive the key of the code, the likeliest first. */
function macKeys(digest: MacDigest): MacKey[] {
	const { streebogBits } = digest;
	const general: MacKey = (passphrase, salt, rounds) => {
		const length = digest.hash(new Uint8Array(0)).length;
		return deriveForKeyStore({ digest, purpose: purposes.mac, salt, rounds }, passphrase, length);
	};
	if (!streebogBits) return [general];
	// RFC 9548 §3: the last 32 of 96 bytes; files of before it follow PKCS#12 itself
	const gost: MacKey = (passphrase, salt, rounds) =>
		deriveByStreebog(streebogBits, passphrase, salt, rounds, 3 * gostKeyBytes).subarray(2 * gostKeyBytes);
	return [gost, general];
}

/** Writes a MacData with SHA-256. */
export function writeMac(content: Uint8Array, passphrase: Passphrase, salt: Uint8Array): Uint8Array {
	const key = deriveForKeyStore({ digest: sha256Digest, purpose: purposes.mac, salt, rounds: roundsWritten }, passphrase, 32);
	return sequence(
		sequence(algorithm(oids.sha256, nullValue()), octetString(sha256Digest.hmac(key, content))),
		octetString(salt),
		unsignedInteger(Uint8Array.of(roundsWritten >> 8, roundsWritten)),
	);
}
