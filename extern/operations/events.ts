import type { WireEventsPage, WirePublisher } from '../wire/event';
import { textOf } from '../wire/tolerant';
import { guid, integer, json, optional, text } from './fields';
import { get, jsonBody, nothing, object, operation, post, remove, whole } from './operation';
import { anything, words, type Outline } from './outline';

/** One page of the event feed; read by `extern/feed`. */
export const eventsList = operation({
	id: 'events-list',
	request: get('/v1/events'),
	input: { take: integer(), fromId: text() },
	query: ({ take, fromId }) => ({ take, fromId }),
	answer: object<WireEventsPage>(),
	source: 'dc, "лента событий ДО"',
});

/** Lets a subscriber read the events of all organizations of the signed-in user. */
export const eventsShare = operation({
	id: 'events-share',
	request: post('/v1/{accountId}/share-events'),
	input: { accountId: guid('Account: Get Many'), subscriber: text(), filter: optional(json()) },
	payload: ({ subscriber, filter }) => jsonBody({ subscriber, 'events-filter': filter }),
	answer: nothing(),
	irreversible: true,
	source: 'dc, "лента событий ДО"',
});

/** The shape of publishers is not documented: what looks like an id is named, and all of it passes through. */
const publisher: Outline<WirePublisher> = {
	publisherId: words('Id of the publisher, where the answer names one', (wire) => textOf(wire.id) ?? textOf(wire['publisher-id'])),
	publisher: anything('The publisher as the service tells it', (wire) => wire),
};

/** Users who share their events. */
export const eventPublishersList = operation({
	id: 'event-publishers-list',
	request: get('/v1/event-publishers'),
	input: {},
	answer: whole<object>(publishersIn),
	outline: publisher,
	inferred: true,
	source: 'dc, "лента событий ДО"',
});

export const eventPublisherDelete = operation({
	id: 'event-publisher-delete',
	request: remove('/v1/event-publishers/{publisherId}'),
	input: { publisherId: text() },
	answer: nothing(),
	irreversible: true,
	source: 'dc, "лента событий ДО"',
});

/** The list, be it the answer itself or a member of it; an answer without one is taken for the only entry. */
function publishersIn(answer: object): readonly unknown[] {
	const list = [answer, ...Object.values(answer)].find((one: unknown): one is unknown[] => Array.isArray(one)) ?? [answer];
	return list.map((entry) => (typeof entry === 'string' ? { id: entry } : entry));
}
