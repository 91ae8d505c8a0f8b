import { NodeHelpers, type INode, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { catalogue } from '../../extern/operations';
import type { Ask, Form } from '../../nodes/forms/form';
import { ownFormOf } from '../engine/allForms';
import { exampleOf } from '../engine/examples';
import { builtNodes, choicesOf, everyProperty, type BuiltNode } from './builtNodes';
import { coveredOperations } from './coveredOperations';
import { formLists } from './forms';

/** Operations that no form stands for, with the reason. */
const WITHOUT_FORM: Readonly<Record<string, string>> = {
	'content-upload-chunk': 'Upload: Content sends the parts of a file by itself',
	'events-list': 'the trigger reads the feed',
};

/** What every form may show beside the fields that are filled in. */
const FURNITURE = ['authentication', 'resource', 'operation', 'showLegacyOperations', 'simplify', 'dryRun', 'returnAll', 'limit', 'additionalFields', 'options'];
/** About eight: replacing a builder asks for the builder as well. */
const MOST_FIELDS = 9;

const nodes = new Map(builtNodes().map((node) => [node.className, node]));
const ids = coveredOperations.map(({ id }) => id);
const withForm = ids.filter((id) => !(id in WITHOUT_FORM));

interface Placed {
	readonly node: BuiltNode;
	readonly form: Form;
}

let placed: Placed[];

beforeAll(async () => {
	placed = [...(await formLists())].flatMap(([folder, forms]) => forms.map((form) => ({ node: nodeOf(folder), form })));
});

test('there are operations to cover', () => {
	expect(ids.length).toBeGreaterThan(150);
});

test('every operation has a record', () => {
	expect(ids.filter((id) => !catalogue.has(id))).toEqual([]);
});

test('every operation has a form of its own', () => {
	expect(withForm.filter((id) => ownFormOf(id) === undefined)).toEqual([]);
});

test('an operation without a form has none for a reason that still holds', () => {
	expect(Object.keys(WITHOUT_FORM).filter((id) => ownFormOf(id) !== undefined || !ids.includes(id))).toEqual([]);
});

test('every operation has an example', () => {
	expect(withForm.filter((id) => exampleOf(id) === undefined)).toEqual([]);
});

test('the editor offers every operation with Show Legacy Operations on', () => {
	expect(withForm.filter((id) => !isOffered(placeOf(id), true))).toEqual([]);
});

test('with the switch off it offers the live ones', () => {
	const live = coveredOperations.filter(({ id, deprecated }) => withForm.includes(id) && !deprecated);
	expect(live.filter(({ id }) => !isOffered(placeOf(id), false)).map(({ id }) => id)).toEqual([]);
});

test('with the switch off it offers no legacy one', () => {
	const legacy = coveredOperations.filter(({ id, deprecated }) => withForm.includes(id) && deprecated);
	expect(legacy.length).toBeGreaterThan(0);
	expect(legacy.filter(({ id }) => isOffered(placeOf(id), false)).map(({ id }) => id)).toEqual([]);
});

test(`no form shows more than ${MOST_FIELDS} fields before Additional Fields`, () => {
	const long = placed.map((one) => ({ name: nameOf(one), fields: shownFields(one) })).filter(({ fields }) => fields.length > MOST_FIELDS);
	expect(long).toEqual([]);
});

test('it is known which forms ask for JSON', () => {
	const asking = placed.filter(({ form }) => asksOf(form).some(({ type }) => type === 'json')).map(nameOf);
	process.stdout.write(`${asking.length} of ${placed.length} forms take JSON: ${asking.join(', ') || 'none'}\n`);
	expect(placed.length).toBeGreaterThan(0);
});

function nodeOf(folder: string): BuiltNode {
	const node = nodes.get(`KonturExtern${folder[0].toUpperCase()}${folder.slice(1)}`);
	if (!node) throw new Error(`The node of ${folder} is not built`);
	return node;
}

function placeOf(id: string): Placed | undefined {
	const own = ownFormOf(id);
	return placed.find(({ form }) => form.resource === own?.resource && form.operation === own?.operation && form.uses[0] === id);
}

/** Whether resource and operation can be picked in the built node. */
function isOffered(place: Placed | undefined, showLegacyOperations: boolean): boolean {
	if (!place) return false;
	const { resource, operation } = place.form;
	const picked = (name: string, value: string) => visible(place.node, { resource, showLegacyOperations }, name).flatMap(choicesOf).some((choice) => choice.value === value);
	return picked('resource', resource) && picked('operation', operation);
}

/** The properties of a name that the editor shows. */
function visible({ type: { description } }: BuiltNode, values: INodeParameters, name: string): INodeProperties[] {
	return description.properties.filter((property) => property.name === name && isShown(property, { authentication: 'apiKey', ...values }, description));
}

function isShown(property: INodeProperties, values: INodeParameters, description: BuiltNode['type']['description']): boolean {
	const node: Pick<INode, 'typeVersion'> = { typeVersion: 1 };
	return NodeHelpers.displayParameter(values, property, node, description);
}

/** What the operator sees of a form that was just picked, by its labels. */
function shownFields({ node: { type }, form: { resource, operation, legacy } }: Placed): string[] {
	const { description } = type;
	const start: INodeParameters = { authentication: 'apiKey', resource, operation, ...(legacy && { showLegacyOperations: true }) };
	const values = { ...defaultsOf(description.properties, start, description), ...start };
	return description.properties
		.filter((property) => !FURNITURE.includes(property.name) && property.type !== 'hidden' && property.type !== 'notice')
		.filter((property) => isShown(property, values, description))
		.map(({ displayName }) => displayName);
}

/** What stands in the fields of a form before anything is typed: of several fields of one name, the one that is shown. */
function defaultsOf(properties: readonly INodeProperties[], start: INodeParameters, description: BuiltNode['type']['description']): INodeParameters {
	const values: INodeParameters = { ...start };
	for (const property of properties) {
		const { show = {}, hide = {} } = property.displayOptions ?? {};
		const placing = { show: onlyPlace(show), hide: onlyPlace(hide) };
		if (isShown({ ...property, displayOptions: placing }, start, description)) values[property.name] ??= property.default;
	}
	return values;
}

function onlyPlace<T>(conditions: Readonly<Record<string, T>>): Record<string, T> {
	return Object.fromEntries(Object.entries(conditions).filter(([name]) => name === 'resource' || name === 'operation'));
}

function asksOf({ fields, more = [] }: Form): Ask[] {
	return [...fields, ...more].flatMap((ask) => everyProperty([ask]).map(({ property }) => property));
}

function nameOf({ node, form }: Placed): string {
	return `${node.className} ${form.resource}: ${form.operation}`;
}
