import { accountIds, choice, events, list, optional, text } from '../../../extern/operations';
import { docflowTypes } from '../../../extern';
import { doneForm, listForm, wouldDo } from '../catalogueForm';
import { codeOptions } from '../codeOptions';
import { account } from '../fields';
import type { Form } from '../form';

/** Who may read the events of whose docflows: needed once before the trigger sees anything. */
export const eventSharingForms: Form[] = [
	{
		resource: 'eventSharing',
		operation: 'share',
		name: 'Share Events',
		action: 'Share the events of an account',
		description: 'Let an application read the events of all organizations of the signed-in user. Needed once before the trigger sees anything.',
		fields: [
			account,
			{ displayName: 'Subscriber', name: 'subscriber', type: 'string', required: true, default: '', placeholder: 'e.g. my-company.reports', description: 'Client ID of the application that may read the events' },
		],
		more: [
			{ displayName: 'Docflow Types', name: 'types', type: 'multiOptions', options: codeOptions(docflowTypes()), default: [], description: 'Only events of these kinds of docflow; leave empty for all' },
		],
		uses: [events.eventsShare.id],
		irreversible: true,
		async run(step) {
			const { accountId, subscriber, types } = step.input({ ...accountIds, subscriber: text(), types: optional(list(choice([]))) });
			if (step.isDryRun) return wouldDo(step, `Share the events with ${subscriber}`, { accountId });
			await step.extern.call(events.eventsShare, { accountId, subscriber, filter: types && { 'docflow-types': types } });
			return [step.result({ accountId, subscriber, shared: true })];
		},
	},
	listForm(events.eventPublishersList, {
		resource: 'eventSharing',
		operation: 'getPublishers',
		name: 'Get Publishers',
		action: 'Get who shares events',
		description: 'List the users who share their events with this application',
		fields: [],
	}),
	doneForm(events.eventPublisherDelete, {
		resource: 'eventSharing',
		operation: 'removePublisher',
		name: 'Remove Publisher',
		action: 'Stop reading the events of a user',
		description: 'Stop receiving the events of a user who shares them',
		fields: [{ displayName: 'Publisher ID', name: 'publisherId', type: 'string', required: true, default: '={{ $json.publisherId }}', description: 'User as Get Publishers names him' }],
		done: 'removed',
	}),
];
