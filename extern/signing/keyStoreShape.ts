/** A key store (PFX, RFC 7292 §4) is a sequence that begins with the version 3; a private key alone has 0 or 1 there. */
export function isKeyStore(der: Uint8Array): boolean {
	return /^30(80|8.{3,9}|[0-7].)02010330/.test(Buffer.from(der.subarray(0, 12)).toString('hex'));
}
