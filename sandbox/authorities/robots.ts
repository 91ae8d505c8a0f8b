/** The test robots: authorities that always answer the same way, within simulated minutes. */

import type { Docflow, DocflowDocument } from '../world/docflows';
import type { SuccessState } from '../world/machine';
import type { World } from '../world/world';
import { bring, turn } from './exchange';
import { authorityPaper } from './papers';
import { sedoReads, sedoTakes } from './sedoRobot';
import { titles } from './titles';

export interface Step {
	/** Simulated seconds after sending. */
	after: number;
	/** Type of the document, without urn:document:, `*` for the flow; without one the docflow goes on silently. */
	brings?: string;
	/** Encrypted to the subscriber. */
	secret?: boolean;
	/** What the document means, where its type does not say. */
	outcome?: SuccessState;
}

const RECEIPT: Step = { after: 15, brings: '*-receipt' };
const EPGU_RECEIPT: Step = { after: 15, brings: '*-epgu-receipt' };
const ACCEPTED: Step[] = [RECEIPT, { after: 60, brings: '*-acceptance-result-positive', secret: true }];
const REFUSED: Step[] = [RECEIPT, { after: 60, brings: '*-acceptance-result-negative', secret: true }];

/** The robots answer in 15 to 110 seconds; acceptance and entry notices come together (get_report.rst). */
const SCRIPTS: Record<string, Step[]> = {
	'fns534-report 0087': [
		{ after: 15, brings: '*-receipt' },
		{ after: 60, brings: '*-acceptance-result-positive', secret: true },
		{ after: 60, brings: '*-processing-result-ok', secret: true },
	],
	'fns534-report 0088': [
		{ after: 15, brings: '*-receipt' },
		{ after: 60, brings: '*-acceptance-result-negative', secret: true },
	],
	'fns534-report 0085': [
		{ after: 15, brings: '*-receipt' },
		{ after: 60, brings: '*-acceptance-result-positive', secret: true },
		{ after: 110, brings: '*-processing-result-precise', secret: true },
	],
	...taxOffices('fns534-inventory', ACCEPTED),
	...taxOffices('fns534-submission', ACCEPTED),
	...taxOffices('fns534-ion', [...ACCEPTED, { after: 110, brings: '*-response', secret: true }]),
	'fns534-letter 0087': [RECEIPT],
	'fns534-letter 0085': [RECEIPT],
	'fns534-letter 0088': [RECEIPT, { after: 60, brings: '*-decline-notice', secret: true }],
	'stat-letter 00-87': [RECEIPT],
	'stat-letter 00-88': [RECEIPT],
	'business-registration 0087': [
		{ after: 15 },
		{ after: 60, brings: '*-receipt' },
		{ after: 110, brings: '*-registration-notice', secret: true },
	],
	'business-registration 0088': [{ after: 15 }, { after: 60, brings: '*-check-protocol', secret: true }],
	'mvd-notification 660-066': [EPGU_RECEIPT, { after: 60, brings: '*-epgu-protocol', outcome: 'successful' }],
	'mvd-notification 770-077': [EPGU_RECEIPT, { after: 60, brings: '*-epgu-protocol', outcome: 'failed' }],
	// A refusal without details comes without a document.
	'mvd-notification 770-066': [EPGU_RECEIPT, { after: 60 }],
	'stat-report 00-87': [
		{ after: 15, brings: '*-receipt' },
		{ after: 60, brings: '*-protocol-v2-positive', secret: true },
	],
	'stat-report 00-88': [
		{ after: 15, brings: '*-receipt' },
		{ after: 60, brings: '*-protocol-v2-negative', secret: true },
	],
};

/** What the other side writes once it has our reply. */
const ANSWERS_TO_REPLIES: Record<string, Step[]> = {
	'fns534-demand-acceptance-result-positive': [{ after: 60, brings: '*-receipt' }],
	'fns534-demand-acceptance-result-negative': [{ after: 60, brings: '*-receipt' }],
};

/** Hands a sent docflow to the robot of its authority; other authorities keep silent. */
export function robotTakes(world: World, docflow: Docflow): void {
	play(world, docflow, scriptOf(docflow.type, docflow.authority));
	sedoTakes(world, docflow);
}

/** Hands the other side a reply of ours; to most of them it has nothing to say. */
export function robotReads(world: World, docflow: Docflow, replyType: string): void {
	play(world, docflow, stepsOf(docflow.type, ANSWERS_TO_REPLIES[replyType]));
	sedoReads(world, docflow, replyType);
}

/** What the robot of this authority does with docflows of this type, in its order. */
export function scriptOf(docflowType: string, authority: string): Step[] {
	return stepsOf(docflowType, SCRIPTS[`${flowOf(docflowType)} ${authority}`]);
}

/** One step of a robot: the document that it brings, none where the docflow goes on silently. */
export function robotAnswers(world: World, docflow: Docflow, { brings: type, secret, outcome }: Step): DocflowDocument | undefined {
	if (type) return bring(world, docflow, authorityPaper(world, docflow, { type, secret, ...titles(type) }), outcome);
	turn(world, docflow);
	return undefined;
}

function play(world: World, docflow: Docflow, script: Step[]): void {
	for (const step of script) world.clock.after(step.after * 1000, () => robotAnswers(world, docflow, step));
}

/** The steps with the flow's own document types. */
function stepsOf(docflowType: string, script: Step[] = []): Step[] {
	return script.map((step) => ({ ...step, brings: step.brings?.replace('*', flowOf(docflowType)) }));
}

/** Where nothing can be clarified, robot 0085 accepts like 0087. */
function taxOffices(flow: string, accepted: Step[]): Record<string, Step[]> {
	return { [`${flow} 0087`]: accepted, [`${flow} 0085`]: accepted, [`${flow} 0088`]: REFUSED };
}

function flowOf(docflowType: string): string {
	return docflowType.replace('urn:docflow:', '');
}
