import { createHash, createHmac } from 'node:crypto';
import { HmacStreebog } from './hmacStreebog';
import { oids } from './oids';
import { streebog } from './streebog';

/** A hash as key stores use it: to derive keys and to guard their content. */
export interface MacDigest {
	/** Bytes of a block: v of RFC 7292 appendix B.2. */
	readonly blockBytes: number;
	/** The size of Streebog, which derives keys in its own way; none for the hashes of Node. */
	readonly streebogBits?: 256 | 512;
	/** How much longer a round takes than one of PBKDF2 with SHA. */
	readonly cost: number;
	hash(content: Uint8Array): Uint8Array;
	hmac(key: Uint8Array, content: Uint8Array): Uint8Array;
}

function sha(name: string, blockBytes: number): MacDigest {
	return {
		blockBytes,
		cost: 10, // a call into Node for each round
		hash: (content) => new Uint8Array(createHash(name).update(content).digest()),
		hmac: (key, content) => new Uint8Array(createHmac(name, key).update(content).digest()),
	};
}

function streebogDigest(bits: 256 | 512): MacDigest {
	return {
		blockBytes: 64,
		streebogBits: bits,
		cost: 50,
		hash: (content) => streebog(bits, content),
		hmac: (key, content) => new HmacStreebog(bits, key).mac(content),
	};
}

/** What PKCS#12 has used from the beginning. */
export const sha1Digest = sha('sha1', 64);
/** What key stores are written with. */
export const sha256Digest = sha('sha256', 64);

/** The hashes that are known here, by object identifier. */
export const macDigests = new Map<string, MacDigest>([
	[oids.sha1, sha1Digest],
	[oids.sha224, sha('sha224', 64)],
	[oids.sha256, sha256Digest],
	[oids.sha384, sha('sha384', 128)],
	[oids.sha512, sha('sha512', 128)],
	[oids.streebog256, streebogDigest(256)],
	[oids.streebog512, streebogDigest(512)],
]);
