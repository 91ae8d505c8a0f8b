import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { type Due, type DueKind, dueIn, labelIn, remembered, type Stage, stageOf, tellDue, type Told, workingDaysLeft } from '../../../extern';
import { chosenAccount, inTurn, type Watched, watchedAccounts } from './accounts';
import { choicesOf, isOfOrganization, isWantedSeverity } from './choices';
import { itemOf } from './eventItems';
import { failuresIn, handedIn, objectIn, textsIn } from './keeping';
import { languageOf } from './options';
import type { Kept, Polled, Source, Turn } from './source';
import { attempt, type Attempt, type Failures, Unreadables } from './unreadable';

const KINDS: readonly DueKind[] = ['report', 'demand', 'sfr-demand', 'certificate', 'power-of-attorney'];
const STAGES: readonly Stage[] = ['ahead', 'today', 'overdue'];
/** What has a last day to answer an authority; the others are filed or renewed. */
const ANSWERED: ReadonlySet<DueKind> = new Set(['demand', 'sfr-demand']);
const SAMPLE_SIZE = 10;

/** Deadlines: what has to be done in each account, told once for each stage that it comes to. */
export function deadlines(): Source {
	return { start: undefined, poll: async (kept, turn) => await goOn(stateIn(kept), turn), sample };
}

/** What is kept between polls. */
interface State extends Failures {
	readonly told: Told;
	/** Keys of what was handed over in the last while. */
	readonly handed: ReadonlyArray<{ readonly at: number; readonly what: readonly string[] }>;
	/** Keys of what is still to be handed over again. */
	readonly again: readonly string[];
	/** The account that the last poll came to. */
	readonly after?: string;
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
	const { found, isUnread, unreadables, after } = await readAll(turn, state);
	const owed = new Set(turn.redeliver ? [...state.again, ...state.handed.flatMap(({ what }) => what)] : state.again);
	const due = found.filter(({ due: { key }, stage }) => owed.has(key) && state.told[key] === stage);
	const repeated = due.slice(0, turn.most);
	const { fresh, next } = tellDue(state.told, found, { room: turn.most - repeated.length, accepts: acceptsOf(turn), isUnread });
	const items = [...repeated.map((one) => dueItem(turn, one, true)), ...fresh.map((one) => dueItem(turn, one, false)), ...unreadables.items(turn)];

	const left = new Set(due.slice(turn.most).map(({ due: { key } }) => key));
	const keys = [...repeated, ...fresh].map(({ due: { key } }) => key);
	const known = turn.redeliver ? [] : state.handed;
	const handed = keys.length > 0 ? remembered(known, { at: turn.extern.port.now(), what: keys }, turn.memoryMs) : known;
	return { items, next: { told: next, handed, again: [...owed].filter((key) => left.has(key) || isUnread(key)), after, ...unreadables.kept } };
}

/** What one poll read of all accounts. */
interface Reading {
	readonly found: readonly Found[];
	readonly unreadables: Unreadables;
	readonly after?: string;
	/** Whether something belongs to a part that was not read. */
	isUnread(key: string): boolean;
}

/**
 * What all accounts have to do, as far as the time lasts.
 * @throws the failure of an account when none could be read, and whatever concerns all of them
 */
async function readAll(turn: Turn, state: State): Promise<Reading> {
	const kinds = KINDS.filter((kind) => isChosen(choicesOf(turn.context, 'watchFor'), kind));
	const unreadables = new Unreadables(state);
	const found: Found[] = [];
	const accounts = inTurn(await watchedAccounts(turn), ({ accountId }) => accountId, state.after);
	const unread = new Set(accounts.flatMap(({ accountId }) => kinds.map((kind) => partOf(accountId, kind))));
	let { after } = state;
	for (const account of accounts) {
		for (const kind of kinds) {
			if (!turn.hasTime()) continue;
			const part = partOf(account.accountId, kind);
			const outcome = await readOne(turn, account, kind);
			after = account.accountId;
			if ('error' in outcome) unreadables.noteFailure(account, part, outcome.error);
			else {
				unreadables.noteRead(account, part);
				unread.delete(part);
				for (const due of outcome.read) found.push(...(await nearOnes(turn, { ...due, accountId: account.accountId })));
			}
		}
	}
	if (unreadables.failure) throw unreadables.failure;
	return { found, unreadables, after, isUnread: (key) => unread.has(`${key.split(' ', 2).join(' ')} `) };
}

/** What of one kind an account has to do, or why it cannot be read; where one account was chosen that ends the poll. */
async function readOne(turn: Turn, { accountId }: Watched, kind: DueKind): Promise<Attempt<readonly Due[]>> {
	const { context, extern } = turn;
	const reading = dueIn(extern, kind, { accountId, ahead: aheadOf(context), language: languageOf(context), now: extern.port.now() });
	return chosenAccount(turn) ? { read: await reading } : await attempt(reading);
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
	const severity = severityOf(stage);
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
		severity,
		severityLabel: labelIn('severity', severity, languageOf(context)),
		deadline: day,
		workingDaysLeft: workingDaysLeft(day, now),
		needsReply: ANSWERED.has(kind),
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
	const { found } = await readAll(turn, NOTHING);
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

const NOTHING: State = { told: {}, handed: [], again: [], problems: {}, failing: [] };

function stateIn(kept: Kept | undefined): State {
	const told = Object.entries(objectIn(kept?.told)).flatMap(([key, stage]) => {
		const known = STAGES.find((one) => one === stage);
		return known ? [[key, known] as const] : [];
	});
	return {
		told: Object.fromEntries(told),
		handed: handedIn(kept?.handed, textsIn),
		again: textsIn(kept?.again),
		...(typeof kept?.after === 'string' && { after: kept.after }),
		...failuresIn(kept),
	};
}
