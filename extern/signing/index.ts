/** Signing and opening, whichever way the key is held. */
export { base64Of, certificateFrom } from './certificates';
export { digestOf } from './digest';
export { signsLater } from './later';
export { readySignatures, type SignatureFile } from './readySignatures';
export type { ServicePort } from './services';
export type { Opener, SignatureShape, Signer, ToSign } from './signer';
export { testKeyFrom, testKeySigner, type TestKey } from './testKey';
export { reasonOf, verifySignature, type Verified } from './verification';
