import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { Extern, itemsOf, labelOf, type WireAccount, type WireCertificate, type WireControlUnit, type WireDocflow, type WireDraft, type WireOrganization } from '../../extern';
import { accounts, certificates, docflows, drafts, type Fields, handbooks, type InputOf, type Operation, organizations } from '../../extern/operations';
import { openPort } from '../run/port';
import { present } from '../run/present';
import { readable } from './entry';

/** Most entries that a list in the editor reads; an operator who does not see his one types its name. */
const MOST_ENTRIES = 1000;

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
		return await entries(this, docflows.docflowsList, { accountId: accountOf(this), orderBy: 'descending' }, filter, docflowEntry);
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
	const outcome = await collect(context, operation, input, most);
	if ('error' in outcome) throw outcome.error;
	const wanted = filter?.trim().toLowerCase() ?? '';
	return { results: outcome.items.flatMap((one) => readable(entryOf, one)).filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)) };
}

async function collect<F extends Fields, W, S>(context: ILoadOptionsFunctions, operation: Operation<F, W, S>, input: InputOf<F>, most: number) {
	try {
		const credential = context.getCurrentNodeParameter('authentication') === 'oAuth2' ? 'konturExternOAuth2Api' : 'konturExternApi';
		const extern = new Extern(await openPort(context, credential), { retryBudgetMs: 10_000 });
		const items: S[] = [];
		for await (const item of itemsOf(extern, operation, input, most)) items.push(item);
		return { items };
	} catch (error) {
		return { error: present(context.getNode(), error, undefined, (name) => name) };
	}
}

function accountOf(context: ILoadOptionsFunctions): string {
	const chosen = context.getCurrentNodeParameter('accountId', { extractValue: true });
	if (typeof chosen === 'string' && chosen !== '' && !chosen.startsWith('=')) return chosen;
	throw new NodeOperationError(context.getNode(), 'Choose the account first', {
		description: 'The list belongs to an account. While the account comes from the step before, run that step once, or choose the account from its list',
	});
}

function nameOf(name: string | undefined, { inn, kpp }: { inn?: string; kpp?: string }): string {
	const numbers = [inn, kpp].filter(Boolean).join('-');
	return [name, numbers && `(${numbers})`].filter(Boolean).join(' ');
}

function certificateEntry(one: WireCertificate): INodeListSearchItems {
	const until = one['expired-at'] ? `, until ${one['expired-at'].slice(0, 10)}` : '';
	return { name: `${nameOf(one.fio, one)}${until}${one['is-valid'] ? '' : ', not valid'}`, value: one.thumbprint };
}

function controlUnitEntry(one: WireControlUnit): INodeListSearchItems {
	return { name: `${one.code}: ${one.name}`, value: one.code };
}

function draftEntry(one: WireDraft): INodeListSearchItems {
	const payer = one.meta?.payer?.inn;
	return { name: `${labelOf(one.status, 'en')}: ${payer ? `INN ${payer}, ` : ''}${one.id.slice(0, 8)}`, value: one.id };
}

function docflowEntry(one: WireDocflow): INodeListSearchItems {
	const what = one.description?.['form-version']?.['form-shortname'] ?? labelOf(one.type, 'en');
	return { name: `${what}: ${labelOf(one.status, 'en')}, ${one['send-date']?.slice(0, 10) ?? ''} ${one.id.slice(0, 8)}`, value: one.id };
}
