import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { BEGINNING, type Extern, feedFrom, type FeedState, handOver, type HandedBatch, readFeed, skipToEnd } from '../../../extern';
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
	const { extern, hasTime, redeliver, most, memoryMs } = turn;
	if (state.skipping) return { items: [], next: keptOf(await skipOn(extern, state.cursor, hasTime)) };
	const { delivered, from, next } = await readFeed(extern, state, { most, redeliver, accepts: acceptsBy(turn.context), hasTime });
	const items = (await eventItems(extern, delivered, viewOf(turn))).filter(({ json }) => isWantedSeverity(choicesOf(turn.context, 'severities'), json.severity));
	// Only what reaches the workflow can be lost to it.
	return { items, next: keptOf(items.length > 0 ? handOver(next, { at: extern.port.now(), from }, memoryMs) : next) };
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
	if (from === 'beginning') return feedFrom(BEGINNING);
	return from === 'event' ? feedFrom(eventId || BEGINNING) : { ...feedFrom(BEGINNING), skipping: true };
}

/** A long feed may take more than one poll to skip. */
async function skipOn(extern: Extern, from: string, hasTime: () => boolean): Promise<FeedPlace> {
	const { cursor, isEnd } = await skipToEnd(extern, from, hasTime);
	return { ...feedFrom(cursor), skipping: !isEnd };
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
	const { cursor, last, until } = kept;
	const skipping = kept.skipping === true;
	if (isFirstBatch(last)) return { cursor, handed: [{ at: 0, from: String(last.from) }], last: last.ids.map(String).pop(), skipping };
	const handed = Array.isArray(kept.handed) ? kept.handed.filter(isBatch) : [];
	return { cursor, handed, ...(typeof last === 'string' && { last }), ...(typeof until === 'string' && { until }), skipping };
}

function isBatch(one: unknown): one is HandedBatch {
	return typeof one === 'object' && one !== null && 'at' in one && typeof one.at === 'number' && 'from' in one && typeof one.from === 'string';
}

/** The only batch that version 0.1.0 remembered, with the ids of its events. */
function isFirstBatch(last: unknown): last is { from: unknown; ids: unknown[] } {
	return typeof last === 'object' && last !== null && 'from' in last && 'ids' in last && Array.isArray(last.ids);
}

function keptOf({ cursor, handed, last, until, skipping }: FeedPlace): Kept {
	return { cursor, ...(handed.length > 0 && { handed: handed.map((batch) => ({ ...batch })) }), ...(last !== undefined && { last }), ...(until !== undefined && { until }), ...(skipping && { skipping }) };
}
