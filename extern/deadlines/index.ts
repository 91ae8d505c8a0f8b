/** What has to be done by a day: what there is in an account, and which of it is to be told. */
export { type Due, type DueKind, type Stage, stageOf, tellDue, type Told } from './due';
export { dueIn } from './reading';
