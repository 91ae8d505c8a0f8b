import { Linter } from 'eslint';
import * as plugin from 'eslint-plugin-n8n-nodes-base';
import type { INodeTypeDescription } from 'n8n-workflow';
import { parser } from 'typescript-eslint';

import { builtNodes } from './builtNodes';
import { sourceText } from './sourceText';

/**
 * n8n's rules on parameters read literals, and ours are generated. So each node is written out as the
 * literal that it amounts to, and n8n's own rules are run on that.
 */

/** Off in n8n's own config as well. */
const OFF_FOR_COMMUNITY = ['n8n-nodes-base/node-param-type-options-max-value-present'];

const rules = Object.keys(plugin.configs.nodes.rules)
	.filter((rule) => rule.startsWith('n8n-nodes-base/node-param-') && !OFF_FOR_COMMUNITY.includes(rule))
	.map((rule): [string, 'error'] => [rule, 'error']);

const linter = new Linter({ configType: 'flat' });

function lint(className: string, description: Partial<INodeTypeDescription>): string[] {
	const source = [
		"import type { INodeType, INodeTypeDescription } from 'n8n-workflow';",
		`export class ${className} implements INodeType {`,
		`\tdescription: INodeTypeDescription = ${sourceText(description, '\t')};`,
		'}',
		'',
	].join('\n');
	const lines = source.split('\n');
	const config: Linter.Config = {
		files: ['**/*.ts'],
		languageOptions: { parser },
		plugins: { 'n8n-nodes-base': { rules: plugin.rules } },
		rules: Object.fromEntries(rules),
	};
	return linter
		.verify(source, config, `nodes/${className}/${className}.node.ts`)
		.map(({ line, message, ruleId }) => `${lines[line - 1].trim()} — ${message} (${ruleId ?? 'syntax'})`);
}

for (const { className, type } of builtNodes()) {
	test(`${className} keeps n8n’s rules on parameters`, () => {
		expect(lint(className, type.description)).toEqual([]);
	});
}

test('the rules see what is wrong with a written-out description', () => {
	const complaints = lint('Careless', {
		properties: [
			{ displayName: 'max results', name: 'limit', type: 'number', default: 10, description: 'how many' },
			{
				displayName: 'Follow',
				name: 'follow',
				type: 'boolean',
				default: false,
				description: "Follows 'it' and \"that\".",
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				default: 'b',
				options: ['Zeta', 'Beta', 'Gamma', 'Delta', 'Alpha'].map((name) => ({ name, value: name })),
			},
		],
	});
	const broken = complaints.map((complaint) => /\(n8n-nodes-base\/node-param-(.+)\)$/.exec(complaint)?.[1]);
	expect(broken).toEqual(
		expect.arrayContaining([
			'default-wrong-for-limit',
			'description-boolean-without-whether',
			'description-excess-final-period',
			'description-lowercase-first-char',
			'display-name-miscased',
			'operation-without-no-data-expression',
			'options-type-unsorted-items',
			'type-options-missing-from-limit',
		]),
	);
});
