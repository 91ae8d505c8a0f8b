/** `node judgeSaved.mjs FOLDER VERSION`: prints what the rules of released versions say of a folder of saved workflows. */
import { join } from 'node:path';

import { assertNotReleased, changedVersions, digestOf } from '../../scripts/releasedWorkflows.mjs';

const [folder, version] = process.argv.slice(2);
const verdict = { changed: changedVersions(folder), digest: digestOf(join(folder, version)) };
try {
	assertNotReleased(folder, version);
} catch (error) {
	verdict.refusal = error.message;
}
process.stdout.write(JSON.stringify(verdict));
