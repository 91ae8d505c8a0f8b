import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { type ChangedDocflow, type DocflowList, ExternError, inputError, isKnown, labelIn, labelOf, type ListState, readList, skipList, UNREAD, type WireDocflow } from '../../../extern';
import { docflows as catalogue } from '../../../extern/operations';
import { chosenAccount, type Owner, refusalOf, turned, type Watched, watchedAccounts } from './accounts';
import { choicesOf, isOfOrganization, isWantedSeverity } from './choices';
import { keyOf, readDocflows } from './docflowReading';
import { itemOf } from './eventItems';
import { languageOf, option } from './options';
import type { Kept, Polled, Source, Turn } from './source';

const SAMPLE_SIZE = 10;
const LISTS_AT_ONCE = 8;

/** Lists of docflows, one for each chosen kind and account: for kinds and integrators that the feed does not serve. */
export function docflows(context: IPollFunctions): Source {
	const start = String(context.getNodeParameter('startFrom'));
	return { start, poll: async (kept, turn) => await goOn(stateIn(kept), start, turn), sample };
}

/** What is kept between polls. */
interface State {
	/** Account and kind → what was taken of their list. */
	readonly lists: Readonly<Record<string, ListState>>;
	/** The batch that was handed over last, as account → docflows: n8n may have lost it when it was killed. */
	readonly last: Readonly<Record<string, readonly string[]>>;
	/** Account → why it could not be read, as it was told. */
	readonly problems: Readonly<Record<string, string>>;
}

/** A docflow on its way to the workflow. */
interface Found {
	readonly accountId: string;
	readonly docflowId: string;
	readonly docflow: WireDocflow;
}

async function goOn(state: State, start: string, turn: Turn): Promise<Polled> {
	const again = turn.redeliver ? namesIn(state.last) : [];
	const repeated = await itemsAgain(turn, again);
	// A batch that was not read whole in time is handed over once more by the next poll.
	if (repeated.length < again.length) return { items: repeated, next: keptOf(state), isCut: true };

	const round = await readRound(turn, { state, start, room: Math.max(0, turn.most - again.length) });
	const fresh = await itemsOfFound(turn, round.found);
	const problems = Object.fromEntries(round.problems.map(({ accountId, problem }) => [accountId, problem]));
	// Those of the last process may have been lost like any other item.
	const told = turn.redeliver ? {} : state.problems;
	const unreadable = round.problems.filter(({ accountId, problem }) => told[accountId] !== problem).map((one) => problemItem(turn, one));
	// A batch that repeats an earlier one is repeated as a whole, should this process be killed as well.
	const last = fresh.length > 0 ? idsOf([...again, ...fresh.map(({ json }) => ({ accountId: String(json.accountId), docflowId: String(json.docflowId) }))]) : state.last;
	return { items: [...repeated, ...fresh, ...unreadable], next: keptOf({ lists: round.lists, last, problems }), isCut: false };
}

/** What one poll read of all lists. */
interface Round {
	readonly found: Found[];
	readonly lists: Record<string, ListState>;
	readonly problems: Unreadable[];
}

/** Every list in turn, several at once, until there is neither time nor room. A list that was not reached keeps its state. */
async function readRound(turn: Turn, { state, start, room }: { state: State; start: string; room: number }): Promise<Round> {
	const accounts = await watchedAccounts(turn);
	const types = typesOf(turn);
	const forAllUsers = option(turn.context, 'forAllUsers', false) || undefined;
	const lists = accounts.flatMap((account) => types.map((type) => ({ account, list: { accountId: account.accountId, type, forAllUsers } })));
	const round: Round = { found: [], lists: stillWatched(state.lists, types, chosenAccount(turn)), problems: [] };
	const waiting = turned(lists, turn.extern.port.now());
	for (let at = 0; at < waiting.length && turn.hasTime(); at += LISTS_AT_ONCE) {
		const some = waiting.slice(at, at + LISTS_AT_ONCE);
		const left = room - round.found.length;
		if (left <= 0) break;
		const read = await Promise.all(some.map(async (one) => ({ ...one, outcome: await readOne(turn, one.list, { state, start, room: left }) })));
		for (const { account, list, outcome } of read) {
			if ('problem' in outcome) {
				if (chosenAccount(turn)) throw outcome.error;
				if (!round.problems.some(({ accountId }) => accountId === account.accountId)) round.problems.push({ ...account, problem: outcome.problem });
				continue;
			}
			// Lists that were read at once may be too much together: the last ones wait for the next poll.
			if (outcome.fresh.length > room - round.found.length) continue;
			round.lists[nameOf(list)] = outcome.next;
			round.found.push(...outcome.fresh.map(({ id, docflow }) => ({ accountId: list.accountId, docflowId: id, docflow })));
		}
	}
	return round;
}

