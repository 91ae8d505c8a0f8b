import { Streebog, streebog } from './streebog';

const blockBytes = 64;

/**
 * HMAC_GOSTR3411_2012_256 and _512 (RFC 7836 §4.1) for one key and any number of messages. What
 * depends on the key alone is hashed once: that halves the time of short messages, of which key
 * derivation has thousands.
 */
export class HmacStreebog {
	private readonly inner: Streebog;
	private readonly outer: Streebog;

	/** @param key of any length; one of more than 64 bytes is hashed first. */
	constructor(bits: 256 | 512, key: Uint8Array) {
		const padded = new Uint8Array(blockBytes);
		padded.set(key.length > blockBytes ? streebog(bits, key) : key);
		this.inner = new Streebog(bits).update(padded.map((byte) => byte ^ 0x36));
		this.outer = new Streebog(bits).update(padded.map((byte) => byte ^ 0x5c));
	}

	/** The code of the parts joined, 32 or 64 bytes. */
	mac(...parts: Uint8Array[]): Uint8Array {
		const inner = this.inner.copy();
		for (const part of parts) inner.update(part);
		return this.outer.copy().update(inner.digest()).digest();
	}
}
