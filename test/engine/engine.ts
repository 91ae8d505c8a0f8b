/** The real n8n engine, driven from tests: workflows, polling triggers and editor lists of the built package. */
export { loadPackage, packageFolder } from './builtPackage';
export type { CredentialData } from './credentials';
export { loadOptions, searchList } from './lists';
export type { PollingTrigger, TriggerInTest } from './polling';
export { engineIsDurable, startTrigger } from './polling';
export type { NodeOnCanvas } from './surroundings';
export type { ItemIn, WorkflowInTest, WorkflowOutcome } from './workflow';
export { runWorkflow } from './workflow';
