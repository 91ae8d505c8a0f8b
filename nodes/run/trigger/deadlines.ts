import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { type Due, type DueKind, dueIn, ExternError, labelIn, type Stage, stageOf, tellDue, type Told, workingDaysLeft } from '../../../extern';
import { chosenAccount, refusalOf, watchedAccounts, type Watched } from './accounts';
import { choicesOf, isOfOrganization, isWantedSeverity } from './choices';
import { problemItem, type Unreadable } from './docflows';
import { itemOf } from './eventItems';
import { languageOf } from './options';
import type { Kept, Polled, Source, Turn } from './source';

const KINDS: readonly DueKind[] = ['report', 'demand', 'sfr-demand', 'certificate', 'power-of-attorney'];
const STAGES: readonly Stage[] = ['ahead', 'today', 'overdue'];
const SAMPLE_SIZE = 10;

/** Deadlines: what has to be done in each account, told once for each stage that it comes to. */
export function deadlines(): Source {
	return { start: undefined, poll: async (kept, turn) => await goOn(stateIn(kept), turn), sample };
}

/** What is kept between polls. */
interface State {
	readonly told: Told;
	/** Keys of what was handed over last. */
	readonly last: readonly string[];
	/** Account → why it could not be read, as it was told. */
	readonly problems: Readonly<Record<string, string>>;
}

/** A due thing in an account. */
interface DueHere extends Due {
	readonly accountId: string;
	readonly organization?: string;
}

interface Found {
	readonly due: DueHere;
	readonly stage: Stage;
}

async function goOn(state: State, turn: Turn): Promise<Polled> {
	const { found, unread, problems } = await readAll(turn);
	const again = turn.redeliver ? found.filter(({ due, stage }) => state.last.includes(due.key) && state.told[due.key] === stage) : [];
	const { fresh, next } = tellDue(state.told, found, {
		room: Math.max(0, turn.most - again.length),
		accepts: acceptsOf(turn),
		isUnread: (key) => unread.some((part) => key.startsWith(part)),
	});
	const toldProblems = turn.redeliver ? {} : state.problems;
	const unreadable = problems.filter(({ accountId, problem }) => toldProblems[accountId] !== problem).map((one) => problemItem(turn, one));
	const items = [...again.map((one) => dueItem(turn, one, true)), ...fresh.map((one) => dueItem(turn, one, false)), ...unreadable];
	const last = fresh.length > 0 ? [...again, ...fresh].map(({ due }) => due.key) : state.last;
	return { items, next: { told: next, last, problems: Object.fromEntries(problems.map(({ accountId, problem }) => [accountId, problem])) }, isCut: false };
}

/** What all accounts have to do; `unread` are the beginnings of keys of what there was no time for. */
async function readAll(turn: Turn): Promise<{ found: Found[]; unread: string[]; problems: Unreadable[] }> {
	const accounts = await watchedAccounts(turn);
	const kinds = KINDS.filter((kind) => isChosen(choicesOf(turn.context, 'watchFor'), kind));
	const all: { found: Found[]; unread: string[]; problems: Unreadable[] } = { found: [], unread: [], problems: [] };
	for (const account of accounts) {
		for (const kind of kinds) {
			const outcome = turn.hasTime() ? await readOne(turn, account, kind) : undefined;
			if (outcome?.due) {
				for (const due of outcome.due) all.found.push(...(await nearOnes(turn, { ...due, accountId: account.accountId })));
				continue;
			}
			all.unread.push(partOf(account.accountId, kind));
			if (!outcome?.error) continue;
			if (chosenAccount(turn)) throw outcome.error;
			if (!all.problems.some(({ accountId }) => accountId === account.accountId)) all.problems.push({ ...account, problem: outcome.problem });
		}
	}
	return all;
}

type Outcome = { readonly due: readonly Due[]; readonly error?: undefined } | { readonly due?: undefined; readonly error: ExternError; readonly problem: string };

/** What of one kind an account has to do, or why it cannot be read. */
async function readOne({ context, extern }: Turn, { accountId }: Watched, kind: DueKind): Promise<Outcome> {
	const query = { accountId, ahead: aheadOf(context), language: languageOf(context), now: extern.port.now() };
	const outcome = await dueIn(extern, kind, query).then(
		(due) => ({ due }),
		(error: unknown) => ({ error }),
	);
	if ('due' in outcome) return outcome;
	const { error } = outcome;
	const problem = error instanceof ExternError ? refusalOf(error) : undefined;
	if (problem === undefined || !(error instanceof ExternError)) return await Promise.reject(error);
	return { error, problem };
}

/** The thing with its stage and the name of its organization, or nothing when it is far away. */
async function nearOnes({ context, extern, organizations }: Turn, due: DueHere): Promise<Found[]> {
	const stage = stageOf(due.day, extern.port.now(), aheadOf(context));
	if (!stage) return [];
	const owner = await organizations.describe(due.accountId, due);
	return [{ due: { ...due, ...owner, key: `${partOf(due.accountId, due.kind)}${due.key}` }, stage }];
}

function dueItem({ context, extern }: Turn, { due, stage }: Found, redelivered: boolean): INodeExecutionData {
	const { kind, day, accountId, organizationId, organization, inn, kpp, facts } = due;
	const event = `${kind}-${stage}`;
	const now = extern.port.now();
	return itemOf({
		event,
		eventLabel: labelIn('deadlineEvent', event, languageOf(context)),
		at: new Date(now).toISOString(),
		accountId,
		organizationId,
		organization,
		inn,
		kpp,
		...facts,
		severity: severityOf(stage),
		deadline: day,
		workingDaysLeft: workingDaysLeft(day, now),
		...(redelivered && { redelivered }),
	});
}

function severityOf(stage: Stage): string {
	return stage === 'overdue' ? 'failure' : 'actionNeeded';
}

function acceptsOf({ context }: Turn): (one: Found) => boolean {
	const stages = choicesOf(context, 'stages');
	const organizations = choicesOf(context, 'organizations');
	const severities = choicesOf(context, 'severities');
	return ({ due, stage }) => isChosen(stages, stage) && isOfOrganization(organizations, due) && isWantedSeverity(severities, severityOf(stage));
}

/** What is due now, whatever was told before. */
async function sample(turn: Turn): Promise<INodeExecutionData[]> {
	const { found } = await readAll(turn);
	const { fresh } = tellDue({}, found, { room: SAMPLE_SIZE, accepts: acceptsOf(turn), isUnread: () => false });
	return fresh.map((one) => dueItem(turn, one, false));
}

function aheadOf(context: IPollFunctions): number {
	const days = Number(context.getNodeParameter('daysAhead', 5));
	return Number.isFinite(days) && days > 0 ? Math.floor(days) : 0;
}

function isChosen(choices: ReadonlySet<string>, one: string): boolean {
	return choices.size === 0 || choices.has(one);
}

function partOf(accountId: string, kind: DueKind): string {
	return `${accountId} ${kind} `;
}

function stateIn(kept: Kept | undefined): State {
	const told = Object.entries(objectIn(kept?.told)).flatMap(([key, stage]) => {
		const known = STAGES.find((one) => one === stage);
		return known ? [[key, known] as const] : [];
	});
	const problems = Object.entries(objectIn(kept?.problems)).map(([accountId, text]) => [accountId, String(text)] as const);
	return { told: Object.fromEntries(told), last: Array.isArray(kept?.last) ? kept.last.map(String) : [], problems: Object.fromEntries(problems) };
}

function objectIn(value: unknown): object {
	return typeof value === 'object' && value !== null ? value : {};
}
