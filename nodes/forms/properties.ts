import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { signAndDecryptWith, signWith, signWithDss } from './fields';
import type { Ask, Form, Resource } from './form';

const LANGUAGE: INodeProperties = {
	displayName: 'Label Language',
	name: 'labelLanguage',
	type: 'options',
	options: [
		{ name: 'English', value: 'en' },
		{ name: 'Russian', value: 'ru' },
	],
	default: 'en',
	description: 'Language of the readable labels beside the codes in the output',
};

const REQUESTS_AT_ONCE: INodeProperties = {
	displayName: 'Requests at Once',
	name: 'requestsAtOnce',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 20 },
	default: 10,
	description: 'Most requests that this credential has open at the same time. Kontur.Extern allows 20 to all your programs together.',
};

const TIMEOUT: INodeProperties = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 5, maxValue: 300 },
	default: 60,
	description: 'How long to wait for the answer to one request',
};

const GIVE_UP_AFTER: INodeProperties = {
	displayName: 'Give Up After (Seconds)',
	name: 'giveUpAfter',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 600 },
	default: 120,
	description: 'How long to repeat a request that Kontur.Extern does not answer or cannot do at the moment. With 0 nothing is repeated.',
};

const ALLOW_AGENTS: INodeProperties = {
	displayName: 'Allow AI Agents',
	name: 'allowAgents',
	type: 'boolean',
	default: false,
	description: 'Whether an AI agent that uses this node as a tool may really do this. Otherwise it is only told what would be done.',
};

const WAIT_UP_TO: INodeProperties = {
	displayName: 'Wait up to (Minutes)',
	name: 'waitUpTo',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 30 },
	default: 5,
	description: 'How long to wait for a task that runs at Kontur.Extern. When it takes longer, the output says so and names the task.',
};

const FAIL_WHEN_WAITING: INodeProperties = {
	displayName: 'Fail If It Takes Longer',
	name: 'failWhenWaiting',
	type: 'boolean',
	default: true,
	description: 'Whether to stop with an error when Kontur.Extern is still at work after Wait Up To, instead of handing it on as waiting. Switch it on when the next step tells somebody that it was sent. Running it again goes on, and sends nothing twice.',
};

const WARN_BEFORE_EXPIRY: INodeProperties = {
	displayName: 'Warn Before Expiry (Days)',
	name: 'warnBeforeExpiry',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 365 },
	default: 30,
	description: 'How many days before the signer\'s certificate ends the output begins to warn. With 0 it never does.',
};

const RAW_ORDER: INodeProperties = {
	displayName: 'Raw Signature Byte Order',
	name: 'rawSignatureOrder',
	type: 'options',
	options: [
		{ name: 'Reversed, as CryptoAPI Gives It', value: 'reversed' },
		{ name: 'Standard, as in CMS', value: 'standard' },
	],
	default: 'standard',
	description: 'How raw signatures for the social fund and the police are attached. Try the other one when Prepare says that the signature does not fit the data to sign.',
};

const SIGNATURE_FORM: Ask = {
	displayName: 'Signature Form',
	name: 'signatureForm',
	type: 'options',
	options: [
		{ name: 'CAdES-BES', value: 'cades-bes', description: 'The certificate and the time of signing are signed too' },
		{ name: 'CMS', value: 'plain', description: 'The file alone is signed, as the software of Kontur itself does' },
		{ name: 'CMS with Attributes', value: 'attributes', description: 'The time of signing is signed too' },
	],
	default: 'plain',
	description: 'What the test key makes; Kontur.Extern takes each of them. A signing service decides by itself, and CryptoPro DSS always makes CAdES-BES. Raw signatures have no form.',
	when: { '/signWith': ['testKey'] },
};

const DSS_CONFIRMATION: Ask = {
	displayName: 'DSS Confirmation (Minutes)',
	name: 'dssConfirmation',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 30 },
	default: 5,
	description: 'How long to wait, for each file, until the owner of the key confirms the signature. To do other things meanwhile, use Start Signing in DSS and Finish Signing in DSS, which drafts, replies and documents requests have.',
	when: { '/signWith': ['dss'] },
};

/** All properties of a node: authentication, resource, operation, and the forms' fields. Built anew for every node, since n8n changes what it is given. */
export function propertiesOf(resources: readonly Resource[], forms: readonly Form[]): INodeProperties[] {
	const properties = [authentication(), resourceSelector(resources), ...legacySwitch(forms), ...resources.flatMap((one) => operationSelectors(one, forms)), ...fieldsOf(forms)];
	return properties.map((property) => structuredClone(property));
}

