/** Signing and decrypting with a service of the operator's own. */
export type { ServicePatience } from './call';
export type { SigningServiceFields } from './protocol';
export { signingServiceOpener, signingServiceSigner } from './signingService';
