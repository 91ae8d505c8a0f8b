import { replyLinksOf, type ReplyLink } from '../replies';
import { momentOfSending } from '../calendar';
import type { WireDocflow, WireDocflowPage } from '../wire/docflow';
import { membersOf, textOf } from '../wire/tolerant';
import { documentOutline } from './docflowDocuments';
import { choice, dateTime, flag, guid, list, optional, text } from './fields';
import { accountIds, docflowIds } from './ids';
import { get, object, operation, pages } from './operation';
import { count, parts, summarise, urn, words, yesNo, type Outline, type View } from './outline';

/** The simplified output of a docflow. */
export const docflowOutline: Outline<WireDocflow> = {
	docflowId: words('Id of the docflow', (wire) => wire.id),
	organizationId: words('Id of the organization', (wire) => wire['organization-id']),
	docflowType: urn('Kind of docflow', (wire) => wire.type),
	status: urn('Stage of the exchange', (wire) => wire.status),
	state: urn('Outcome so far', (wire) => wire['success-state']),
	form: words('Name of the form', (wire) => wire.description?.['form-version']?.['form-shortname'] ?? wire.description?.['form-version']?.['form-fullname']),
	knd: words('Code of the form', (wire) => wire.description?.['form-version']?.knd ?? wire.description?.['form-version']?.okud),
	periodBegin: words('First day of the period', (wire) => wire.description?.['period-begin']?.slice(0, 10)),
	periodEnd: words('Last day of the period', (wire) => wire.description?.['period-end']?.slice(0, 10)),
	correctionNumber: count('Correction number', (wire) => wire.description?.['correction-number']),
	payer: words('INN and KPP of the payer', (wire) => wire.description?.['payer-inn']),
	recipientCode: words('Code of the authority', (wire) => wire.description?.['final-recipient'] ?? wire.description?.recipient),
	sentAt: words('When it was sent, UTC', (wire) => momentOfSending(wire['send-date'])),
	changedAt: words('When it last changed, UTC', (wire) => wire['last-change-date']),
	draftId: words('Draft that it came from', (wire) => wire.description?.['original-draft-id']),
	needsReply: yesNo('Whether a reply is owed', (wire) => openRepliesOf(wire).length > 0),
	documents: parts('Documents of the docflow', documentOutline, (wire) => wire.documents),
};

/** Docflows by filter. Without a type the service hides many kinds (limits §6). */
export const docflowsList = operation({
	id: 'docflows-list',
	request: get('/v1/{accountId}/docflows'),
	input: {
		...accountIds,
		type: optional(list(choice([]))),
		finished: optional(flag()),
		incoming: optional(flag()),
		updatedFrom: optional(dateTime()),
		updatedTo: optional(dateTime()),
		orgId: optional(guid('Organization: Get Many')),
		innKpp: optional(text()),
		orderBy: optional(choice(['ascending', 'descending'])),
	},
	query: ({ type, finished, incoming, updatedFrom, updatedTo, orgId, innKpp, orderBy }) => ({
		type: type?.map((urnOrName) => urnOrName.replace(/^urn:docflow:/i, '')), // query values carry no urn prefix
		finished,
		incoming,
		updatedFrom,
		updatedTo,
		orgId,
		innKpp,
		orderBy,
	}),
	answer: pages<WireDocflowPage>({ most: 1000, items: (page) => page['docflows-page-item'], total: (page) => page['total-count'] }),
	outline: docflowOutline,
	source: 'dc, "методы API для ДО"',
});

export const docflowGet = operation({
	id: 'docflow-get',
	request: get('/v1/{accountId}/docflows/{docflowId}'),
	input: docflowIds,
	answer: object<WireDocflow>(),
	outline: docflowOutline,
	source: 'dc, "методы API для ДО"',
});

/** The simplified output of a docflow, for flows that end with one. */
export function summariseDocflow(wire: WireDocflow, view: View): Record<string, unknown> {
	return summarise(docflowOutline, wire, view);
}

/** Every reply that a docflow owes, each once: the links stand at its documents, at itself, or at both (scenarios 0.6). */
export function openRepliesOf(wire: WireDocflow): ReplyLink[] {
	const all = [...membersOf(wire.documents).flatMap((one) => replyLinksOf(one.links, textOf(one.id))), ...replyLinksOf(wire.links)];
	return [...new Map(all.map((reply) => [`${reply.documentId} ${reply.type}`, reply])).values()];
}
