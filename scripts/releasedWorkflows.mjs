import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Stop } from './progress.mjs';

/**
 * What tells whether a folder of saved workflows is still what it was: SHA-256 over the names and bytes of its files.
 * @param {string} folder of one version, with files only
 * @returns {string} in hex
 */
export function digestOf(folder) {
	const digest = createHash('sha256');
	for (const name of readdirSync(folder).sort()) {
		const bytes = readFileSync(join(folder, name));
		digest.update(`${name}\0${bytes.length}\0`).update(bytes);
	}
	return digest.digest('hex');
}

/**
 * The versions that operators have, whose workflows are final.
 * @param {string} folder of all versions, with `released.json`
 * @returns {Record<string, string>} the digest of each, by version
 */
export function releasedVersions(folder) {
	return JSON.parse(readFileSync(join(folder, 'released.json'), 'utf8'));
}

/**
 * Fails when workflows of this version may not be written anew.
 * @param {string} folder of all versions
 * @param {string} version
 */
export function assertNotReleased(folder, version) {
	if (!(version in releasedVersions(folder))) return;
	throw new Stop(`Version ${version} is released: its workflows stay as operators have saved them. Raise the version in package.json first; released.json lists the released ones`);
}

/**
 * The released versions whose workflows are no longer what was released.
 * @param {string} folder of all versions
 * @returns {string[]} empty when all are
 */
export function changedVersions(folder) {
	const there = new Set(readdirSync(folder));
	return Object.entries(releasedVersions(folder)).flatMap(([version, digest]) => (there.has(version) && digestOf(join(folder, version)) === digest ? [] : [version]));
}
