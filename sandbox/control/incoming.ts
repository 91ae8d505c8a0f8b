/** `POST` makes an authority begin a docflow in an account: what it would do of its own accord. */

import { badRequest } from '../api/problems';
import { sendDemand } from '../authorities/demands';
import { arrive, knownCertificate, type Addressee } from '../authorities/incoming';
import { SEDO_ROBOT, sendSedo } from '../authorities/sedoRobot';
import type { Docflow } from '../world/docflows';
import type { World } from '../world/world';

/** The robots that write when nobody is named; the pension fund had no robot. */
const AUTHORITIES: Array<[RegExp, string]> = [
	[/^fss-/, SEDO_ROBOT],
	[/^stat-/, '00-87'],
	[/^pfr-/, '087-108'],
];
const INSPECTION = '0087';

/** Answers the id of the docflow; `subject` and `answers` (the id of a docflow) are told of letters. Throws 400. */
export function beginIncoming(world: World, { accountId, type, subject, answers }: Record<string, unknown>): { docflowId: string } {
	const organization = typeof accountId === 'string' ? world.accounts.mainOrganization(accountId) : undefined;
	if (!organization) throw badRequest('no such account');
	if (typeof type !== 'string' || world.machine(`urn:docflow:${type}`)?.direction !== 'incoming')
		throw badRequest('type must be an incoming docflow, such as fss-sedo-demand or pfr-cu-letter');
	const certificate = knownCertificate(world, organization.accountId, organization.inn)?.certificate.der;
	const addressee = { organization, senderInn: organization.inn, certificate };
	return { docflowId: begun(world, addressee, { flow: type, subject, answered: answeredBy(world, organization.accountId, answers) }).id };
}

/** The docflow that is answered, and its main document. Throws 400. */
function answeredBy(world: World, accountId: string, answers: unknown): Docflow | undefined {
	if (answers === undefined) return undefined;
	const docflow = typeof answers === 'string' ? world.docflows.find(accountId, answers) : undefined;
	if (!docflow) throw badRequest('answers must be the id of a docflow of the account');
	return docflow;
}

interface Beginning {
	flow: string;
	subject?: unknown;
	answered?: Docflow;
}

function begun(world: World, addressee: Addressee, { flow, subject, answered }: Beginning): Docflow {
	if (flow === 'fns534-demand') return sendDemand(world, addressee, { authority: INSPECTION, files: [{ knd: '1165013' }] });
	if (flow.startsWith('fss-sedo-')) return sendSedo(world, addressee, { flow, number: undefined });
	const authority = AUTHORITIES.find(([pattern]) => pattern.test(flow))?.[1] ?? INSPECTION;
	const related = answered && { docflowId: answered.id, documentId: answered.documents[0]?.id ?? answered.id };
	const description = {
		...(typeof subject === 'string' ? { subject } : {}),
		...(related ? { 'related-docflow-id': related.docflowId } : {}),
		...(related && !flow.startsWith('stat-') ? { 'related-document-id': related.documentId } : {}),
	};
	return arrive(world, addressee, { type: `urn:docflow:${flow}`, authority, description, related });
}
