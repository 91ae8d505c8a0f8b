/** GOST cryptography in plain TypeScript: Streebog, GOST R 34.10-2012, private keys and key stores, X.509 certificates, CMS signatures and envelopes. And one signature with RSA, for the sign-in of partners. */
export { Streebog, streebog } from './streebog';
export { curveNames, type CurveName } from './curves';
export { digestBits, generatePrivateKey, publicKeyOf, type PrivateKey, type PublicKey } from './keys';
export { reversedSignature, signDigest, verifyDigest } from './signature';
export { readPrivateKey, writePrivateKey } from './privateKey';
export { readKeyStore, type KeyStore } from './keyStore';
export { writeKeyStore } from './keyStoreWriter';
export type { DistinguishedName } from './names';
export { readCertificate, verifyCertificateIssuedBy, type Certificate } from './certificate';
export { issueCertificate, type CertificateRequest } from './issue';
export { readSignature, type SignedData, type Signer } from './signedData';
export type { SignedAttributes } from './signedAttributes';
export { verifyDetached, verifyEnclosed, type EnclosedVerdict, type SignatureFault, type SignatureForm, type SignatureVerdict, type SignerVerdict } from './verify';
export { signDetached, signEnclosed, type Signing, type SigningForm } from './sign';
export { readRsaKey, signDetachedRsa, type RsaSigning } from './signRsa';
export { decrypt, decryptInPieces, encryptFor, readEnvelope, type EnvelopeCipherName, type EnvelopeSummary } from './enveloped';
export type { ModernCipherName } from './contentCipher';
export { GostDecryptError, GostFormatError, GostKeyMismatchError, type GostDecryptCode, type GostFormatCode } from './errors';
