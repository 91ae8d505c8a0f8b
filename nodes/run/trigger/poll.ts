import { randomUUID } from 'node:crypto';
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { Extern } from '../../../extern';
import { isPolledByTurns, pollBudgetMs } from '../newerN8n';
import { openPort } from '../port';
import { present } from '../present';
import { deadlines } from './deadlines';
import { docflows } from './docflows';
import { feed } from './feed';
import { option } from './options';
import { Organizations } from './organizations';
import type { Kept, Source, Turn } from './source';

/** Part of the budget for reading; the rest is for n8n to create the execution. */
const READING_SHARE = 0.8;

/** What a trigger can watch, by the values of the field Source. Workflows from before there was a choice watch the feed. */
const SOURCES: Readonly<Record<string, (context: IPollFunctions) => Source>> = { deadlines, docflows, feed };
const FIRST_SOURCE = 'feed';

/** Polls that run now: n8n does not keep a slow poll from being overtaken by the next one. */
const running = new Set<string>();
/** Names this process in the state: one that is not named there takes over. */
const PROCESS = randomUUID().slice(0, 8);
/** Most processes that are remembered; n8n runs a trigger in a few at most. */
const MOST_PROCESSES = 10;
const MINUTE_MS = 60_000;
/**
 * Where triggers begin that n8n has saved no state for: its durable scheduler drops what a silent
 * poll found when the workflow was switched on, and what happens until the next poll would be lost.
 */
const begun = new Map<string, Kept>();

/**
 * One poll of the trigger.
 * @returns undefined when there is nothing new
 */
export async function pollTrigger(context: IPollFunctions): Promise<INodeExecutionData[] | undefined> {
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
	const [name, source] = sourceOf(context);
	const kept = context.getWorkflowStaticData('node');
	const saved = savedFor(name, kept);
	const start = `${key} ${name} ${JSON.stringify(source.start)}`;
	const before = saved ?? begun.get(start);
	const others = processesIn(before);
	const { items, next } = await source.poll(before, await turnOf(context, !others.includes(PROCESS)));
	const after = { ...(name !== FIRST_SOURCE && { source: name }), ...next, by: processesAfter(others, context) };
	if (saved) begun.delete(start);
	// What is handed over must be read again if n8n fails to take it.
	else if (items.length === 0) begun.set(start, after);
	keep(kept, after);
	return items;
}

function processesIn(kept: Kept | undefined): string[] {
	return Array.isArray(kept?.by) ? kept.by.map(String) : [];
}

/**
 * Where processes poll by turns, each takes over once. Elsewhere only one polls, and whatever polled
 * before it is gone, even if it was this very process.
 */
function processesAfter(others: readonly string[], context: IPollFunctions): string[] {
	if (!isPolledByTurns(context)) return [PROCESS];
	return others.includes(PROCESS) ? [...others] : [...others, PROCESS].slice(-MOST_PROCESSES);
}

async function sample(context: IPollFunctions): Promise<INodeExecutionData[] | undefined> {
	const [, source] = sourceOf(context);
	const items = await source.sample(await turnOf(context, false));
	return items.length > 0 ? items : undefined;
}

function sourceOf(context: IPollFunctions): [name: string, source: Source] {
	const name = String(context.getNodeParameter('source', FIRST_SOURCE));
	return [name, (SOURCES[name] ?? SOURCES[FIRST_SOURCE])(context)];
}

async function turnOf(context: IPollFunctions, takesOver: boolean): Promise<Turn> {
	const budget = pollBudgetMs(context);
	const until = Date.now() + budget * READING_SHARE;
	const credential = context.getNodeParameter('authentication') === 'oAuth2' ? 'konturExternOAuth2Api' : 'konturExternApi';
	// A call that starts when the reading time is nearly over must still end before n8n abandons the poll.
	const patience = { retryBudgetMs: Math.min(30_000, budget / 6), timeoutMs: Math.min(60_000, budget / 4) };
	const extern = new Extern(await openPort(context, credential), patience);
	const hasTime = () => Date.now() < until;
	return {
		context,
		extern,
		organizations: new Organizations(extern, hasTime),
		redeliver: takesOver && option(context, 'redeliver', true),
		memoryMs: Math.max(0, option(context, 'longestExecution', 15)) * MINUTE_MS,
		most: Math.max(1, option(context, 'eventsPerPoll', 200)),
		hasTime,
	};
}

/** The state that this source left; another source's says nothing to it. */
function savedFor(name: string, kept: Kept): Kept | undefined {
	const isOurs = (kept.source ?? FIRST_SOURCE) === name && Object.keys(kept).length > 0;
	return isOurs ? { ...kept } : undefined;
}

/** The state is written in one go at the very end: whatever fails before leaves it as it was. */
function keep(kept: Record<string, unknown>, next: Kept): void {
	for (const name of Object.keys(kept)) if (!(name in next)) delete kept[name];
	for (const [name, value] of Object.entries(next)) if (JSON.stringify(kept[name]) !== JSON.stringify(value)) kept[name] = value;
}

async function settled<T>(context: IPollFunctions, work: Promise<T>): Promise<T> {
	return await work.catch((error: unknown) => {
		throw present(context.getNode(), error, undefined, (name) => name);
	});
}
