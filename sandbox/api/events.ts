/** The event feed: reading, sharing, publishers. */

import { randomUUID } from 'node:crypto';
import { Feed, type EventsFilter, type PlacedEvent } from '../world/feed';
import type { World } from '../world/world';
import type { Call, Handlers } from './call';
import { badRequest, forbidden, notFound } from './problems';
import { filled, instant } from './wire';

/** No maximum is published; like docflow lists, larger values are lowered. */
const LARGEST_PAGE = 1000;

export const eventHandlers: Handlers = {
	'events-list': (call) => {
		const subscriber = subscriberOf(call);
		const fromId = call.text('fromId') ?? '';
		const position = Feed.position(fromId);
		if (position === undefined) throw badRequest(`Неверный идентификатор события «${fromId}»`, { fromId: 'invalid' });
		const take = Math.min(call.take(0), LARGEST_PAGE);
		const events = call.world.feed.read(subscriber, position, take);
		return {
			status: 200,
			body: {
				...filled({ 'first-event-id': events[0]?.id }),
				'next-event-id': events.at(-1)?.id ?? fromId,
				'requested-count': take,
				'returned-count': events.length,
				'api-events': events.map((event) => wireEvent(call.world, event)),
				links: [],
			},
		};
	},
	'events-share': (call) => {
		const account = call.account();
		if (!call.isAdministratorOf(account) || !call.caller.user)
			throw forbidden('Открыть доступ к ленте событий может только администратор учётной записи');
		const { subscriber, 'events-filter': filter } = call.body<{ subscriber: string; 'events-filter'?: EventsFilter | null }>();
		if (!call.world.directory.client(subscriber))
			throw badRequest(`Подписчик ${subscriber} не найден`, { subscriber: 'unknown' });
		if (!call.world.feed.isAllowed(subscriber))
			throw badRequest(`Подписчику ${subscriber} лента событий не подключена`, { subscriber: 'not allowed' });
		call.world.feed.share({
			id: randomUUID(),
			userId: call.caller.user.id,
			subscriber,
			filter: filter ?? undefined,
			since: call.world.clock.now(),
		});
		return { status: 204 };
	},
	'event-publishers-list': (call) => {
		const publishers = call.world.feed.publishersOf(subscriberOf(call));
		return {
			status: 200,
			body: {
				publishers: publishers.map(({ id, userId, filter, since }) => {
					const user = call.world.directory.user(userId);
					return filled({ id, login: user?.login, fio: user?.fio, 'events-filter': filter, 'shared-at': instant(since) });
				}),
			},
		};
	},
	'event-publisher-delete': (call) => {
		if (!call.world.feed.unshare(subscriberOf(call), call.param('publisherId')))
			throw notFound('Источник событий', call.param('publisherId'));
		return { status: 204 };
	},
};

/** The feed belongs to the integrator, whoever of its users reads. */
function subscriberOf(call: Call): string {
	const { clientId } = call.caller.client;
	if (!call.world.feed.isAllowed(clientId)) throw forbidden('Лента событий не подключена: права выдаются по запросу');
	return clientId;
}

function wireEvent(world: World, { id, event }: PlacedEvent) {
	return filled({
		id,
		inn: event.inn,
		kpp: event.kpp,
		'docflow-type': event.docflowType,
		'docflow-link': { rel: 'docflow', href: world.href(`/${event.accountId}/docflows/${event.docflowId}`) },
		'new-state': event.newState,
		'event-date-time': instant(event.at),
		'docflow-id': event.docflowId,
		'account-id': event.accountId,
		'related-docflow-id': event.related?.docflowId,
		'related-document-id': event.related?.documentId,
	});
}
