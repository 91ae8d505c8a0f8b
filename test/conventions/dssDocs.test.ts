import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { builtCredentials } from './builtNodes';
import { root } from './places';

/** What the credential of CryptoPro DSS asks is explained under the very words that stand in the form. */
test('docs/signing.md explains every field of CryptoPro DSS', () => {
	const section = /\n## CryptoPro DSS\n([^]*?)(?=\n## |$)/.exec(readFileSync(join(root, 'docs/signing.md'), 'utf8'))?.[1] ?? '';
	const fields = builtCredentials().find(({ type }) => type.name === 'konturExternDssApi')?.type.properties ?? [];
	expect(fields.length).toBeGreaterThan(5);
	expect(fields.map(({ displayName }) => displayName).filter((label) => !section.includes(`**${label}**`))).toEqual([]);
});
