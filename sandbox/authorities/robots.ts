/** The test robots: authorities that always answer the same way, within simulated minutes. */

import type { Docflow, DocflowDocument } from '../world/docflows';
import type { World } from '../world/world';
import { bring } from './exchange';
import { authorityPaper } from './papers';
import { titles } from './titles';

export interface Step {
	/** Simulated seconds after sending. */
	after: number;
	/** Type of the document, without urn:document:, `*` for the flow. */
	brings: string;
	/** Encrypted to the subscriber. */
	secret?: boolean;
}

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
	'stat-report 00-87': [
		{ after: 15, brings: '*-receipt' },
		{ after: 60, brings: '*-protocol-v2-positive', secret: true },
	],
	'stat-report 00-88': [
		{ after: 15, brings: '*-receipt' },
		{ after: 60, brings: '*-protocol-v2-negative', secret: true },
	],
};

/** Hands a sent docflow to the robot of its authority; other authorities keep silent. */
export function robotTakes(world: World, docflow: Docflow): void {
	for (const step of scriptOf(docflow.type, docflow.authority))
		world.clock.after(step.after * 1000, () => robotAnswers(world, docflow, step));
}

/** What the robot of this authority does with docflows of this type, in its order. */
export function scriptOf(docflowType: string, authority: string): Step[] {
	const flow = docflowType.replace('urn:docflow:', '');
	return (SCRIPTS[`${flow} ${authority}`] ?? []).map((step) => ({ ...step, brings: step.brings.replace('*', flow) }));
}

export function robotAnswers(world: World, docflow: Docflow, { brings: type, secret }: Step): DocflowDocument {
	return bring(world, docflow, authorityPaper(world, docflow, { type, secret, ...titles(type) }));
}
