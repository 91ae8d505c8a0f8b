import type { WireEventsPage } from '../wire/event';
import { guid, integer, json, optional, text } from './fields';
import { get, jsonBody, nothing, object, operation, post, remove } from './operation';

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

/** Users who share their events. The answer's shape is not documented. */
export const eventPublishersList = operation({
	id: 'event-publishers-list',
	request: get('/v1/event-publishers'),
	input: {},
	answer: object<unknown>(),
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
