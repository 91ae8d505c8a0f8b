import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { nodeTests } from './nodeTests.mjs';
import { root } from './places.mjs';

const folder = join(root, 'test/openid');

/** An independent OpenID client at the sandbox's provider: an ES module, which jest cannot load. */
export function openIdTests() {
	return nodeTests(
		readdirSync(folder)
			.filter((name) => name.endsWith('.test.mjs'))
			.map((name) => join(folder, name)),
	);
}