/** Names of the fields that a form shows by itself, outside Additional Fields. */
export function fieldNames(form: Form): ReadonlySet<string> {
	return new Set([...form.fields.map(({ name }) => name), ...(form.simplifies ? ['simplify'] : []), ...(form.irreversible ? ['dryRun'] : [])]);
}

/** What a form calls a field, also one that stands in the rows of another. */
export function labelOfField(form: Form, name: string): string {
	const asks = [...form.fields, ...(form.more ?? [])];
	const inRows = asks.flatMap(({ options = [] }) => options).flatMap((option) => ('values' in option ? option.values : []));
	return [...asks, ...inRows].find((field) => field.name === name)?.displayName ?? name;
}

/** Which of the two credentials a node signs in with; each kind of node has it first. */
export function authentication(): INodeProperties {
	return {
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{ name: 'Kontur Extern API', value: 'apiKey' },
			{ name: 'Kontur Extern OAuth2 API', value: 'oAuth2' },
		],
		default: 'apiKey',
	};
}

function resourceSelector(resources: readonly Resource[]): INodeProperties {
	const options = resources.map(({ name, value }) => ({ name, value }));
	return { ...selector('Resource', 'resource', options), default: resources[0].value };
}

/** Old operations would only be in the way of those who do not look for them. */
function legacySwitch(forms: readonly Form[]): INodeProperties[] {
	const resources = [...new Set(forms.filter(({ legacy }) => legacy).map(({ resource }) => resource))];
	if (resources.length === 0) return [];
	return [
		{
			displayName: 'Show Legacy Operations',
			name: 'showLegacyOperations',
			type: 'boolean',
			noDataExpression: true,
			default: false,
			description: 'Whether to offer old operations too, which Kontur.Extern keeps for programs that have not moved on yet',
			displayOptions: { show: { resource: resources } },
		},
	];
}

/** The list of operations; with legacy ones among them a second list, which the switch shows instead of the first. */
function operationSelectors(resource: Resource, forms: readonly Form[]): INodeProperties[] {
	const all = forms.filter((form) => form.resource === resource.value);
	const current = all.filter(({ legacy }) => !legacy);
	if (current.length === all.length) return [operationSelector(resource, all, {})];
	return [
		operationSelector(resource, current, { showLegacyOperations: [false] }),
		operationSelector(resource, all, { showLegacyOperations: [true] }),
	];
}

function operationSelector(resource: Resource, offered: readonly Form[], when: Record<string, boolean[]>): INodeProperties {
	const options = offered.map(({ name, operation, action, description, legacy }) => ({
		name: legacy ? `${name} (Legacy)` : name,
		value: operation,
		action,
		description,
	}));
	return {
		...selector('Operation', 'operation', options),
		displayOptions: { show: { resource: [resource.value], ...when } },
		default: offered[0].operation,
	};
}

function selector(displayName: string, name: string, options: INodePropertyOptions[]): INodeProperties {
	return { displayName, name, type: 'options', noDataExpression: true, options: byName(options), default: '' };
}

interface Show extends Record<string, Array<string | boolean>> {
	resource: string[];
	operation: string[];
}

/** Fields that look the same in several operations of a resource are one property, which keeps the editor quick. */
function fieldsOf(forms: readonly Form[]): INodeProperties[] {
	const merged = new Map<string, { property: INodeProperties; show: Show }>();
	const sequences = forms.map((form) =>
		asksOf(form).map(({ when, ...asked }) => {
			const property = tidy(asked);
			// A chooser is one for all resources, since it is placed by where it is not asked for.
			const key = JSON.stringify([isChooser(property) ? '' : form.resource, property, when]);
			const known = merged.get(key);
			if (known) known.show.operation.push(form.operation);
			else merged.set(key, { property, show: { resource: [form.resource], operation: [form.operation], ...copyOf(when) } });
			return key;
		}),
	);
	return inOrder(sequences).flatMap((key) => {
		const field = merged.get(key);
		if (!field) return [];
		const displayOptions = isChooser(field.property) ? { hide: elsewhereThan(field.property, forms) } : { show: field.show };
		return [{ ...field.property, displayOptions }];
	});
}

