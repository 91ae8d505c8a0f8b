import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { builtCredentials } from './builtNodes';
import { root } from './places';

/** What the credential of a signing service asks is explained under the very words that stand in the form. */
const text = readFileSync(join(root, 'docs/signing.md'), 'utf8');
const section = /\n## Signing service\n([^]*?)(?=\n## |$)/i.exec(text)?.[1] ?? '';
const fields = builtCredentials().find(({ type }) => type.name === 'konturExternSigningServiceApi')?.type.properties ?? [];

test('docs/signing.md explains every field of a signing service', () => {
	expect(fields.length).toBeGreaterThan(20);
	expect(fields.map(({ displayName }) => displayName).filter((label) => !section.includes(`**${label}**`))).toEqual([]);
});

test.each(['docs/signing.md', 'docs/ru/signing.md'])('%s tells how long decrypted files stay in n8n, and how to limit that', (page) => {
	const limits = ['N8N_DEFAULT_BINARY_DATA_MODE', 'EXECUTIONS_DATA_PRUNE=true', 'EXECUTIONS_DATA_MAX_AGE', 'EXECUTIONS_DATA_PRUNE_MAX_COUNT', 'EXECUTIONS_DATA_HARD_DELETE_BUFFER', 'Save successful production executions'];
	const told = readFileSync(join(root, page), 'utf8');
	expect(limits.filter((limit) => !told.includes(limit))).toEqual([]);
});

test('docs/signing.md explains every choice of them', () => {
	const choices = fields.flatMap(({ options }) => options ?? []).flatMap((option) => ('value' in option ? option.name : []));
	expect(choices.filter((choice) => !section.includes(`*${choice}*`) && !['Field', 'Header'].includes(choice))).toEqual([]);
});
