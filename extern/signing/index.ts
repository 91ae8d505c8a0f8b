/** Signing and opening, whichever way the key is held. */
export { base64Of, certificateFrom } from './certificates';
export { digestOf } from './digest';
export { readySignatures, type SignatureFile } from './readySignatures';
export type { ServicePatience } from './serviceCall';
export type { SigningServiceFields } from './serviceProtocol';
export type { ServicePort } from './services';
export type { Opener, SignatureShape, Signer, ToSign } from './signer';
export { signingServiceOpener, signingServiceSigner } from './signingService';
export { testKeyFrom, testKeySigner, type TestKey } from './testKey';
export { reasonOf, verifySignature, type Verified } from './verification';