/** One order in which every sequence keeps its own; where two contradict each other, the first one wins. */
function inOrder(sequences: ReadonlyArray<readonly string[]>): string[] {
	const before = new Map<string, string[]>();
	for (const sequence of sequences) {
		sequence.forEach((key, index) => {
			const known = before.get(key) ?? [];
			before.set(key, index > 0 ? [...known, sequence[index - 1]] : known);
		});
	}
	const waiting = new Set(before.keys());
	const isNext = (key: string) => !before.get(key)?.some((one) => waiting.has(one));
	const ordered: string[] = [];
	while (waiting.size > 0) {
		const keys = [...waiting];
		const next = keys.find(isNext) ?? keys[0];
		waiting.delete(next);
		ordered.push(next);
	}
	return ordered;
}

/** Sign With in every form of it, or Decrypt With: all tell the editor which credential to ask for. */
function isChooser({ name }: { readonly name: string }): boolean {
	return name === signWith.name;
}

/** What is asked first: the editor puts the credentials above the chooser, where they would be in the midst of a form. */
function isAboutKeys({ name, when }: Ask): boolean {
	return name === signWith.name || when?.[signWith.name] !== undefined;
}

/**
 * Where a field is not asked for. The editor takes a field that a credential depends on for a part of the sign-in and
 * hides every property that this field names in `show`: resource and operation would be gone from the form.
 */
function elsewhereThan({ name, displayName }: Pick<Ask, 'name' | 'displayName'>, forms: readonly Form[]): Record<string, string[]> {
	const asks = ({ fields }: Form) => fields.some((field) => field.name === name && field.displayName === displayName);
	const resources = new Set(forms.filter(asks).map(({ resource }) => resource));
	const operations = forms.filter((form) => resources.has(form.resource) && !asks(form)).map(({ operation }) => operation);
	const others = [...new Set(forms.map(({ resource }) => resource))].filter((resource) => !resources.has(resource));
	return { ...(others.length > 0 && { resource: others }), ...(operations.length > 0 && { operation: operations }) };
}

function asksOf(form: Form): Ask[] {
	const asks = [...form.fields.filter(isAboutKeys), ...form.fields.filter((ask) => !isAboutKeys(ask))];
	if (form.irreversible) asks.push(dryRun());
	if (form.simplifies) asks.push(simplify());
	if (form.more && form.more.length > 0) asks.push(collection('Additional Fields', 'additionalFields', 'Add Field', form.more));
	const options = optionsOf(form);
	if (options.length > 0) asks.push(collection('Options', 'options', 'Add Option', options));
	return asks;
}

/** Whatever works on this machine only sends no requests to be patient with. */
function optionsOf(form: Form): Ask[] {
	return [
		...(form.output ? [LANGUAGE] : []),
		...(form.waits ? [WAIT_UP_TO] : []),
		...(sendsAndWaits(form) ? [FAIL_WHEN_WAITING] : []),
		...(signs(form) ? [DSS_CONFIRMATION, SIGNATURE_FORM] : []),
		...(form.irreversible ? [ALLOW_AGENTS] : []),
		...(signs(form) || signsInSteps(form) ? [WARN_BEFORE_EXPIRY] : []),
		...(form.signsRaw ? [RAW_ORDER] : []),
		...(form.offline ? [] : [GIVE_UP_AFTER, REQUESTS_AT_ONCE, TIMEOUT]),
	];
}

function sendsAndWaits({ waits, irreversible, output = {} }: Form): boolean {
	return waits === true && irreversible === true && 'outcome' in output;
}

function signs({ fields }: Form): boolean {
	return fields.includes(signWith) || fields.includes(signAndDecryptWith);
}

function signsInSteps({ fields }: Form): boolean {
	return fields.includes(signWithDss);
}

function dryRun(): Ask {
	return {
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to only tell what would be done, without doing it',
		hint: 'Switched off, it is done for real and cannot be taken back',
	};
}

function simplify(): Ask {
	return {
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	};
}

function collection(displayName: string, name: string, placeholder: string, options: readonly Ask[]): Ask {
	const plain = options.map(({ when, ...property }) => ({ ...tidy(property), ...(when && { displayOptions: { show: copyOf(when) } }) }));
	return { displayName, name, type: 'collection', placeholder, default: {}, options: plain.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')) };
}

/** n8n wants no word about a field that is not required; a form says so of a field that others require. */
function tidy<T extends { required?: boolean }>({ required, ...property }: T) {
	return { ...property, ...(required && { required }) };
}

function byName<T extends { name: string }>(options: T[]): T[] {
	return options.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function copyOf(when: Ask['when']): Record<string, Array<string | boolean>> {
	return Object.fromEntries(Object.entries(when ?? {}).map(([name, values]) => [name, [...values]]));
}
