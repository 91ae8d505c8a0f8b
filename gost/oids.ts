/** Object identifiers, named as in the standards that assign them: TC 26 (RFC 9215, RFC 9337, RFC 9189), RFC 5652, RFC 5280, RFC 5754. */
export const oids = {
	key256: '1.2.643.7.1.1.1.1',
	key512: '1.2.643.7.1.1.1.2',
	streebog256: '1.2.643.7.1.1.2.2',
	streebog512: '1.2.643.7.1.1.2.3',
	signatureWithStreebog256: '1.2.643.7.1.1.3.2',
	signatureWithStreebog512: '1.2.643.7.1.1.3.3',

	curveCryptoProA: '1.2.643.2.2.35.1',
	curveCryptoProXchA: '1.2.643.2.2.36.0',
	curveTc26256A: '1.2.643.7.1.2.1.1.1',
	/** The numbers of CryptoPro-A under a third name. */
	curveTc26256B: '1.2.643.7.1.2.1.1.2',
	curveTc26512A: '1.2.643.7.1.2.1.2.1',

	rsaEncryption: '1.2.840.113549.1.1.1',
	sha256: '2.16.840.1.101.3.4.2.1',

	data: '1.2.840.113549.1.7.1',
	signedData: '1.2.840.113549.1.7.2',
	envelopedData: '1.2.840.113549.1.7.3',
	contentType: '1.2.840.113549.1.9.3',
	messageDigest: '1.2.840.113549.1.9.4',
	signingTime: '1.2.840.113549.1.9.5',

	agreement256: '1.2.643.7.1.1.6.1',
	agreement512: '1.2.643.7.1.1.6.2',
	magmaKeyExport: '1.2.643.7.1.1.7.1.1',
	kuznyechikKeyExport: '1.2.643.7.1.1.7.2.1',
	magmaCtrAcpkm: '1.2.643.7.1.1.5.1.1',
	magmaCtrAcpkmOmac: '1.2.643.7.1.1.5.1.2',
	kuznyechikCtrAcpkm: '1.2.643.7.1.1.5.2.1',
	kuznyechikCtrAcpkmOmac: '1.2.643.7.1.1.5.2.2',
	contentCheckValue: '1.2.643.7.1.0.6.1.1',
	gost28147: '1.2.643.2.2.21',
	sBoxTc26Z: '1.2.643.7.1.2.5.1.1',
	sBoxCryptoProA: '1.2.643.2.2.31.1',

	subjectKeyIdentifier: '2.5.29.14',
	keyUsage: '2.5.29.15',
	basicConstraints: '2.5.29.19',
	authorityKeyIdentifier: '2.5.29.35',
	extendedKeyUsage: '2.5.29.37',
	clientAuthentication: '1.3.6.1.5.5.7.3.2',
	emailProtection: '1.3.6.1.5.5.7.3.4',
} as const;
