/** Contracts: the JSON from which the service writes a document (contract.schema.json). */
export { informationRequest, isInformationRequest, type InformationRequest } from './informationRequest';
export { applicationToJoin, type JoiningApplication } from './joiningApplication';
