import type { IPollFunctions } from 'n8n-workflow';

const WITHOUT_SCHEDULER_MS = 300_000;

/**
 * How long a poll may take. n8n with the durable scheduler abandons longer polls and says how long
 * they may be; older versions set no limit.
 */
export function pollBudgetMs(context: IPollFunctions): number {
	if (!('getPollBudgetMs' in context) || typeof context.getPollBudgetMs !== 'function') return WITHOUT_SCHEDULER_MS;
	const budget: unknown = context.getPollBudgetMs();
	return typeof budget === 'number' && budget > 0 ? budget : WITHOUT_SCHEDULER_MS;
}

/** Whether several processes of n8n may poll a trigger by turns, as its durable scheduler has them do. */
export function isPolledByTurns(context: IPollFunctions): boolean {
	return pollBudgetMs(context) < WITHOUT_SCHEDULER_MS;
}
