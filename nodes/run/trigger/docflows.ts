import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { labelOf, type ListState, remembered } from '../../../extern';
import { docflows as catalogue } from '../../../extern/operations';
import { choicesOf, isWantedSeverity } from './choices';
import { type DocflowName, keyOf, readDocflows } from './docflowReading';
import { itemOf } from './eventItems';
import { failuresIn, handedIn, objectIn, textsIn } from './keeping';
import { type Found, newestDocflows, ownerOf, readRound, type RoundState } from './listRound';
import { languageOf } from './options';
import type { Kept, Polled, Source, Turn } from './source';

const SAMPLE_SIZE = 10;

/** Lists of docflows, one for each chosen kind and account: for kinds and integrators that the feed does not serve. */
export function docflows(context: IPollFunctions): Source {
	const start = String(context.getNodeParameter('startFrom'));
	return { start, poll: async (kept, turn) => await goOn(stateIn(kept), start, turn), sample };
}

/** Account → docflows. */
type Docflows = Readonly<Record<string, readonly string[]>>;

/** What is kept between polls. */
interface State extends RoundState {
	/** What was handed over in the last while: n8n may have lost it when it was killed. */
	readonly handed: ReadonlyArray<{ readonly at: number; readonly what: Docflows }>;
	/** What is still to be handed over again, since the last process was killed. */
	readonly again: Docflows;
}

async function goOn(state: State, start: string, turn: Turn): Promise<Polled> {
	const owed = turn.redeliver ? namesIn([state.again, ...state.handed.map(({ what }) => what)]) : namesIn([state.again]);
	const repeated = await itemsAgain(turn, owed.slice(0, turn.most));
	const round = await readRound(turn, { state, start, room: turn.most - repeated.length });
	const fresh = await itemsOfFound(turn, round.found);

	const told = [...repeated, ...fresh].map(nameOfItem);
	const known = turn.redeliver ? [] : state.handed;
	const handed = told.length > 0 ? remembered(known, { at: turn.extern.port.now(), what: idsOf(told) }, turn.memoryMs) : known;
	const done = new Set(repeated.map(nameOfItem).map(keyOf));
	const again = idsOf(owed.filter((name) => !done.has(keyOf(name))));
	return { items: [...repeated, ...fresh, ...round.unreadables.items(turn)], next: { ...round.next, handed, again } };
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

/** Items that were handed over before once more, as their docflows are now, as far as the time lasts. */
async function itemsAgain({ context, extern, hasTime, organizations }: Turn, names: readonly DocflowName[]): Promise<INodeExecutionData[]> {
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

/** The docflows that changed last, one page of each list. */
async function sample(turn: Turn): Promise<INodeExecutionData[]> {
	return await itemsOfFound(turn, [...(await newestDocflows(turn))].sort(byChange).slice(-SAMPLE_SIZE));
}

function byChange(one: Found, other: Found): number {
	const [first, second] = [one, other].map(({ docflow }) => docflow['last-change-date'] ?? '');
	return first < second ? -1 : first > second ? 1 : 0;
}

function nameOfItem({ json }: INodeExecutionData): DocflowName {
	return { accountId: String(json.accountId), docflowId: String(json.docflowId) };
}

/** Each docflow once. */
function namesIn(all: readonly Docflows[]): DocflowName[] {
	const names = all.flatMap((docflows) => Object.entries(docflows).flatMap(([accountId, ids]) => ids.map((docflowId) => ({ accountId, docflowId }))));
	return [...new Map(names.map((name) => [keyOf(name), name])).values()];
}

function idsOf(names: readonly DocflowName[]): Docflows {
	const ids: Record<string, string[]> = {};
	for (const { accountId, docflowId } of names) (ids[accountId] ??= []).push(docflowId);
	return ids;
}

const NOTHING: State = { lists: {}, problems: {}, failing: [], handed: [], again: {} };

function stateIn(kept: Kept | undefined): State {
	if (!kept) return NOTHING;
	const lists = Object.entries(objectIn(kept.lists)).flatMap(([name, list]) => (isListState(list) ? [[name, list] as const] : []));
	return {
		lists: Object.fromEntries(lists),
		...failuresIn(kept),
		...(typeof kept.after === 'string' && { after: kept.after }),
		...(typeof kept.round === 'number' && { round: kept.round }),
		handed: handedIn(kept.handed, docflowsIn),
		again: docflowsIn(kept.again),
	};
}

function docflowsIn(value: unknown): Docflows {
	return Object.fromEntries(Object.entries(objectIn(value)).map(([accountId, ids]) => [accountId, textsIn(ids)] as const));
}

function isListState(value: unknown): value is ListState {
	return typeof value === 'object' && value !== null && 'seen' in value && 'from' in value && 'taken' in value && typeof value.taken === 'object';
}
