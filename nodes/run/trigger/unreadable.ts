import type { INodeExecutionData } from 'n8n-workflow';
import { ExternError, type ExternFailure, labelIn } from '../../../extern';
import { problemIn } from '../present';
import type { Watched } from './accounts';
import { itemOf } from './eventItems';
import { languageOf } from './options';
import type { Turn } from './source';

/** What is kept between polls of what could not be read. */
export interface Failures {
	/** Account → why it could not be read, as it was told. */
	readonly problems: Readonly<Record<string, string>>;
	/** Parts that failed in a way that may pass by itself: it is told when they fail again. */
	readonly failing: readonly string[];
}

/** What comes of reading one part of an account: what was read, or why that part cannot be read while others can. */
export type Attempt<T> = { readonly read: T } | { readonly error: ExternError };

/** An account that others are read without. */
interface Unreadable extends Watched {
	readonly problem: string;
}

/** What concerns one account, or what one account holds; anything else concerns all of them, and ends the poll. */
const OF_ONE_ACCOUNT: ReadonlySet<ExternFailure['kind']> = new Set(['refused', 'unavailable', 'malformed', 'stopped']);

/**
 * One part of an account.
 * @throws what concerns all accounts
 */
export async function attempt<T>(reading: Promise<T>): Promise<Attempt<T>> {
	const outcome = await reading.then(
		(read) => ({ read }),
		(error: unknown) => ({ error }),
	);
	if ('read' in outcome) return outcome;
	const { error } = outcome;
	return error instanceof ExternError && OF_ONE_ACCOUNT.has(error.failure.kind) ? { error } : await Promise.reject(error);
}

/** The parts of accounts that one poll could not read. */
export class Unreadables {
	private readonly found = new Map<string, Unreadable>();
	private readonly readable = new Set<string>();
	private readonly tried = new Set<string>();
	private readonly failing = new Set<string>();
	private firstFailure?: ExternError;

	constructor(private readonly before: Failures) {}

	noteRead({ accountId }: Watched, part: string): void {
		this.tried.add(part);
		this.readable.add(accountId);
	}

	/** A refusal is told at once; whatever else may have been a moment of the service is told when it happens again. */
	noteFailure(account: Watched, part: string, error: ExternError): void {
		const { failure } = error;
		const isRefusal = failure.kind === 'refused' && [403, 404].includes(failure.status);
		this.tried.add(part);
		if (!isRefusal) {
			this.failing.add(part);
			this.firstFailure ??= error;
		}
		if (!isRefusal && !this.before.failing.includes(part)) return;
		if (!this.found.has(account.accountId)) this.found.set(account.accountId, { ...account, problem: problemIn(failure) });
	}

	/** The failure that nothing at all could be read for. */
	get failure(): ExternError | undefined {
		return this.readable.size === 0 ? this.firstFailure : undefined;
	}

	/** Items for what was not told yet. Those of the last process may have been lost like any other item. */
	items(turn: Turn): INodeExecutionData[] {
		const told = turn.redeliver ? {} : this.before.problems;
		return [...this.found.values()].filter(({ accountId, problem }) => told[accountId] !== problem).map((one) => problemItem(turn, one));
	}

	get kept(): Failures {
		const { problems, failing } = this.before;
		const still = Object.entries(problems).filter(([accountId]) => !this.readable.has(accountId));
		const now = [...this.found.values()].map(({ accountId, problem }) => [accountId, problem] as const);
		return { problems: Object.fromEntries([...still, ...now]), failing: [...failing.filter((part) => !this.tried.has(part)), ...this.failing] };
	}
}

/** Tells that an account cannot be read, while the others go on. */
function problemItem({ context, extern }: Turn, { accountId, name, inn, kpp, problem }: Unreadable): INodeExecutionData {
	const event = 'account-unreadable';
	const at = new Date(extern.port.now()).toISOString();
	const severity = 'failure';
	const language = languageOf(context);
	return itemOf({ event, eventLabel: labelIn('deadlineEvent', event, language), severity, severityLabel: labelIn('severity', severity, language), at, accountId, organization: name, inn, kpp, problem });
}
