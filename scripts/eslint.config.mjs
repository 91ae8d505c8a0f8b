// For what is not shipped: scripts, tests and the sandbox. The package itself is judged by n8n's own rules, untouched.
import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import typescript from 'typescript-eslint';

const nodeGlobals = [
	'AbortController',
	'AbortSignal',
	'Buffer',
	'FormData',
	'URL',
	'URLSearchParams',
	'clearInterval',
	'clearTimeout',
	'console',
	'fetch',
	'performance',
	'process',
	'queueMicrotask',
	'setImmediate',
	'setInterval',
	'setTimeout',
	'structuredClone',
	'TextDecoder',
	'TextEncoder',
];

export default defineConfig(
	eslint.configs.recommended,
	typescript.configs.recommended,
	{
		languageOptions: {
			globals: Object.fromEntries(nodeGlobals.map((name) => [name, 'readonly'])),
		},
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			eqeqeq: 'error',
			'no-var': 'error',
			'prefer-const': 'error',
		},
	},
	{
		files: ['**/*.js', '**/*.cjs'],
		languageOptions: {
			sourceType: 'commonjs',
			globals: { module: 'writable', exports: 'writable', require: 'readonly', __dirname: 'readonly' },
		},
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
);
