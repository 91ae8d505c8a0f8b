/** Signing and decrypting with a key that a CryptoPro DSS server keeps. */
export { type Begun, type DssDesk, type DssPatience, dssOpener, type DssTransaction, openDssDesk } from './desk';
export { type DssFields, type DssSettings, readDssSettings } from './settings';
