import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import {
	dayInWords,
	type DocflowRef,
	docflowTypes,
	Extern,
	itemsOf,
	labelOf,
	type WireAccount,
	type WireAssignee,
	type WireCertificate,
	type WireControlUnit,
	type WireDocflow,
	type WireDocflowDocument,
	type WireDraft,
	type WireOrganization,
} from '../../extern';
import { accounts, certificates, docflowDocuments, docflows, drafts, type Fields, handbooks, inventories, type InputOf, type Operation, organizations } from '../../extern/operations';
import { openPort } from '../run/port';
import { present } from '../run/present';
import { readable } from './entry';

/** Most entries that a list in the editor reads; an operator who does not see his one types its name. */
const MOST_ENTRIES = 1000;
/** Fewer letters name too many kinds of docflow. */
const FEWEST_LETTERS = 3;

/** The whole handbook of authorities has some 5 000 entries, and the service cannot search it by name. */
const ALL_OFFICES = 10_000;

/** What the handbook calls an authority that the form of a draft names. */
const HANDBOOK_TYPES: Readonly<Record<string, string>> = { fns: 'fns', mvd: 'mvd', rosstat: 'stat', sedo: 'fss', sfr: 'pfr' };

type Search = (this: ILoadOptionsFunctions, filter?: string) => Promise<INodeListSearchResult>;

/** The lists behind the locators of the forms. */
export const listSearch: Record<string, Search> = {
	async searchAccounts(filter) {
		return await entries(this, accounts.accountsList, {}, filter, (one: WireAccount) => ({ name: nameOf(one['organization-name'], one), value: one.id }));
	},
	async searchOrganizations(filter) {
		const input = { accountId: accountOf(this) };
		return await entries(this, organizations.organizationsList, input, filter, (one: WireOrganization) => ({ name: nameOf(one.general.name, one.general), value: one.id }));
	},
	async searchCertificates(filter) {
		return await entries(this, certificates.certificatesList, { accountId: accountOf(this) }, filter, certificateEntry);
	},
	async searchControlUnits(filter) {
		const chosen = this.getCurrentNodeParameter('authority');
		const authority = typeof chosen === 'string' ? HANDBOOK_TYPES[chosen] : undefined;
		const found = await entries(this, handbooks.controlUnitsList, { authority }, filter, controlUnitEntry, ALL_OFFICES);
		return { results: found.results.slice(0, MOST_ENTRIES) };
	},
	async searchDrafts(filter) {
		return await entries(this, drafts.draftsList, { accountId: accountOf(this) }, filter, draftEntry);
	},
	async searchDocflows(filter) {
		const input = { accountId: accountOf(this), orderBy: 'descending' };
		const types = kindsCalled(filter);
		// Kinds that the service hides, such as inventories, are found by their name.
		const searches = [input, ...(types.length > 0 ? [{ ...input, type: types }] : [])];
		const found = await Promise.all(searches.map(async (search) => await entries(this, docflows.docflowsList, search, filter, docflowEntry)));
		return { results: [...new Map(found.flatMap(({ results }) => results).map((one) => [one.value, one])).values()] };
	},
	async searchDocflowDocuments(filter) {
		return await documentEntries(this, docflowOf(this, 'docflowId'), filter);
	},
	async searchRelatedDocuments(filter) {
		return await documentEntries(this, docflowOf(this, 'relatedDocflowId'), filter);
	},
	async searchInventories(filter) {
		return await entries(this, inventories.inventoriesList, { ...demandFileOf(this), orderBy: 'descending' }, filter, docflowEntry);
	},
	async searchInventoryDocuments(filter) {
		const input = { ...demandFileOf(this), inventoryId: chosen(this, 'inventoryId', 'inventory') };
		return await listed(this, async (extern) => (await extern.call(inventories.inventoryGet, input)).documents ?? [], filter, documentEntry);
	},
	async searchAssignees(filter) {
		return await entries(this, docflows.docflowsDemandsAssigneesList, { accountId: accountOf(this) }, filter, assigneeEntry);
	},
};

async function entries<F extends Fields, W, S>(
	context: ILoadOptionsFunctions,
	operation: Operation<F, W, S>,
	input: InputOf<F>,
	filter: string | undefined,
	entryOf: (one: S) => INodeListSearchItems,
	most = MOST_ENTRIES,
): Promise<INodeListSearchResult> {
	const read = async (extern: Extern) => {
		const items: S[] = [];
		for await (const item of itemsOf(extern, operation, input, most)) items.push(item);
		return items;
	};
	return await listed(context, read, filter, entryOf);
}

async function documentEntries(context: ILoadOptionsFunctions, docflow: DocflowRef, filter: string | undefined): Promise<INodeListSearchResult> {
	return await listed(context, async (extern) => await extern.call(docflowDocuments.docflowDocumentsList, docflow), filter, documentEntry);
}

