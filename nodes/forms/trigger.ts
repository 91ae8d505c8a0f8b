import type { INodeProperties } from 'n8n-workflow';
import { docflowStatuses, docflowTypes, eventStates } from '../../extern';
import { codeOptions } from './codeOptions';
import { locator } from './fields';
import { authentication } from './properties';

const AT_FEED = { show: { source: ['feed'] } };
const AT_DOCFLOWS = { show: { source: ['docflows'] } };
const AT_DEADLINES = { show: { source: ['deadlines'] } };

/** All properties of the trigger; n8n puts Poll Times before them. */
export function triggerProperties(): INodeProperties[] {
	return [
		authentication(),
		{
			displayName: 'Source',
			name: 'source',
			type: 'options',
			options: [
				{ name: 'Deadlines', value: 'deadlines', description: 'Reports, demands, certificates and powers of attorney whose last day comes or is over' },
				{ name: 'Event Feed', value: 'feed', description: 'What happens to the docflows of all accounts that share their events with you. Kontur gives the right to read it on request.' },
				{ name: 'List of Docflows', value: 'docflows', description: 'Docflows of certain kinds when they begin or change. Needs no right of its own, and finds SEDO, SFR, police, business registration and inventories, which the feed leaves out.' },
			],
			default: 'feed',
			description: 'Where the trigger looks for something new',
		},
		...startFields(),
		...accountFields(),
		...filterFields(),
		{
			displayName: 'Add Docflow',
			name: 'withDocflow',
			type: 'boolean',
			default: true,
			displayOptions: { show: { source: ['feed', 'docflows'] } },
			description: 'Whether to read the docflow of each event as well: outcome, form, period, authority, deadline, owed replies, name of the organization, and a severity that counts what is owed and what came later',
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
					displayName: 'For All Users',
					name: 'forAllUsers',
					type: 'boolean',
					default: true,
					displayOptions: { show: { '/source': ['docflows'] } },
					description: 'Whether to include the docflows of the other users of the account; needs an administrator',
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
					displayName: 'Longest Execution (Minutes)',
					name: 'longestExecution',
					type: 'number',
					typeOptions: { minValue: 0, maxValue: 1440 },
					default: 15,
					description: 'How long an execution of this workflow takes at most. A restart of n8n stops the executions that run, so what was delivered within this time before the last delivery comes again as well.',
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

/** Where a trigger begins that is switched on for the first time. Deadlines begin with all that there is to do. */
function startFields(): INodeProperties[] {
	const beginning = { name: 'Beginning', value: 'beginning' };
	const now = { name: 'Now', value: 'now', description: 'Only what happens from now on' };
	const common = { displayName: 'Start From', name: 'startFrom', description: 'Where to begin when the workflow is switched on for the first time' } as const;
	return [
		{
			...common,
			type: 'options',
			default: 'now',
			options: [
				{ ...beginning, description: 'Everything that the feed holds' },
				{ name: 'Event ID', value: 'event', description: 'What came after a certain event' },
				now,
			],
			displayOptions: AT_FEED,
		},
		{ ...common, type: 'options', default: 'now', options: [{ ...beginning, description: 'All docflows that there are' }, now], displayOptions: AT_DOCFLOWS },
		{
			displayName: 'Event ID',
			name: 'startEventId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 2a1_2a1',
			displayOptions: { show: { source: ['feed'], startFrom: ['event'] } },
			description: 'ID of the last event that you know already',
		},
	];
}

function accountFields(): INodeProperties[] {
	return [
		{
			...locator({ displayName: 'Account', name: 'accountId', search: 'searchAccounts', required: false, description: 'Workspace to watch. Leave empty to watch all accounts of the signed-in user.' }),
			displayOptions: { show: { source: ['docflows', 'deadlines'] } },
		},
	];
}

/** What is let through; whatever a filter stops is behind the trigger as well. */
function filterFields(): INodeProperties[] {
	const types: Omit<INodeProperties, 'displayOptions'> = { displayName: 'Docflow Types', name: 'docflowTypes', type: 'multiOptions', options: codeOptions(docflowTypes()), default: [] };
	return [
		{ ...types, displayOptions: AT_FEED, description: 'Only events of these kinds of docflow; leave empty for all. Kinds that this list does not know yet always pass.' },
		{ ...types, required: true, displayOptions: AT_DOCFLOWS, description: 'Kinds of docflow to watch; each one is a request of its own in every poll' },
		{
			displayName: 'Events',
			name: 'states',
			type: 'multiOptions',
			options: codeOptions(eventStates()),
			default: [],
			displayOptions: AT_FEED,
			description: 'Only these events; leave empty for all. Events that this list does not know yet always pass.',
		},
		{
			displayName: 'Stages',
			name: 'statuses',
			type: 'multiOptions',
			options: codeOptions(docflowStatuses()),
			default: [],
			displayOptions: AT_DOCFLOWS,
			description: 'Only docflows at these stages of the exchange; leave empty for all. Stages that this list does not know yet always pass.',
		},
		{
			displayName: 'Watch For',
			name: 'watchFor',
			type: 'multiOptions',
			options: [
				{ name: 'Certificates', value: 'certificate', description: 'Last day of the certificates that sign for the account' },
				{ name: 'Demands of the Social Fund', value: 'sfr-demand', description: 'Last day to answer the social fund' },
				{ name: 'Powers of Attorney', value: 'power-of-attorney', description: 'Last day of the powers of attorney' },
				{ name: 'Reports', value: 'report', description: 'Last day to file the reports of the reports table that are not filed yet' },
				{ name: 'Tax Demands', value: 'demand', description: 'Last day to confirm or answer the demands of the tax service' },
			],
			default: [],
			displayOptions: AT_DEADLINES,
			description: 'Only deadlines of these; leave empty for all',
		},
		{
			displayName: 'Days Ahead',
			name: 'daysAhead',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 60 },
			default: 5,
			displayOptions: AT_DEADLINES,
			description: 'How many working days before the last one a deadline is told for the first time',
		},
		{
			displayName: 'Stages',
			name: 'stages',
			type: 'multiOptions',
			options: [
				{ name: 'Ahead', value: 'ahead', description: 'As many working days before as Days Ahead says' },
				{ name: 'Overdue', value: 'overdue', description: 'The day after the last one' },
				{ name: 'Today', value: 'today', description: 'On the last day' },
			],
			default: [],
			displayOptions: AT_DEADLINES,
			description: 'Only deadlines that come to these stages; leave empty for all. Each one is told once for each stage.',
		},
		{
			displayName: 'Organizations',
			name: 'organizations',
			type: 'string',
			default: '',
			placeholder: 'e.g. 7712345678, 7707083893-770701001',
			description: 'Only what concerns these organizations, as INN or INN-KPP, separated by commas; leave empty for all',
		},
		{
			displayName: 'Severity',
			name: 'severities',
			type: 'multiOptions',
			options: [
				{ name: 'Action Needed', value: 'actionNeeded', description: 'Something has to be done: a reply, a correction, a deadline' },
				{ name: 'Failure', value: 'failure', description: 'A refusal, an error, or a deadline that is over' },
				{ name: 'Info', value: 'info', description: 'Good to know' },
				{ name: 'Success', value: 'success', description: 'Accepted' },
			],
			default: [],
			description: 'Only what is as severe; leave empty for all. Without Add Docflow, the severity of an event of the feed is that of the event alone: that a reply is owed does not count, and events that do not tell theirs pass.',
		},
	];
}
