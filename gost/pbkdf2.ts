import { pbkdf2Sync } from 'node:crypto';
import { algorithmOf } from './algorithmIdentifier';
import { concatBytes } from './bytes';
import { countOf, objectIdentifierOf, sequenceOf, tags, type Element } from './der';
import { algorithm, nullValue, octetString, sequence, unsignedInteger } from './derWriter';
import { damaged, unsupported } from './errors';
import { HmacStreebog } from './hmacStreebog';
import { oids } from './oids';
import type { Passphrase } from './passphrase';

/** A pseudo-random function: HMAC with a hash of Node's, or with Streebog. */
type Prf = { readonly sha: string; readonly bytes: number } | { readonly streebog: 256 | 512; readonly bytes: number };

const prfs = new Map<string, Prf>([
	[oids.hmacSha1, { sha: 'sha1', bytes: 20 }],
	[oids.hmacSha224, { sha: 'sha224', bytes: 28 }],
	[oids.hmacSha256, { sha: 'sha256', bytes: 32 }],
	[oids.hmacSha384, { sha: 'sha384', bytes: 48 }],
	[oids.hmacSha512, { sha: 'sha512', bytes: 64 }],
	[oids.hmacSha512t224, { sha: 'sha512-224', bytes: 28 }],
	[oids.hmacSha512t256, { sha: 'sha512-256', bytes: 32 }],
	[oids.hmacStreebog256, { streebog: 256, bytes: 32 }],
	[oids.hmacStreebog512, { streebog: 512, bytes: 64 }],
]);

/** A round with Streebog, in plain TypeScript, takes that many times as long as one with SHA. */
const streebogCost = 50;
const maxSaltBytes = 1024;
// five times what OpenSSL writes; a key that is worth more belongs into hardware
const roundsWritten = 10_000;

/**
 * Derives a key as an AlgorithmIdentifier of PBKDF2 says (RFC 8018 §5.2 and appendix A.2, RFC 9337 §4).
 *
 * @param length of the key in bytes, as its cipher asks.
 * @throws GostFormatError `unsupported` (another derivation, too many rounds) or `damaged`.
 */
export function deriveKey(derivation: Element, passphrase: Passphrase, length: number): Uint8Array {
	const { salt, rounds, keyLength, prfOid } = readDerivation(derivation);
	const prf = prfs.get(prfOid);
	if (!prf) throw unsupported(`The key is derived from its passphrase with a function that is not known here (${prfOid})`);
	if (keyLength !== undefined && keyLength !== length) throw damaged('The key that is derived from the passphrase does not fit its cipher');
	const blocks = Math.ceil(length / prf.bytes);
	if ('sha' in prf) {
		passphrase.spend(rounds * blocks, 1);
		return new Uint8Array(pbkdf2Sync(passphrase.utf8, salt, rounds, length, prf.sha));
	}
	return deriveByStreebog(prf.streebog, passphrase, salt, rounds, length);
}

function readDerivation(derivation: Element): { salt: Uint8Array; rounds: number; keyLength?: number; prfOid: string } {
	const kind = sequenceOf(derivation, 'Key derivation');
	const oid = objectIdentifierOf(kind.take(tags.objectIdentifier));
	if (oid !== oids.pbkdf2) throw unsupported(`The key is derived from its passphrase in a way that is not known here (${oid})`);
	const parameters = sequenceOf(kind.take(tags.sequence), 'Key derivation');
	kind.end();
	const salt = parameters.takeOctets();
	const rounds = countOf(parameters.take(tags.integer));
	const keyLength = parameters.optional(tags.integer);
	const prf = parameters.optional(tags.sequence);
	parameters.end();
	if (salt.length > maxSaltBytes || rounds === 0) throw damaged('The key derivation is malformed');
	return {
		salt,
		rounds,
		keyLength: keyLength && countOf(keyLength),
		prfOid: prf ? algorithmOf(prf, 'Key derivation').oid : oids.hmacSha1,
	};
}

/** PBKDF2 with HMAC-Streebog (RFC 9337 §4). */
export function deriveByStreebog(bits: 256 | 512, passphrase: Passphrase, salt: Uint8Array, rounds: number, length: number): Uint8Array {
	const blocks = Math.ceil(length / (bits / 8));
	passphrase.spend(rounds * blocks, streebogCost);
	const hmac = new HmacStreebog(bits, passphrase.utf8);
	const parts = Array.from({ length: blocks }, (_, index) => {
		let link = hmac.mac(salt, Uint8Array.of(0, 0, 0, index + 1));
		const block = link;
		for (let round = 1; round < rounds; round++) {
			link = hmac.mac(link);
			for (let at = 0; at < block.length; at++) block[at] ^= link[at];
		}
		return block;
	});
	return concatBytes(...parts).subarray(0, length);
}

/** Derives a key of 32 bytes for writing, with SHA-256, and tells how in an AlgorithmIdentifier. */
export function deriveKeyForWriting(passphrase: Passphrase, salt: Uint8Array): { key: Uint8Array; derivation: Uint8Array } {
	const rounds = Uint8Array.of(roundsWritten >> 8, roundsWritten);
	return {
		key: new Uint8Array(pbkdf2Sync(passphrase.utf8, salt, roundsWritten, 32, 'sha256')),
		derivation: algorithm(oids.pbkdf2, sequence(octetString(salt), unsignedInteger(rounds), algorithm(oids.hmacSha256, nullValue()))),
	};
}
