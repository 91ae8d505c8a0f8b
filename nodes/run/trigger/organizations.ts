import { type Extern, itemsOf, type WireOrganization } from '../../../extern';
import { organizations } from '../../../extern/operations';

/** Whose something is. */
export interface Owner {
	readonly organizationId?: string;
	readonly inn?: string;
	readonly kpp?: string;
}

/** Names of organizations: those of an account are read once in a poll, when the first one is asked for. */
export class Organizations {
	private readonly lists = new Map<string, Promise<readonly WireOrganization[]>>();

	constructor(
		private readonly extern: Extern,
		private readonly hasTime: () => boolean,
	) {}

	/** Name, INN and KPP of the owner, as far as they are known; without a name INN and KPP take its place. */
	async describe(accountId: string, owner: Owner): Promise<{ organization?: string; inn?: string; kpp?: string }> {
		const found = (await this.of(accountId)).find((one) => isOwner(one, owner));
		const { inn, kpp } = found ? found.general : owner;
		return { organization: found?.general.name ?? innKpp({ inn, kpp }), inn, kpp };
	}

	/** INN and KPP of an owner, for many owners in one account. */
	async requisitesIn(accountId: string): Promise<(owner: Owner) => { inn?: string; kpp?: string }> {
		const known = await this.of(accountId);
		return (owner) => known.find((one) => isOwner(one, owner))?.general ?? owner;
	}

	private async of(accountId: string): Promise<readonly WireOrganization[]> {
		const known = this.lists.get(accountId) ?? (this.hasTime() ? this.read(accountId) : Promise.resolve([]));
		this.lists.set(accountId, known);
		return await known;
	}

	/** A name is a convenience: without the list INN and KPP must do. */
	private async read(accountId: string): Promise<readonly WireOrganization[]> {
		const all: WireOrganization[] = [];
		const reading = async () => {
			for await (const one of itemsOf<typeof organizations.organizationsList.input, unknown, WireOrganization>(this.extern, organizations.organizationsList, { accountId })) {
				if (typeof one.general === 'object' && one.general !== null) all.push(one);
			}
		};
		await reading().catch(() => undefined);
		return all;
	}
}

/** INN and KPP in one word, as the service writes them. */
export function innKpp({ inn, kpp }: Owner): string | undefined {
	return inn && [inn, kpp].filter(Boolean).join('-');
}

function isOwner({ id, general }: WireOrganization, { organizationId, inn, kpp }: Owner): boolean {
	if (organizationId) return id === organizationId;
	return general.inn === inn && (!kpp || !general.kpp || general.kpp === kpp);
}
