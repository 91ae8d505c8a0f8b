import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** What the scripts make and may be deleted at any time: logs and packed tarballs. */
export const cache = join(root, '.cache');

export const logs = join(cache, 'logs');

export const packageName = 'n8n-nodes-kontur-extern';
