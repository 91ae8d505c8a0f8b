import scripts from '../scripts/eslint.config.mjs';

const jestGlobals = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'jest', 'test'];

export default [
	...scripts,
	{ ignores: ['engine/n8n-2.39/node_modules/**'] },
	{
		languageOptions: { globals: Object.fromEntries(jestGlobals.map((name) => [name, 'readonly'])) },
		rules: {
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
		},
	},
	{
		// `declare global` knows no other word.
		files: ['engine/sandboxProcesses.ts'],
		rules: { 'no-var': 'off' },
	},
	{
		// A package as n8n loads it: compiled CommonJS.
		files: ['engine/probe/**/*.js'],
		rules: { 'no-undef': 'off' },
	},
];
