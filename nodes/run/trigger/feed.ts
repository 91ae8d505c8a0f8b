import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { BEGINNING, type Extern, type FeedState, readFeed, skipToEnd } from '../../../extern';
import { choicesOf, isWantedSeverity } from './choices';
import { acceptsBy } from './eventFilter';
import { eventItems, type EventView } from './eventItems';
import { languageOf } from './options';
import type { Kept, Polled, Source, Turn } from './source';

const SAMPLE_SIZE = 10;

/** The event feed: all events of the accounts that share them. */
export function feed(context: IPollFunctions): Source {
	const start = startOf(context);
	return {
		start,
		poll: async (kept, turn) => await goOn(stateIn(kept) ?? startState(start), turn),
		sample,
	};
}

async function goOn(state: FeedPlace, turn: Turn): Promise<Polled> {
	const { extern, hasTime, redeliver, most } = turn;
	if (state.skipping) return { items: [], next: keptOf(await skipOn(extern, state.cursor, hasTime)), isCut: false };
	const { delivered, next, isCut } = await readFeed(extern, state, { most, redeliver, accepts: acceptsBy(turn.context), hasTime });
	const items = (await eventItems(extern, delivered, viewOf(turn))).filter(({ json }) => isWantedSeverity(choicesOf(turn.context, 'severities'), json.severity));
	// Only what reaches the workflow has to be handed over again.
	const last = next.last && next.last !== state.last ? { from: next.last.from, ids: items.map(({ json }) => String(json.eventId)) } : next.last;
	return { items, next: keptOf({ ...next, last: items.length > 0 ? last : state.last }), isCut };
}

/** A state that is on its way to the end of the feed because the trigger starts from now. */
interface FeedPlace extends FeedState {
	readonly skipping?: boolean;
}

interface Start {
	readonly from: string;
	readonly eventId: string;
}

function startOf(context: IPollFunctions): Start {
	return { from: String(context.getNodeParameter('startFrom')), eventId: String(context.getNodeParameter('startEventId', '')).trim() };
}

function startState({ from, eventId }: Start): FeedPlace {
	if (from === 'beginning') return { cursor: BEGINNING };
	return from === 'event' ? { cursor: eventId || BEGINNING } : { cursor: BEGINNING, skipping: true };
}

/** A long feed may take more than one poll to skip. */
async function skipOn(extern: Extern, from: string, hasTime: () => boolean): Promise<FeedPlace> {
	const { cursor, isEnd } = await skipToEnd(extern, from, hasTime);
	return { cursor, skipping: !isEnd };
}

async function sample(turn: Turn): Promise<INodeExecutionData[]> {
	const { last } = await skipToEnd(turn.extern, BEGINNING, turn.hasTime);
	const wanted = last.filter(acceptsBy(turn.context)).slice(-SAMPLE_SIZE);
	return await eventItems(turn.extern, wanted.map((event) => ({ event, redelivered: false })), viewOf(turn));
}

function viewOf({ context, hasTime }: Turn): EventView {
	return { language: languageOf(context), withDocflow: context.getNodeParameter('withDocflow') === true, hasTime };
}

function stateIn(kept: Kept | undefined): FeedPlace | undefined {
	if (typeof kept?.cursor !== 'string') return undefined;
	return {
		cursor: kept.cursor,
		last: batchIn(kept.last),
		skipping: kept.skipping === true,
	};
}

function batchIn(last: unknown): FeedState['last'] {
	const isBatch = typeof last === 'object' && last !== null && 'from' in last && 'ids' in last && Array.isArray(last.ids);
	return isBatch ? { from: String(last.from), ids: (last.ids as unknown[]).map(String) } : undefined;
}

function keptOf({ cursor, last, skipping }: FeedPlace): Kept {
	return { cursor, ...(last && { last: { from: last.from, ids: [...last.ids] } }), ...(skipping && { skipping }) };
}
