/** Signing and opening, whichever way the key is held. */
export { base64Of, certificateFrom } from './certificates';
export { digestOf } from './digest';
export { reasonOf, type Fault } from './faults';
export { fits, requireFit } from './fit';
export { holderOf, innsOf, personOf, type Inns } from './holder';
export { signsLater } from './later';
export { readySignatures } from './readySignatures';
export { readSignatureFile, type SignatureFile } from './signatureFile';
export type { ServicePort } from './services';
export type { Opener, SignatureShape, Signer, ToSign } from './signer';
export { askSvs, type ForSvs, type SvsSigner, type SvsVerdict } from './svs';
export { testKeyFrom, testKeySigner, type TestKey } from './testKey';
export { expiryWarning, requireValid } from './validity';
export { verifySignature, type ToVerify, type Verified, type VerifiedSigner } from './verification';
