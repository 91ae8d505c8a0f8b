/** Signing and opening, whichever way the key is held. */
export { base64Of, certificateFrom } from './certificates';
export { digestOf } from './digest';
export { type DssDesk, type DssFields, dssOpener, type DssPatience, type DssTransaction, openDssDesk, readDssSettings } from './dss';
export { readySignatures, type SignatureFile } from './readySignatures';
export type { ServicePort } from './services';
export type { Opener, SignatureShape, Signer, ToSign } from './signer';
export { testKeyFrom, testKeySigner, type TestKey } from './testKey';
export { reasonOf, verifySignature, type Verified } from './verification';
