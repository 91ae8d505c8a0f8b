import { daysLeft } from '../calendar';
import { membersOf, nameOf } from '../wire/tolerant';
import type { WireOrganizationWarrant, WireWarrantList } from '../wire/warrant';
import { flag, optional } from './fields';
import { accountIds } from './ids';
import { get, operation, pages } from './operation';
import { anything, count, words, type Outline } from './outline';

const warrant: Outline<WireOrganizationWarrant> = {
	organizationId: words('Id of the organization that it is for', (wire) => wire['organization-id']),
	organizationName: words('Name of the organization that it is for', (wire) => wire['organization-name'] ?? wire.warrant?.issuer?.['issuer-organization']?.name),
	inn: words('INN of that organization', (wire) => wire.inn ?? wire.warrant?.issuer?.['issuer-organization']?.inn),
	kpp: words('KPP of that organization', (wire) => wire.kpp ?? wire.warrant?.issuer?.['issuer-organization']?.kpp),
	number: words('Number of the power of attorney', (wire) => wire.warrant?.number),
	validFrom: words('First day, like 2025-04-01', (wire) => wire.warrant?.['date-begin']?.slice(0, 10)),
	validUntil: words('Last day, like 2026-03-31', (wire) => lastDayOf(wire)),
	daysLeft: count('Days until its last one in Moscow: 0 is today, negative is over', (wire, { now }) => daysLeft(lastDayOf(wire), now)),
	representative: words('Person or organization that may act', representativeOf),
	permissions: anything('Numbers of what it allows', (wire) => wire.warrant?.permissions),
	sender: anything('All that is known of the representative', (wire) => wire.warrant?.sender),
	trustedIssuer: anything('Whoever passed the power on', (wire) => wire.warrant?.['trusted-issuer']),
	notary: anything('Notary who certified it', (wire) => wire.warrant?.notary),
};

/** Powers of attorney by which the users of an account act for its organizations. */
export const warrantsList = operation({
	id: 'warrants-list',
	request: get('/v1/{accountId}/warrants'),
	input: { ...accountIds, forAllUsers: optional(flag()) },
	query: ({ forAllUsers }) => ({ forAllUsers }),
	answer: pages<WireWarrantList>({ most: 100, items: warrantsOf, total: (page) => page['total-count'] }),
	outline: warrant,
	source: 'accounts, "методы API для доверенностей"',
});

/** The last day on which a power of attorney holds. */
export function lastDayOf({ warrant: wire }: WireOrganizationWarrant): string | undefined {
	return wire?.['date-end']?.slice(0, 10);
}

/** The list that names the organizations, where the service gives it. */
function warrantsOf(page: WireWarrantList): readonly WireOrganizationWarrant[] {
	const named = membersOf(page['organization-warrant-informations']);
	return named.length > 0 ? named : membersOf(page.warrants).map((one) => ({ warrant: one }));
}

function representativeOf({ warrant: wire }: WireOrganizationWarrant): string | undefined {
	return nameOf(wire?.sender?.['sender-individual']?.fio) ?? wire?.sender?.['sender-organization']?.name ?? undefined;
}