async function listed<S>(
	context: ILoadOptionsFunctions,
	read: (extern: Extern) => Promise<readonly S[]>,
	filter: string | undefined,
	entryOf: (one: S) => INodeListSearchItems,
): Promise<INodeListSearchResult> {
	const outcome = await attempt(context, read);
	if ('error' in outcome) throw outcome.error;
	const wanted = filter?.trim().toLowerCase() ?? '';
	return { results: outcome.items.flatMap((one) => readable(entryOf, one)).filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)) };
}

async function attempt<S>(context: ILoadOptionsFunctions, read: (extern: Extern) => Promise<readonly S[]>) {
	try {
		const credential = context.getCurrentNodeParameter('authentication') === 'oAuth2' ? 'konturExternOAuth2Api' : 'konturExternApi';
		return { items: await read(new Extern(await openPort(context, credential), { retryBudgetMs: 10_000 })) };
	} catch (error) {
		return { error: present(context.getNode(), error, undefined, (name) => name) };
	}
}

function accountOf(context: ILoadOptionsFunctions): string {
	return chosen(context, 'accountId', 'account');
}

function docflowOf(context: ILoadOptionsFunctions, name: string): DocflowRef {
	return { accountId: accountOf(context), docflowId: chosen(context, name, 'docflow') };
}

function demandFileOf(context: ILoadOptionsFunctions) {
	return {
		accountId: accountOf(context),
		relatedDocflowId: chosen(context, 'relatedDocflowId', 'demand'),
		relatedDocumentId: chosen(context, 'relatedDocumentId', 'file of the demand'),
	};
}

/** What is chosen in the form that the list belongs to. */
function chosen(context: ILoadOptionsFunctions, field: string, what: string): string {
	const value = context.getCurrentNodeParameter(field, { extractValue: true });
	if (typeof value === 'string' && value !== '' && !value.startsWith('=')) return value;
	throw new NodeOperationError(context.getNode(), `Choose the ${what} first`, {
		description: `The list belongs to it. While the ${what} comes from the step before, run that step once, or choose the ${what} from its list`,
	});
}

/** Kinds of docflow whose name has these words in it. */
function kindsCalled(words: string | undefined): string[] {
	const wanted = words?.trim().toLowerCase() ?? '';
	if (wanted.length < FEWEST_LETTERS) return [];
	return docflowTypes()
		.filter(({ urn, label }) => `${urn} ${label}`.toLowerCase().includes(wanted))
		.map(({ urn }) => urn);
}

function nameOf(name: string | undefined, { inn, kpp }: { inn?: string; kpp?: string }): string {
	const numbers = [inn, kpp].filter(Boolean).join('-');
	return [name, numbers && `(${numbers})`].filter(Boolean).join(' ');
}

function certificateEntry(one: WireCertificate): INodeListSearchItems {
	const last = certificates.lastDayOfCertificate(one);
	return { name: `${nameOf(one.fio, one)}${last ? `, until ${dayInWords(last, 'en')}` : ''}${one['is-valid'] ? '' : ', not valid'}`, value: one.thumbprint };
}

function controlUnitEntry(one: WireControlUnit): INodeListSearchItems {
	return { name: `${one.code}: ${one.name}`, value: one.code };
}

function draftEntry(one: WireDraft): INodeListSearchItems {
	const payer = one.meta?.payer?.inn;
	const office = Object.values(one.meta?.recipient ?? {}).find(Boolean);
	const parties = [payer && `INN ${payer}`, office && `to ${office}`].filter(Boolean).join(' ');
	return { name: `${labelOf(one.status, 'en')}: ${[parties, one.id.slice(0, 8)].filter(Boolean).join(', ')}`, value: one.id };
}

/** The editor shows some fifty letters of an entry: what tells docflows apart comes first. */
function docflowEntry(one: WireDocflow): INodeListSearchItems {
	// No deadline is told, so the time does not matter.
	const told = docflows.summariseDocflow({ ...one, documents: undefined }, { language: 'en', now: 0 });
	const { docflowTypeLabel: kind, form, period, subject, payer, authority } = told;
	const sent = one['send-date'] && dayInWords(one['send-date'].slice(0, 10), 'en');
	const what = inARow([sent, ...(form ? [form, period] : [kind, subject])]);
	const rest = [told.resultLabel ?? told.statusLabel, authority, payer && `INN ${String(payer)}`, form && kind, one.id.slice(0, 8)];
	return { name: `${what}: ${inARow(rest)}`, value: one.id };
}

function inARow(parts: readonly unknown[]): string {
	return parts.filter(Boolean).join(', ');
}

function documentEntry({ id, description: { type, filename } }: WireDocflowDocument): INodeListSearchItems {
	return { name: `${labelOf(type, 'en')}: ${filename ?? id.slice(0, 8)}`, value: id };
}

function assigneeEntry(one: WireAssignee): INodeListSearchItems {
	return { name: docflows.fullNameOf(one) ?? one.email ?? one.id, value: one.id };
}
