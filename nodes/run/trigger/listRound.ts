import { type DocflowList, inputError, isKnown, type ListBatch, type ListState, newestIn, readList, skipList, UNREAD, unreadSince, type WireDocflow } from '../../../extern';
import { chosenAccount, inTurn, type Watched, watchedAccounts } from './accounts';
import { choicesOf, isOfOrganization } from './choices';
import { option } from './options';
import type { Owner } from './organizations';
import type { Turn } from './source';
import { attempt, type Attempt, type Failures, Unreadables } from './unreadable';

const LISTS_AT_ONCE = 8;
/** How many of each list are looked at for trying a workflow out. */
const NEWEST = 100;
/** How exactly the time of a round is kept, so that a silent poll has mostly nothing to save. */
const ROUND_MS = 10 * 60_000;

/** What is kept between rounds. */
export interface RoundState extends Failures {
	/** Account and kind → what was taken of their list. */
	readonly lists: Readonly<Record<string, ListState>>;
	/** The list that the last round came to. */
	readonly after?: string;
	/** About when the last round began, in milliseconds since 1970: a list that is not known later is new since then. */
	readonly round?: number;
}

/** What one poll wants of all lists. */
export interface RoundQuery {
	readonly state: RoundState;
	/** Where a list begins that was never read: `now` or `beginning`. */
	readonly start: string;
	/** Most docflows to take. */
	readonly room: number;
}

/** A docflow on its way to the workflow. */
export interface Found {
	readonly accountId: string;
	readonly docflowId: string;
	readonly docflow: WireDocflow;
}

/** What one poll read of all lists. */
export interface Round {
	readonly found: readonly Found[];
	readonly next: RoundState;
	readonly unreadables: Unreadables;
}

interface Listed {
	readonly account: Watched;
	readonly list: DocflowList;
}

/**
 * Every list in turn, several at once, until there is neither time nor room. A list that was not
 * reached, or could not be read, keeps its state.
 * @throws the failure of a list when none could be read, and whatever concerns all of them
 */
export async function readRound(turn: Turn, { state, start, room }: RoundQuery): Promise<Round> {
	const now = turn.extern.port.now();
	const all = await watchedLists(turn);
	const lists = stillWatched(state.lists, all, chosenAccount(turn));
	const unreadables = new Unreadables(state);
	const found: Found[] = [];
	const waiting = inTurn(all, ({ list }) => nameOf(list), state.after);
	let { after } = state;
	for (let at = 0; at < waiting.length && turn.hasTime() && found.length < room && !unreadables.failure; at += LISTS_AT_ONCE) {
		let isFull = false;
		for (const { account, list, outcome } of await readSome(turn, waiting.slice(at, at + LISTS_AT_ONCE), { state, start, room: room - found.length })) {
			if ('error' in outcome) unreadables.noteFailure(account, nameOf(list), outcome.error);
			else {
				unreadables.noteRead(account, nameOf(list));
				// Lists that were read at once may be too much together: the last ones wait for the next poll.
				if (outcome.read.fresh.length > room - found.length) isFull = true;
				else {
					lists[nameOf(list)] = outcome.read.next;
					found.push(...outcome.read.fresh.map(({ id, docflow }) => ({ accountId: list.accountId, docflowId: id, docflow })));
				}
			}
			if (!isFull) after = nameOf(list);
		}
	}
	if (unreadables.failure) throw unreadables.failure;
	// What changes before these can be read at last counts as new as well.
	if (start === 'now') for (const { list } of waiting) lists[nameOf(list)] ??= unreadSince(state.round ?? now);
	return { found, next: { lists, after, round: Math.floor(now / ROUND_MS) * ROUND_MS, ...unreadables.kept }, unreadables };
}

async function readSome(turn: Turn, some: readonly Listed[], query: RoundQuery): Promise<Array<Listed & { outcome: Attempt<ListBatch> }>> {
	return await Promise.all(some.map(async (one) => ({ ...one, outcome: await readOne(turn, one.list, query) })));
}

