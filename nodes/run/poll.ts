import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { BEGINNING, Extern, type FeedState, type Language, readFeed, skipToEnd } from '../../extern';
import { eventItems } from './eventItems';
import { acceptsBy } from './eventFilter';
import { pollBudgetMs } from './newerN8n';
import { openPort } from './port';
import { present } from './present';

/** Part of the budget for reading; the rest is for n8n to create the execution. */
const READING_SHARE = 0.8;

/** Polls that run now: n8n does not keep a slow poll from being overtaken by the next one. */
const running = new Set<string>();
/** Triggers that were polled by this process: only its first poll hands the last batch over again. */
const polled = new Set<string>();

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
		const items = await settled(context, pollOnce(context, !polled.has(key)));
		polled.add(key);
		return items;
	} finally {
		running.delete(key);
	}
}

async function pollOnce(context: IPollFunctions, isFirst: boolean): Promise<INodeExecutionData[] | undefined> {
	const hasTime = stopwatch(context);
	const extern = await externOf(context);
	const kept = context.getWorkflowStaticData('node');
	const state = stateFrom(kept) ?? startState(context);
	if (state.skipping) return keep(kept, await skipOn(extern, state, hasTime));
	const batch = await readFeed(extern, state, {
		most: numberOption(context, 'eventsPerPoll', 200),
		redeliver: isFirst && option(context, 'redeliver', true),
		accepts: acceptsBy(context),
		hasTime,
	});
	const items = await eventItems(extern, batch.delivered, { language: languageOf(context), withDocflow: context.getNodeParameter('withDocflow') === true, hasTime });
	keep(kept, batch.next);
	return items.length > 0 ? items : undefined;
}

/** A state that is on its way to the end of the feed because the trigger starts from now. */
interface Kept extends FeedState {
	readonly skipping?: boolean;
}

function startState(context: IPollFunctions): Kept {
	switch (context.getNodeParameter('startFrom')) {
		case 'beginning':
			return { cursor: BEGINNING };
		case 'event':
			return { cursor: String(context.getNodeParameter('startEventId')).trim() || BEGINNING };
		default:
			return { cursor: BEGINNING, skipping: true };
	}
}

/** A long feed may take more than one poll to skip. */
async function skipOn(extern: Extern, { cursor }: FeedState, hasTime: () => boolean): Promise<Kept> {
	const reached = await skipToEnd(extern, cursor, hasTime);
	return { cursor: reached.cursor, skipping: !reached.isEnd };
}

/** Real events for trying the workflow out; the cursor stays where it is. */
async function sample(context: IPollFunctions): Promise<INodeExecutionData[] | undefined> {
	const hasTime = stopwatch(context);
	const extern = await externOf(context);
	const { last } = await skipToEnd(extern, BEGINNING, hasTime);
	const wanted = last.filter(acceptsBy(context)).slice(-10);
	const view = { language: languageOf(context), withDocflow: context.getNodeParameter('withDocflow') === true, hasTime };
	const items = await eventItems(extern, wanted.map((event) => ({ event, redelivered: false })), view);
	return items.length > 0 ? items : undefined;
}

async function externOf(context: IPollFunctions): Promise<Extern> {
	const credential = context.getNodeParameter('authentication') === 'oAuth2' ? 'konturExternOAuth2Api' : 'konturExternApi';
	return new Extern(await openPort(context, credential), { retryBudgetMs: 30_000 });
}

function stopwatch(context: IPollFunctions): () => boolean {
	const until = Date.now() + pollBudgetMs(context) * READING_SHARE;
	return () => Date.now() < until;
}

function stateFrom(kept: Record<string, unknown>): Kept | undefined {
	if (typeof kept.cursor !== 'string') return undefined;
	const last = kept.last;
	const isBatch = typeof last === 'object' && last !== null && 'from' in last && 'ids' in last && Array.isArray(last.ids);
	return {
		cursor: kept.cursor,
		skipping: kept.skipping === true,
		last: isBatch ? { from: String(last.from), ids: (last.ids as unknown[]).map(String) } : undefined,
	};
}

/** The state is written in one go at the very end: whatever fails before leaves it as it was. */
function keep(kept: Record<string, unknown>, { cursor, last, skipping }: Kept): undefined {
	kept.cursor = cursor;
	kept.last = last ? { from: last.from, ids: [...last.ids] } : undefined;
	kept.skipping = skipping;
	return undefined;
}

async function settled<T>(context: IPollFunctions, work: Promise<T>): Promise<T> {
	return await work.catch((error: unknown) => {
		throw present(context.getNode(), error, undefined, (name) => name);
	});
}

function languageOf(context: IPollFunctions): Language {
	return option<string>(context, 'labelLanguage', 'en') === 'ru' ? 'ru' : 'en';
}

function numberOption(context: IPollFunctions, name: string, usual: number): number {
	return Math.max(1, option(context, name, usual));
}

function option<T>(context: IPollFunctions, name: string, usual: T): T {
	const value: unknown = context.getNodeParameter(`options.${name}`, usual);
	return typeof value === typeof usual ? (value as T) : usual;
}
