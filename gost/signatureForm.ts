/**
 * What a CMS signature is over: `plain` the bare content, as Kontur's own SDK signs; `attributes` the
 * digest of the content among others (RFC 5652 §5.4: content type, moment of signing); `cades-bes`
 * attributes that also name the signer's certificate (ETSI EN 319 122-1), as CryptoPro's programs
 * write them.
 */
export type SignatureForm = 'plain' | 'attributes' | 'cades-bes';
