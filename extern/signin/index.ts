/** The ways of signing in: what credentials need, and nothing else of the client. */
export { isForTests, rootsOf, type Roots } from './environment';
export { reasonOfRefusal } from './refusal';
export { belongsTo, signInHeaders, signInRequest, tokenFrom } from './ways';
