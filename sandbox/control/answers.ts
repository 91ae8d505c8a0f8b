/** `POST` makes the other side of a docflow write one document, or go on silently: refusals, errors, late answers. */

import { badRequest } from '../api/problems';
import { bring, turn } from '../authorities/exchange';
import { authorityPaper } from '../authorities/papers';
import { titles } from '../authorities/titles';
import type { Docflow } from '../world/docflows';
import { onDocument, onSilence, type SuccessState } from '../world/machine';
import type { World } from '../world/world';

/** Technological documents travel plain, and so does what tells that nothing could be delivered. */
const OPEN = /-(receipt|receipt-message|reception-result|acknowledgement|delivery-notice|exchange-error|error-message|error)$/;
const OUTCOMES: SuccessState[] = ['neutral', 'successful', 'failed', 'warning'];

/**
 * Answers the id of the document, none where the docflow went on silently.
 * Throws 400, also where the docflow does not take this document as it stands.
 */
export function writeAnswer(world: World, { docflowId, document, outcome, text }: Record<string, unknown>): { documentId?: string } {
	const docflow = world.docflows.all().find(({ id }) => id === docflowId);
	const machine = docflow && world.machine(docflow.type);
	if (!docflow || !machine) throw badRequest('no such docflow');
	if (document === undefined) {
		if (!onSilence(machine, docflow.status)) throw badRequest(`${docflow.type} does not go on silently from ${docflow.status}`);
		turn(world, docflow);
		return {};
	}
	if (typeof document !== 'string') throw badRequest('document must be the type of a document, such as fns534-ion-response');
	const successState = OUTCOMES.find((one) => one === outcome);
	if (outcome !== undefined && !successState) throw badRequest(`outcome must be one of ${OUTCOMES.join(', ')}`);
	const transition = onDocument(machine, docflow.status, { documentType: `urn:document:${document}`, outcome: successState });
	if (!transition) throw badRequest(`${docflow.type} takes no ${document} while it is ${docflow.status}`);
	return { documentId: bring(world, docflow, paperOf(world, docflow, document, text), successState).id };
}

function paperOf(world: World, docflow: Docflow, type: string, text: unknown) {
	const head = titles(type);
	return authorityPaper(world, docflow, { type, ...head, text: typeof text === 'string' ? text : head.text, secret: !OPEN.test(type) });
}
