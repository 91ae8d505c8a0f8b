/** The plugin ships no types; this is the part that the tests use. */
declare module 'eslint-plugin-n8n-nodes-base' {
	import type { Rule } from 'eslint';

	export const rules: Record<string, Rule.RuleModule>;
	export const configs: Record<'community' | 'credentials' | 'nodes', { rules: Record<string, string> }>;
}