type ListOutcome = { readonly fresh: readonly ChangedDocflow[]; readonly next: ListState } | { readonly problem: string; readonly error: ExternError };

/** One list, or why its account cannot be read. */
async function readOne(turn: Turn, list: DocflowList, { state, start, room }: { state: State; start: string; room: number }): Promise<ListOutcome> {
	const { extern, hasTime } = turn;
	const known = state.lists[nameOf(list)];
	const reading = async (): Promise<ListOutcome> => {
		if (!known && start === 'now') return { fresh: [], next: await skipList(extern, list, hasTime) };
		return await readList(extern, list, known ?? UNREAD, { room, accepts: await acceptsOf(turn, list.accountId), hasTime });
	};
	const outcome = await reading().then(
		(read) => ({ read }),
		(error: unknown) => ({ error }),
	);
	if ('read' in outcome) return outcome.read;
	const problem = outcome.error instanceof ExternError ? refusalOf(outcome.error) : undefined;
	if (problem === undefined || !(outcome.error instanceof ExternError)) return await Promise.reject(outcome.error);
	return { problem, error: outcome.error };
}

/** The filters; a stage that the package does not know yet cannot have been chosen, so it passes. */
async function acceptsOf({ context, organizations: names }: Turn, accountId: string): Promise<(docflow: WireDocflow) => boolean> {
	const statuses = choicesOf(context, 'statuses');
	const organizations = choicesOf(context, 'organizations');
	const requisitesOf = organizations.size > 0 ? await names.requisitesIn(accountId) : (owner: Owner) => owner;
	return (docflow) => (statuses.size === 0 || statuses.has(docflow.status) || !isKnown(docflow.status)) && isOfOrganization(organizations, requisitesOf(ownerOf(docflow)));
}

/** Items for docflows that were found in a list, in the order of their changes. */
async function itemsOfFound(turn: Turn, found: readonly Found[]): Promise<INodeExecutionData[]> {
	const { context, extern, hasTime, organizations } = turn;
	const language = languageOf(context);
	const whole = context.getNodeParameter('withDocflow') === true ? await readDocflows(extern, found, { language, hasTime }) : new Map<string, object>();
	const severities = choicesOf(context, 'severities');
	const items = await Promise.all(
		[...found].sort(byChange).map(async ({ accountId, docflowId, docflow }) => {
			const facts = catalogue.summariseDocflow(docflow, { language, now: extern.port.now() });
			const owner = await organizations.describe(accountId, ownerOf(docflow));
			const event = { event: docflow.status, eventLabel: labelOf(docflow.status, language), at: docflow['last-change-date'] };
			return itemOf({ ...event, accountId, docflowId, ...owner, ...facts, ...whole.get(keyOf({ accountId, docflowId })) });
		}),
	);
	return items.filter(({ json }) => isWantedSeverity(severities, json.severity));
}

/** Items of the last batch once more, as their docflows are now, as far as the time lasts. */
async function itemsAgain({ context, extern, hasTime, organizations }: Turn, names: ReadonlyArray<{ accountId: string; docflowId: string }>): Promise<INodeExecutionData[]> {
	const language = languageOf(context);
	const read = await readDocflows(extern, names, { language, hasTime });
	return await Promise.all(
		names
			.flatMap((name) => ({ name, facts: read.get(keyOf(name)) }))
			.filter(({ facts }) => facts !== undefined)
			.map(async ({ name, facts = {} }) => {
				const [inn, kpp] = String(facts.payer ?? '').split('-');
				const organizationId = typeof facts.organizationId === 'string' ? facts.organizationId : undefined;
				const owner = organizationId || inn ? await organizations.describe(name.accountId, { organizationId, ...(inn && { inn, kpp }) }) : {};
				return itemOf({ event: facts.status, eventLabel: facts.statusLabel, at: facts.changedAt, ...name, ...owner, ...facts, redelivered: true });
			}),
	);
}

