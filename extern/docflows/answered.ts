import type { WireDocflow } from '../wire/docflow';
import { nameIn } from './kinds';

/** Where nothing is owed to a demand any more (models.md §9.2, DemandRepliesStatus). An answer on its way may be declined. */
const ANSWERED: ReadonlySet<string> = new Set(['not-required', 'accepted']);

/** Whether nothing is owed any more of what a demand asks for. */
export function isAnswered({ description }: WireDocflow): boolean {
	return ANSWERED.has(nameIn(description?.['replies-status'])) || Boolean(description?.['reply-date']);
}
