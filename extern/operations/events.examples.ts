import type { Examples } from './example';

export const examples: Examples = {
	'events-share': { given: 'an administrator of an account', fields: { subscriber: '={{ $json.subscriber }}' }, more: { types: ['urn:docflow:fns534-report', 'urn:docflow:fns534-demand'] } },
	'event-publishers-list': { given: 'several publishers of events', nothing: { given: 'no publisher of events' } },
	'event-publisher-delete': { given: 'a publisher of events' },
};
