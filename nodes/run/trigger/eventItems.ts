import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { type Delivered, eventLabelOf, type Extern, type ExternError, labelOf, type Language, type WireEvent } from '../../../extern';
import { docflows } from '../../../extern/operations';
import { tell } from '../present';

/** How events become items. */
export interface EventView {
	readonly language: Language;
	/** Read the docflow of each event as well. */
	readonly withDocflow: boolean;
	hasTime(): boolean;
}

const READ_AT_ONCE = 10;

/** Items of the trigger: what happened, in codes and in words, and the docflow where it was asked for. */
export async function eventItems(extern: Extern, delivered: readonly Delivered[], view: EventView): Promise<INodeExecutionData[]> {
	const docflowOf = view.withDocflow ? await readDocflows(extern, delivered, view) : new Map<string, Docflow>();
	return delivered.map(({ event, redelivered }) => ({
		json: plain({ ...eventOf(event, view.language), ...docflowOf.get(keyOf(event)), ...(redelivered && { redelivered }) }),
	}));
}

type Docflow = Readonly<Record<string, unknown>>;

/** Each docflow once, a few at a time, as far as the time lasts. */
async function readDocflows(extern: Extern, delivered: readonly Delivered[], { language, hasTime }: EventView): Promise<ReadonlyMap<string, Docflow>> {
	const events = [...new Map(delivered.map(({ event }) => [keyOf(event), event])).entries()];
	const read = new Map<string, Docflow>();
	for (let start = 0; start < events.length && hasTime(); start += READ_AT_ONCE) {
		const some = events.slice(start, start + READ_AT_ONCE);
		await Promise.all(some.map(async ([key, event]) => read.set(key, await readDocflow(extern, event, language))));
	}
	return read;
}

function keyOf(event: WireEvent): string {
	return `${event['account-id']} ${event['docflow-id']}`;
}

function eventOf(event: WireEvent, language: Language): Record<string, unknown> {
	const state = event['new-state'];
	return {
		eventId: event.id,
		event: state,
		eventLabel: state && eventLabelOf(event['docflow-type'], state, language),
		at: event['event-date-time'],
		docflowType: event['docflow-type'],
		docflowTypeLabel: labelOf(event['docflow-type'], language),
		accountId: event['account-id'],
		docflowId: event['docflow-id'],
		inn: event.inn,
		kpp: event.kpp,
		relatedDocflowId: event['related-docflow-id'],
		relatedDocumentId: event['related-document-id'],
	};
}

/** An event is worth more than its docflow: when that cannot be read, the reason takes its place. */
async function readDocflow(extern: Extern, event: WireEvent, language: Language): Promise<Docflow> {
	const outcome = await extern.attempt(docflows.docflowGet, { accountId: event['account-id'], docflowId: event['docflow-id'] });
	if (outcome.ok) return docflows.summariseDocflow(outcome.value, { language, now: extern.port.now() });
	return { docflowProblem: reasonOf(outcome.error) };
}

function reasonOf({ failure }: ExternError): string {
	return tell(failure, (name) => name).message;
}

function plain(json: Record<string, unknown>): IDataObject {
	const parsed: IDataObject = JSON.parse(JSON.stringify(json));
	return parsed;
}
