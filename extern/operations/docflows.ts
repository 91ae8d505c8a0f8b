import { momentOfSending, workingDaysLeft } from '../calendar';
import { authorityInWords, dayOf, deadlineOf, formOf, isFinished, officeOf, periodInWords, receiptDayOf, resultOf, severityOf } from '../docflows';
import type { Language } from '../labels';
import { patchOf } from '../notes';
import { replyLinksOf, type ReplyLink } from '../replies';
import type { WireAssignee, WireAssignees, WireDemandCheck } from '../wire/demand';
import type { WireDocflow, WireDocflowPage } from '../wire/docflow';
import { membersOf, textOf } from '../wire/tolerant';
import { documentOutline } from './docflowDocuments';
import { docflowFilter, docflowQuery } from './docflowFilter';
import { choice, guid, json, list, optional, text } from './fields';
import { accountIds, docflowIds, relatedDocumentIds } from './ids';
import { get, jsonBody, object, operation, pages, patch, post, whole } from './operation';
import { coded, count, parts, summarise, texts, urn, words, yesNo, type Outline, type View } from './outline';

/** Every list of docflows is paged alike (http-behaviour §8). */
export const docflowPages = pages<WireDocflowPage>({ most: 1000, items: (page) => page['docflows-page-item'], total: (page) => page['total-count'] });

/** The simplified output of a docflow. */
export const docflowOutline: Outline<WireDocflow> = {
	docflowId: words('Id of the docflow', (wire) => wire.id),
	organizationId: words('Id of the organization', (wire) => wire['organization-id']),
	docflowType: urn('Kind of docflow', (wire) => wire.type),
	status: urn('Stage of the exchange', (wire) => wire.status),
	state: urn('Outcome so far', (wire) => wire['success-state']),
	result: coded('docflowResult', 'What became of it: accepted, refused, needsCorrection or waiting; absent when an authority began it', resultOf),
	severity: coded('severity', 'How much it concerns you: info, success, actionNeeded or failure', (wire) => severityOf(wire, owesReply(wire))),
	isFinished: yesNo('Whether nothing comes any more and nothing is owed', (wire) => isFinished(wire, owesReply(wire))),
	form: words('Name of the form', (wire) => formOf(wire.description).name),
	knd: words('Code of the form', (wire) => formOf(wire.description).code),
	period: words('The period in words', (wire, { language }) => periodOf(wire, language)),
	periodBegin: words('First day of the period', (wire) => formOf(wire.description).periodBegin),
	periodEnd: words('Last day of the period', (wire) => formOf(wire.description).periodEnd),
	correctionNumber: count('Correction number', (wire) => wire.description?.['correction-number']),
	payer: words('INN and KPP of the payer', (wire) => wire.description?.['payer-inn']),
	authority: words('The authority in words, with the code of its office', (wire, { language }) => authorityInWords(wire, language)),
	recipientCode: words('Code of the authority', officeOf),
	sentAt: words('When it was sent, UTC', (wire) => momentOfSending(wire['send-date'])),
	changedAt: words('When it last changed, UTC', (wire) => wire['last-change-date']),
	subject: words('Subject of a letter', (wire) => wire.description?.subject),
	deadline: words('Next day by which something is owed', deadlineOf),
	workingDaysLeft: count('Working days until then: 0 is today, negative is over', (wire, { now }) => workingDaysLeft(deadlineOf(wire), now)),
	receiptDeadline: words('Last day to confirm a demand', receiptDayOf),
	replyDeadline: words('Last day to answer a demand', (wire) => dayOf(wire.description?.['reply-deadline-date'])),
	relatedDocflowId: words('Docflow that it answers', (wire) => wire.description?.['related-docflow-id']),
	relatedDocumentId: words('Document that it answers', (wire) => wire.description?.['related-document-id']),
	webLink: words('Address of its page in Kontur.Extern, for a person to open', (wire) => membersOf(wire.links).find(({ rel }) => rel === 'web-docflow')?.href),
	draftId: words('Draft that it came from', (wire) => wire.description?.['original-draft-id']),
	needsReply: yesNo('Whether a reply is owed; lists do not tell', owesReply),
	documents: parts('Documents of the docflow', documentOutline, (wire) => wire.documents),
};

