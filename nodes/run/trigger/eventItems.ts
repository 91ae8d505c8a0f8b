import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { type Delivered, eventLabelOf, type Extern, labelIn, labelOf, type Language, severityOfEvent, type WireEvent } from '../../../extern';
import { inReadingOrder } from '../readingOrder';
import { innKpp, Organizations } from './organizations';
import { type DocflowFacts, keyOf, readDocflows } from './docflowReading';

/** How events become items. */
export interface EventView {
	readonly language: Language;
	/** Read the docflow of each event, and the name of its organization. */
	readonly withDocflow: boolean;
	hasTime(): boolean;
}

/** Items of the trigger: what happened, in codes and in words, and the docflow where it was asked for. */
export async function eventItems(extern: Extern, delivered: ReadonlyArray<Delivered<WireEvent>>, view: EventView): Promise<INodeExecutionData[]> {
	const docflowOf = view.withDocflow ? await readDocflows(extern, delivered.map(({ event }) => nameOf(event)), view) : new Map<string, DocflowFacts>();
	const organizations = new Organizations(extern, () => view.withDocflow && view.hasTime());
	return await Promise.all(
		delivered.map(async ({ event, redelivered }) => {
			const { organization } = await organizations.describe(event['account-id'], event);
			return itemOf({ ...eventOf(event, view.language), organization: organization ?? innKpp(event), ...docflowOf.get(keyOf(nameOf(event))), ...(redelivered && { redelivered }) });
		}),
	);
}

/** An item of plain JSON: what is undefined is absent. */
export function itemOf(json: Record<string, unknown>): INodeExecutionData {
	const parsed: IDataObject = JSON.parse(JSON.stringify(inReadingOrder(json)));
	return { json: parsed };
}

function nameOf(event: WireEvent) {
	return { accountId: event['account-id'], docflowId: event['docflow-id'] };
}

function eventOf(event: WireEvent, language: Language): Record<string, unknown> {
	const state = event['new-state'];
	const severity = severityOfEvent(event);
	return {
		eventId: event.id,
		event: state,
		eventLabel: state && eventLabelOf(event['docflow-type'], state, language),
		severity,
		severityLabel: severity && labelIn('severity', severity, language),
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
