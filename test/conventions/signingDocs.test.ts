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

test('docs/signing.md explains every choice of them', () => {
	const choices = fields.flatMap(({ options }) => options ?? []).flatMap((option) => ('value' in option ? option.name : []));
	expect(choices.filter((choice) => !section.includes(`*${choice}*`) && !['Field', 'Header'].includes(choice))).toEqual([]);
});
