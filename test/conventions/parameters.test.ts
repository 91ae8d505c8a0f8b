import type { INodeProperties } from 'n8n-workflow';

import type { BuiltNode } from './builtNodes';
import { builtNodes, choicesOf, everyProperty } from './builtNodes';

const nodes = builtNodes();

/** What a locator may start with: a search, or the id that the step before gave. */
const ID_OF_STEP_BEFORE = /^=\{\{ ?\$json\./;

interface Shown {
	resource?: string;
	operation: string;
}

/** Every choice of resource and operation that the operator can make. */
function operationsOf({ type }: BuiltNode): Shown[] {
	return type.description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap((selector) => {
			const resources = valuesShown(selector, 'resource') ?? [undefined];
			return resources.flatMap((resource) =>
				choicesOf(selector).map(({ value }) => ({ resource, operation: String(value) })),
			);
		});
}

/** With legacy operations a resource has two selectors; the second one has all of the first. */
function isReplacedByLonger({ displayOptions }: INodeProperties): boolean {
	return displayOptions?.show?.showLegacyOperations?.includes(false) === true;
}

function valuesShown({ displayOptions }: INodeProperties, parameter: string): string[] | undefined {
	return displayOptions?.show?.[parameter]?.map(String);
}

function isFor(property: INodeProperties, { resource, operation }: Shown): boolean {
	const resources = valuesShown(property, 'resource');
	const operations = valuesShown(property, 'operation');
	return (
		(resources === undefined || resource === undefined || resources.includes(resource)) &&
		(operations === undefined || operations.includes(operation))
	);
}

/** What else decides that a parameter is shown, beside resource and operation. */
function otherConditions({ displayOptions = {} }: INodeProperties): string {
	const { resource: _resource, operation: _operation, ...show } = displayOptions.show ?? {};
	return JSON.stringify([show, displayOptions.hide ?? {}]);
}

test('there are seven nodes to look at', () => {
	expect(nodes).toHaveLength(7);
});

for (const node of nodes) describe(`the parameters of ${node.className}`, () => followTheRules(node));

function followTheRules(node: BuiltNode): void {
	const { description, methods } = node.type;
	const all = everyProperty(description.properties);
	const operations = operationsOf(node);

	test('every operation says what it does, each in its own words', () => {
		const selectors = description.properties.filter((property) => property.name === 'operation' && !isReplacedByLonger(property));
		const choices = selectors.flatMap(choicesOf);
		expect(choices.filter(({ action, description: meaning }) => !action || !meaning)).toEqual([]);
		const actions = choices.map(({ action }) => action);
		expect(actions.filter((action, i) => actions.indexOf(action) !== i)).toEqual([]);
	});

	test('resource and operation take no expressions', () => {
		const selectors = description.properties.filter(({ name }) => name === 'resource' || name === 'operation');
		expect(selectors.filter(({ noDataExpression }) => noDataExpression !== true)).toEqual([]);
	});

	test('the default operation of every selector is one of its choices', () => {
		const selectors = all.filter(({ property }) => property.type === 'options' && choicesOf(property).length > 0);
		const strange = selectors.filter(
			({ property }) =>
				!property.typeOptions?.loadOptionsMethod &&
				!String(property.default).startsWith('=') &&
				!choicesOf(property).some(({ value }) => value === property.default),
		);
		expect(strange.map(({ place, property }) => `${place}: ${property.default}`)).toEqual([]);
	});

	test('no operation shows two parameters of one name under the same conditions', () => {
		const doubled = operations.flatMap((shown) => {
			const keys = description.properties
				.filter((property) => isFor(property, shown))
				.map((property) => `${property.name} ${otherConditions(property)}`);
			return keys
				.filter((key, i) => keys.indexOf(key) !== i)
				.map((key) => `${shown.resource ?? ''}:${shown.operation} ${key}`);
		});
		expect(doubled).toEqual([]);
	});

	test('every operation asks first and offers its options last', () => {
		const last = ['dryRun', 'simplify', 'additionalFields', 'options'];
		const early = operations.flatMap((shown) => {
			const names = description.properties.filter((property) => isFor(property, shown) && !property.displayOptions?.hide).map(({ name }) => name);
			const ranks = names.map((name) => last.indexOf(name));
			return names.filter((_name, i) => ranks.slice(i + 1).some((rank) => rank < ranks[i])).map((name) => `${shown.resource ?? ''}:${shown.operation} ${name}`);
		});
		expect(early).toEqual([]);
	});

	test('no condition names a resource or operation that is not there', () => {
		const resources = new Set(
			description.properties.filter(({ name }) => name === 'resource').flatMap(choicesOf).map(({ value }) => value),
		);
		const known = new Set(operations.map(({ operation }) => operation));
		const lost = description.properties.flatMap((property) => [
			...(valuesShown(property, 'resource') ?? []).filter((value) => !resources.has(value)),
			...(valuesShown(property, 'operation') ?? []).filter((value) => !known.has(value)),
		]);
		expect(lost).toEqual([]);
	});

	test('every name is one word of camel case', () => {
		const odd = all.filter(({ property }) => !/^[a-z][A-Za-z0-9]*$/.test(property.name));
		expect(odd.map(({ place, property }) => `${place}: ${property.name}`)).toEqual([]);
	});

	const locators = all.filter(({ property }) => property.type === 'resourceLocator');

	test('every locator starts with its list or with the id of the step before, and takes an id', () => {
		const odd = locators.filter(({ property: { default: start, modes = [] } }) => {
			const { mode, value } = (start ?? {}) as { mode?: string; value?: string };
			const starts = mode === 'list' || (mode === 'id' && ID_OF_STEP_BEFORE.test(value ?? ''));
			return !starts || !modes.some(({ name }) => name === mode) || !modes.some(({ name }) => name === 'id');
		});
		expect(odd.map(({ place }) => place)).toEqual([]);
	});

	test('what may be left out may be left empty, in every mode of a locator', () => {
		const optional = locators.filter(({ property }) => !property.required);
		const strict = optional.filter(({ property: { modes = [] } }) =>
			modes.some(({ validation = [] }) => validation.some((one) => 'properties' in one && 'regex' in one.properties && !new RegExp(String(one.properties.regex)).test(''))),
		);
		expect(strict.map(({ place }) => place)).toEqual([]);
	});

	test('every list is filled by a method of the node', () => {
		const missing = [
			...locators.flatMap(({ place, property: { modes = [] } }) =>
				modes
					.filter(({ type }) => type === 'list')
					.map(({ typeOptions }) => typeOptions?.searchListMethod ?? '(none)')
					.filter((method) => !(method in (methods?.listSearch ?? {})))
					.map((method) => `${place}: ${method}`),
			),
			...all.flatMap(({ place, property: { typeOptions } }) =>
				typeOptions?.loadOptionsMethod !== undefined &&
				!(typeOptions.loadOptionsMethod in (methods?.loadOptions ?? {}))
					? [`${place}: ${typeOptions.loadOptionsMethod}`]
					: [],
			),
		];
		expect(missing).toEqual([]);
	});

	test('Return All and Limit go together', () => {
		for (const shown of operations) {
			const visible = description.properties.filter((property) => isFor(property, shown));
			const all = visible.find(({ name }) => name === 'returnAll');
			const limit = visible.find(({ name }) => name === 'limit');
			if (all === undefined && limit === undefined) continue;
			expect([shown, all, limit]).toEqual([
				shown,
				expect.objectContaining({ type: 'boolean', default: false }),
				expect.objectContaining({
					type: 'number',
					default: 50,
					typeOptions: expect.objectContaining({ minValue: 1 }),
					displayOptions: expect.objectContaining({
						show: expect.objectContaining({ returnAll: [false] }),
					}),
				}),
			]);
		}
	});

	test('no parameter holds a secret: those belong to credentials', () => {
		const secret = /(password|passphrase|secret|token|privateKey|apiKey)$/i;
		const odd = all.filter(
			({ property }) => secret.test(property.name) || property.typeOptions?.password === true,
		);
		expect(odd.map(({ place }) => place)).toEqual([]);
	});
}