/** An account that others are read without. */
export interface Unreadable extends Watched {
	readonly problem: string;
}

/** Tells that an account cannot be read, while the others go on. */
export function problemItem({ context, extern }: Turn, { accountId, name, inn, kpp, problem }: Unreadable): INodeExecutionData {
	const event = 'account-unreadable';
	const at = new Date(extern.port.now()).toISOString();
	return itemOf({ event, eventLabel: labelIn('deadlineEvent', event, languageOf(context)), severity: 'failure', at, accountId, organization: name, inn, kpp, problem });
}

/** The docflows that changed last, one page of each list. */
async function sample(turn: Turn): Promise<INodeExecutionData[]> {
	const round = await readRound({ ...turn }, { state: NOTHING, start: 'beginning', room: Number.POSITIVE_INFINITY });
	return await itemsOfFound(turn, [...round.found].sort(byChange).slice(-SAMPLE_SIZE));
}

function typesOf({ context }: Turn): string[] {
	const types = [...choicesOf(context, 'docflowTypes')];
	if (types.length === 0) throw inputError('Docflow Types is empty', 'Choose the kinds of docflow to watch: without a choice Kontur.Extern leaves out many kinds, such as inventories and SEDO');
	return types;
}

function stillWatched(lists: State['lists'], types: readonly string[], account: string): Record<string, ListState> {
	return Object.fromEntries(Object.entries(lists).filter(([name]) => types.includes(name.slice(name.indexOf(' ') + 1)) && (!account || name.startsWith(account.toLowerCase()))));
}

function nameOf({ accountId, type }: DocflowList): string {
	return `${accountId} ${type}`;
}

function ownerOf({ 'organization-id': organizationId, description }: WireDocflow): Owner {
	const payer: unknown = description?.['payer-inn'];
	const [inn, kpp] = typeof payer === 'string' && payer !== '' ? payer.split('-') : [];
	return { organizationId, inn, kpp };
}

function byChange(one: Found, other: Found): number {
	const [first, second] = [one, other].map(({ docflow }) => docflow['last-change-date'] ?? '');
	return first < second ? -1 : first > second ? 1 : 0;
}

function namesIn(last: State['last']): Array<{ accountId: string; docflowId: string }> {
	return Object.entries(last).flatMap(([accountId, ids]) => ids.map((docflowId) => ({ accountId, docflowId })));
}

function idsOf(names: ReadonlyArray<{ accountId: string; docflowId: string }>): Record<string, string[]> {
	const ids: Record<string, string[]> = {};
	for (const { accountId, docflowId } of names) ids[accountId] = [...new Set([...(ids[accountId] ?? []), docflowId])];
	return ids;
}

const NOTHING: State = { lists: {}, last: {}, problems: {} };

function stateIn(kept: Kept | undefined): State {
	if (!kept) return NOTHING;
	const lists = Object.entries(objectIn(kept.lists)).flatMap(([name, list]) => (isListState(list) ? [[name, list] as const] : []));
	const last = Object.entries(objectIn(kept.last)).map(([accountId, ids]) => [accountId, Array.isArray(ids) ? ids.map(String) : []] as const);
	const problems = Object.entries(objectIn(kept.problems)).map(([accountId, text]) => [accountId, String(text)] as const);
	return { lists: Object.fromEntries(lists), last: Object.fromEntries(last), problems: Object.fromEntries(problems) };
}

function keptOf({ lists, last, problems }: State): Kept {
	return { lists, last, problems };
}

function objectIn(value: unknown): object {
	return typeof value === 'object' && value !== null ? value : {};
}

function isListState(value: unknown): value is ListState {
	return typeof value === 'object' && value !== null && 'seen' in value && 'from' in value && 'taken' in value && typeof value.taken === 'object';
}