const demandCheck: Outline<WireDemandCheck> = {
	hasErrors: yesNo('Whether there is a legal ground to decline the demand', (wire) => wire['error-codes'].length > 0),
	errorCodes: texts('Codes of the grounds to decline it', (wire) => wire['error-codes']),
	errors: parts('The same grounds in words', { code: urn<string>('Code of the ground', (code) => code) }, (wire) => wire['error-codes']),
	documentId: words('Document to answer', (wire) => replyLinksOf(wire.links)[0]?.documentId),
	replyTypes: texts('Reply that the service advises', (wire) => replyLinksOf(wire.links).map(({ type }) => type)),
};

const assignee: Outline<WireAssignee> = {
	assigneeId: words('Id of the person', (wire) => wire.id),
	name: words('Surname, first name and patronymic', fullNameOf),
	email: words('E-mail address', (wire) => wire.email),
};

/** Docflows by filter. Without a type the service hides many kinds (limits §6). */
export const docflowsList = operation({
	id: 'docflows-list',
	request: get('/v1/{accountId}/docflows'),
	input: { ...accountIds, ...docflowFilter },
	query: (filter) => docflowQuery(filter),
	answer: docflowPages,
	outline: docflowOutline,
	source: 'dc, "методы API для ДО"',
});

/** Docflows that belong to a document, such as the letter that answers another one. */
export const docflowDocumentRelatedList = operation({
	id: 'docflow-document-related-list',
	request: get('/v1/{accountId}/docflows/{relatedDocflowId}/documents/{relatedDocumentId}/related'),
	input: { ...relatedDocumentIds, ...docflowFilter },
	query: (filter) => docflowQuery(filter),
	answer: docflowPages,
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

/** Notes something about a docflow; a letter that gets the code of a demand moves into the table of demands. */
export const docflowPatch = operation({
	id: 'docflow-patch',
	request: patch('/v1/{accountId}/docflows/{docflowId}'),
	input: {
		...docflowIds,
		comment: optional(text()),
		commentColor: optional(choice([])),
		demandKnd: optional(text()),
		clear: optional(list(choice(['comment', 'demand-knd']))),
		otherChanges: optional(json()),
	},
	payload: ({ comment, commentColor, demandKnd, clear, otherChanges }) => jsonBody(patchOf({ comment, commentColor, demandKnd, clear, otherChanges })),
	answer: object<WireDocflow>(),
	outline: docflowOutline,
	source: 'dc, "методы API для ДО"',
});

/** Whether a demand may be declined; contents that are saved in its documents need not be named. */
export const docflowCheckDemand = operation({
	id: 'docflow-check-demand',
	request: post('/v1/{accountId}/docflows/{docflowId}/check-demand'),
	input: { ...docflowIds, demandContentId: optional(guid('Upload')), attachments: optional(json()) },
	payload: ({ demandContentId, attachments }) => jsonBody({ 'decrypted-demand-content-id': demandContentId, 'decrypted-attachments': attachments }),
	answer: object<WireDemandCheck>(),
	outline: demandCheck,
	repeat: 'safe', // a check changes nothing
	source: 'dc, "методы API для ДО"',
});

/** Who may be made responsible for a demand. */
export const docflowsDemandsAssigneesList = operation({
	id: 'docflows-demands-assignees-list',
	request: get('/v1/{accountId}/docflows/demands-assignees'),
	input: accountIds,
	answer: whole<WireAssignees>(assigneesIn),
	outline: assignee,
	inferred: true,
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

/** First, patronymic and last name in the Russian order, as far as they are known. */
export function fullNameOf(person: WireAssignee): string | undefined {
	return [person['last-name'], person['first-name'], person['middle-name']].filter(Boolean).join(' ') || undefined;
}

/** Whether a reply is owed; undefined in lists, whose docflows come without their documents. */
function owesReply(wire: WireDocflow): boolean | undefined {
	const isOwed = openRepliesOf(wire).length > 0;
	return isOwed || wire.documents ? isOwed : undefined;
}

function periodOf({ description }: WireDocflow, language: Language): string | undefined {
	const { periodBegin, periodEnd } = formOf(description);
	return periodInWords(periodBegin, periodEnd, language);
}

function assigneesIn(page: WireAssignees): readonly WireAssignee[] {
	return membersOf('assignees' in page ? page.assignees : Array.isArray(page) ? page : []);
}