/** What changed last in every list, as far as the filters let it through, for trying a workflow out. */
export async function newestDocflows(turn: Turn): Promise<Found[]> {
	const all = await watchedLists(turn);
	const unreadables = new Unreadables({ problems: {}, failing: [] });
	const found: Found[] = [];
	for (let at = 0; at < all.length && turn.hasTime(); at += LISTS_AT_ONCE) {
		const some = all.slice(at, at + LISTS_AT_ONCE).map(async (one) => ({ ...one, outcome: await newestOf(turn, one.list) }));
		for (const { account, list, outcome } of await Promise.all(some)) {
			if ('error' in outcome) unreadables.noteFailure(account, nameOf(list), outcome.error);
			else {
				unreadables.noteRead(account, nameOf(list));
				found.push(...outcome.read);
			}
		}
	}
	if (unreadables.failure) throw unreadables.failure;
	return found;
}

async function newestOf(turn: Turn, list: DocflowList): Promise<Attempt<Found[]>> {
	const { accountId } = list;
	const reading = async () => {
		const accepts = await acceptsOf(turn, accountId);
		const newest = await newestIn(turn.extern, list, NEWEST);
		return newest.filter(({ docflow }) => accepts(docflow)).map(({ id, docflow }) => ({ accountId, docflowId: id, docflow }));
	};
	return chosenAccount(turn) ? { read: await reading() } : await attempt(reading());
}

/** One list, or why it cannot be read; where one account was chosen that ends the poll. */
async function readOne(turn: Turn, list: DocflowList, { state, start, room }: RoundQuery): Promise<Attempt<ListBatch>> {
	const { extern, hasTime } = turn;
	const known = state.lists[nameOf(list)] ?? (start === 'now' && state.round !== undefined ? unreadSince(state.round) : undefined);
	const reading = async (): Promise<ListBatch> => {
		if (!known && start === 'now') return { fresh: [], next: await skipList(extern, list, hasTime) };
		return await readList(extern, list, known ?? UNREAD, { room, accepts: await acceptsOf(turn, list.accountId), hasTime });
	};
	return chosenAccount(turn) ? { read: await reading() } : await attempt(reading());
}

/** The filters; a stage that the package does not know yet cannot have been chosen, so it passes. */
async function acceptsOf({ context, organizations: names }: Turn, accountId: string): Promise<(docflow: WireDocflow) => boolean> {
	const statuses = choicesOf(context, 'statuses');
	const organizations = choicesOf(context, 'organizations');
	const requisitesOf = organizations.size > 0 ? await names.requisitesIn(accountId) : (owner: Owner) => owner;
	return (docflow) => (statuses.size === 0 || statuses.has(docflow.status) || !isKnown(docflow.status)) && isOfOrganization(organizations, requisitesOf(ownerOf(docflow)));
}

/** Whose a docflow is. */
export function ownerOf({ 'organization-id': organizationId, description }: WireDocflow): Owner {
	const payer: unknown = description?.['payer-inn'];
	const [inn, kpp] = typeof payer === 'string' && payer !== '' ? payer.split('-') : [];
	return { organizationId, inn, kpp };
}

async function watchedLists(turn: Turn): Promise<Listed[]> {
	const types = [...choicesOf(turn.context, 'docflowTypes')];
	if (types.length === 0) throw inputError('Docflow Types is empty', 'Choose the kinds of docflow to watch: without a choice Kontur.Extern leaves out many kinds, such as inventories and SEDO');
	const forAllUsers = option(turn.context, 'forAllUsers', false) || undefined;
	const accounts = await watchedAccounts(turn);
	// Those that are read at once belong to different accounts, so that one that fails shows against others.
	return types.flatMap((type) => accounts.map((account) => ({ account, list: { accountId: account.accountId, type, forAllUsers } })));
}

/** An account that is not listed for once is not forgotten. */
function stillWatched(lists: RoundState['lists'], all: readonly Listed[], account: string): Record<string, ListState> {
	const types = new Set(all.map(({ list }) => list.type));
	return Object.fromEntries(Object.entries(lists).filter(([name]) => types.has(name.slice(name.indexOf(' ') + 1)) && (!account || name.startsWith(account.toLowerCase()))));
}

function nameOf({ accountId, type }: DocflowList): string {
	return `${accountId} ${type}`;
}
