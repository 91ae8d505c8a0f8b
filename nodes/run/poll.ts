import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { BEGINNING, Extern, type FeedState, type Language, readFeed, skipToEnd } from '../../extern';
import { eventItems, type EventView } from './eventItems';
import { acceptsBy } from './eventFilter';
import { pollBudgetMs } from './newerN8n';
import { openPort } from './port';
import { present } from './present';

/** Part of the budget for reading; the rest is for n8n to create the execution. */
const READING_SHARE = 0.8;
const SAMPLE_SIZE = 10;

/** Polls that run now: n8n does not keep a slow poll from being overtaken by the next one. */
const running = new Set<string>();
/** Triggers that were polled by this process: only its first poll hands the last batch over again. */
const polled = new Set<string>();
/**
 * Where triggers begin that n8n has saved no state for: its durable scheduler drops what a silent
 * poll found when the workflow was switched on, and what happens until the next poll would be lost.
 */
const begun = new Map<string, Kept>();

/**
 * One poll of the event feed.
 * @returns undefined when there is nothing new
 */
export async function pollFeed(context: IPollFunctions): Promise<INodeExecutionData[] | undefined> {
	const key = `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
	if (context.getMode() === 'manual') return await settled(context, sample(context));
	if (running.has(key)) return undefined;
	running.add(key);
	try {
		const items = await settled(context, pollOnce(context, key));
		return items.length > 0 ? items : undefined;
	} finally {
		running.delete(key);
	}
}

async function pollOnce(context: IPollFunctions, key: string): Promise<INodeExecutionData[]> {
	const kept = context.getWorkflowStaticData('node');
	const saved = stateFrom(kept);
	const start = `${key} ${JSON.stringify(startOf(context))}`;
	const { items, next, isCut } = await goOn(context, saved ?? begun.get(start) ?? startState(context), !polled.has(key));
	if (saved) begun.delete(start);
	// Events that are handed over must be read again if n8n fails to take them.
	else if (items.length === 0) begun.set(start, next);
	keep(kept, next);
	if (!isCut) polled.add(key);
	return items;
}

/** What one poll came to. */
interface Polled {
	readonly items: INodeExecutionData[];
	readonly next: Kept;
	/** The last batch was not found whole: the next poll is still the first one of the process. */
	readonly isCut: boolean;
}

async function goOn(context: IPollFunctions, state: Kept, isFirst: boolean): Promise<Polled> {
	const hasTime = stopwatch(context);
	const extern = await externOf(context);
	if (state.skipping) return { items: [], next: await skipOn(extern, state.cursor, hasTime), isCut: false };
	const { delivered, next, isCut } = await readFeed(extern, state, {
		most: numberOption(context, 'eventsPerPoll', 200),
		redeliver: isFirst && option(context, 'redeliver', true),
		accepts: acceptsBy(context),
		hasTime,
	});
	return { items: await eventItems(extern, delivered, viewOf(context, hasTime)), next, isCut };
}

/** A state that is on its way to the end of the feed because the trigger starts from now. */
interface Kept extends FeedState {
	readonly skipping?: boolean;
}

function startOf(context: IPollFunctions): { from: string; eventId: string } {
	return { from: String(context.getNodeParameter('startFrom')), eventId: String(context.getNodeParameter('startEventId', '')).trim() };
}

function startState(context: IPollFunctions): Kept {
	const { from, eventId } = startOf(context);
	if (from === 'beginning') return { cursor: BEGINNING };
	return from === 'event' ? { cursor: eventId || BEGINNING } : { cursor: BEGINNING, skipping: true };
}

/** A long feed may take more than one poll to skip. */
async function skipOn(extern: Extern, from: string, hasTime: () => boolean): Promise<Kept> {
	const { cursor, isEnd } = await skipToEnd(extern, from, hasTime);
	return { cursor, skipping: !isEnd };
}

/** Real events for trying the workflow out; the cursor stays where it is. */
async function sample(context: IPollFunctions): Promise<INodeExecutionData[] | undefined> {
	const hasTime = stopwatch(context);
	const extern = await externOf(context);
	const { last } = await skipToEnd(extern, BEGINNING, hasTime);
	const wanted = last.filter(acceptsBy(context)).slice(-SAMPLE_SIZE);
	const items = await eventItems(extern, wanted.map((event) => ({ event, redelivered: false })), viewOf(context, hasTime));
	return items.length > 0 ? items : undefined;
}

function viewOf(context: IPollFunctions, hasTime: () => boolean): EventView {
	const language: Language = option<string>(context, 'labelLanguage', 'en') === 'ru' ? 'ru' : 'en';
	return { language, withDocflow: context.getNodeParameter('withDocflow') === true, hasTime };
}

/** A call that starts when the reading time is nearly over must still end before n8n abandons the poll. */
async function externOf(context: IPollFunctions): Promise<Extern> {
	const credential = context.getNodeParameter('authentication') === 'oAuth2' ? 'konturExternOAuth2Api' : 'konturExternApi';
	const budget = pollBudgetMs(context);
	return new Extern(await openPort(context, credential), { retryBudgetMs: Math.min(30_000, budget / 6), timeoutMs: Math.min(60_000, budget / 4) });
}

function stopwatch(context: IPollFunctions): () => boolean {
	const until = Date.now() + pollBudgetMs(context) * READING_SHARE;
	return () => Date.now() < until;
}

function stateFrom(kept: Record<string, unknown>): Kept | undefined {
	if (typeof kept.cursor !== 'string') return undefined;
	return {
		cursor: kept.cursor,
		last: batchFrom(kept.last),
		skipping: kept.skipping === true,
	};
}

function batchFrom(last: unknown): FeedState['last'] {
	const isBatch = typeof last === 'object' && last !== null && 'from' in last && 'ids' in last && Array.isArray(last.ids);
	return isBatch ? { from: String(last.from), ids: (last.ids as unknown[]).map(String) } : undefined;
}

/** The state is written in one go at the very end: whatever fails before leaves it as it was. */
function keep(kept: Record<string, unknown>, { cursor, last, skipping }: Kept): void {
	for (const name of ['last', 'skipping']) delete kept[name];
	Object.assign(kept, { cursor, ...(last && { last: { from: last.from, ids: [...last.ids] } }), ...(skipping && { skipping }) });
}

async function settled<T>(context: IPollFunctions, work: Promise<T>): Promise<T> {
	return await work.catch((error: unknown) => {
		throw present(context.getNode(), error, undefined, (name) => name);
	});
}

function numberOption(context: IPollFunctions, name: string, usual: number): number {
	return Math.max(1, option(context, name, usual));
}

function option<T>(context: IPollFunctions, name: string, usual: T): T {
	const value: unknown = context.getNodeParameter(`options.${name}`, usual);
	return typeof value === typeof usual ? (value as T) : usual;
}
