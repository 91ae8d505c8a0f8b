/** Letters that an authority writes on its own account. */

import type { World } from '../world/world';
import { begin } from './exchange';
import { incomingDocflow, type Addressee, type Arrival } from './incoming';
import { authorityPaper, operatorPaper } from './papers';
import { titles } from './titles';

export interface ArrivingLetter extends Arrival {
	docflowId: string;
	text: string;
}

/** The letter itself is secret; what describes and confirms it is not. */
export function letterArrives(world: World, addressee: Addressee, { docflowId, text, ...arrival }: ArrivingLetter): void {
	const docflow = { ...incomingDocflow(world, addressee, arrival), id: docflowId };
	const documents = world.machine(arrival.type)?.initial.documents ?? [];
	begin(
		world,
		docflow,
		documents
			.filter(({ optional }) => !optional)
			.map(({ type: urn, by, replyTypes = [] }) => {
				const type = urn.replace('urn:document:', '');
				if (by === 'operator') return operatorPaper(world, docflow, { type, ...titles(type) });
				if (replyTypes.length === 0) return authorityPaper(world, docflow, { type, ...titles(type) });
				return authorityPaper(world, docflow, { type, prefix: 'PISMO', title: 'Письмо', text, secret: true });
			}),
	);
}
