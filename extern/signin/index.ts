/**
 * Signing in, in every way that Kontur.Extern offers: what credentials need, and nothing else of the
 * client. `ways.ts` lists the ways; `renewal.ts` decides when one is taken.
 */
export { isForTests, rootsOf, type Roots } from './environment';
export type { FieldName, SignInFields } from './fields';
export { isOwnService, ownServiceHeaders, type OwnServiceFields } from './ownService';
export { reasonOfRefusal, signInFailure, unanswered } from './refusal';
export { freshSession, heldSession, isOver, isRenewable, isYoungerThan, noteUseless, worksOnce, type FreshSession } from './renewal';
export { belongsTo, signInHeaders } from './headers';
export type { Send, SignInAnswer, SignInRequest } from './send';
export { serviceRoot } from '../transport/origin';
export { WAYS, type WayName } from './ways';
