import type { INodeProperties } from 'n8n-workflow';
import { docflowTypes, eventStates } from '../../extern';
import { codeOptions } from './codeOptions';
import { authentication } from './properties';

/** All properties of the trigger; n8n puts Poll Times before them. */
export function triggerProperties(): INodeProperties[] {
	return [
		authentication(),
		{
			displayName: 'Start From',
			name: 'startFrom',
			type: 'options',
			options: [
				{ name: 'Beginning', value: 'beginning', description: 'Everything that the feed holds' },
				{ name: 'Event ID', value: 'event', description: 'What came after a certain event' },
				{ name: 'Now', value: 'now', description: 'Only what happens from now on' },
			],
			default: 'now',
			description: 'Where to begin when the workflow is switched on for the first time',
		},
		{
			displayName: 'Event ID',
			name: 'startEventId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 2a1_2a1',
			displayOptions: { show: { startFrom: ['event'] } },
			description: 'ID of the last event that you know already',
		},
		{
			displayName: 'Docflow Types',
			name: 'docflowTypes',
			type: 'multiOptions',
			options: codeOptions(docflowTypes()),
			default: [],
			description: 'Only events of these kinds of docflow; leave empty for all. Kinds that this list does not know yet always pass.',
		},
		{
			displayName: 'Events',
			name: 'states',
			type: 'multiOptions',
			options: codeOptions(eventStates()),
			default: [],
			description: 'Only these events; leave empty for all. Events that this list does not know yet always pass.',
		},
		{
			displayName: 'Organizations',
			name: 'organizations',
			type: 'string',
			default: '',
			placeholder: 'e.g. 7712345678, 7707083893-770701001',
			description: 'Only events of these organizations, as INN or INN-KPP, separated by commas; leave empty for all',
		},
		{
			displayName: 'Add Docflow',
			name: 'withDocflow',
			type: 'boolean',
			default: true,
			description: 'Whether to read the docflow of each event as well: status, outcome, form, period, owed replies',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				{
					displayName: 'Events per Poll',
					name: 'eventsPerPoll',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 10000 },
					default: 200,
					description: 'Most events to take at once; the rest comes with the next poll',
				},
				{
					displayName: 'Label Language',
					name: 'labelLanguage',
					type: 'options',
					options: [
						{ name: 'English', value: 'en' },
						{ name: 'Russian', value: 'ru' },
					],
					default: 'en',
					description: 'Language of the readable labels beside the codes in the output',
				},
				{
					displayName: 'Redeliver After Restart',
					name: 'redeliver',
					type: 'boolean',
					default: true,
					description: 'Whether the last events are delivered again, marked as redelivered, when n8n was restarted. A restart at the wrong moment can lose them otherwise.',
				},
			],
		},
	];
}
