import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { chain, readReports, runToEnd } from './chains.mjs';
import { kinds, spellingsOf, tracesOf } from './traces.mjs';

/** A text that stands nowhere else, with what spellings differ in. */
export const canary = (name) => `Канарейка "${name}" /?&=+\\ ${randomBytes(9).toString('hex')}`;

/** The same for what goes into a header. */
export const plainCanary = (name) => `canary-${name}/+=${randomBytes(18).toString('hex')}`;

/** The same with the look of a key. */
export const damagedKey = () => `-----BEGIN PRIVATE KEY-----\n${[1, 2, 3].map(() => randomBytes(48).toString('base64')).join('\n')}\n-----END PRIVATE KEY-----\n`;

/**
 * Leaves a text behind where secrets must not be: in an item and in a file. Who looks for secrets has to find it.
 * @param {import('../../scripts/workplace.mjs').Workplace} workplace
 * @returns {Promise<string>} the text
 */
export async function plant(workplace) {
	const planted = canary('planted');
	workplace.takeReportsAway();
	workplace.putBytes('planted.xml', Buffer.from(planted));
	const asText = JSON.stringify(Object.fromEntries([...spellingsOf(planted)].map(([text, way]) => [way, text])));
	await runToEnd(workplace, chain('Planted', [
		{ name: 'Set', type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters: { mode: 'raw', jsonOutput: asText, options: {} } },
		readReports,
	]));
	workplace.takeReportsAway();
	return planted;
}

/** The planted text is found in every spelling, and there is something of each kind to look through. */
export function assertFound(planted, left) {
	const found = tracesOf([['planted', planted]], left);
	const [, ...spellings] = new Set(spellingsOf(planted).values());
	for (const spelling of spellings) assert.ok(found.includes(`planted ${spelling}: execution_data.data`), `${spelling} in\n${found.join('\n')}`);
	for (const place of [/^planted in JSON: .*sqlite/, /^planted as it is: .*binary_data/]) assert.ok(found.some((trace) => place.test(trace)), found.join('\n'));
	for (const kind of kinds) assert.ok(left.some((one) => one.kind === kind && one.bytes.length > 0), kind);
}

/**
 * No secret stands anywhere.
 * @param {ReadonlyArray<readonly [string, string]>} secrets by their names
 * @param {Parameters<typeof tracesOf>[1]} left
 */
export function assertNoTrace(secrets, left) {
	const all = [...new Map(secrets.map(([name, secret]) => [secret, [name, secret]])).values()];
	// One that is too short to be looked for would pass unseen.
	for (const [name, secret] of all) assert.ok(spellingsOf(secret).has(secret), `${name} is too short`);
	const sizes = kinds.map((kind) => `${kind}: ${left.filter((one) => one.kind === kind).reduce((sum, { bytes }) => sum + bytes.length, 0)} bytes`);
	const files = left.filter(({ kind }) => kind !== 'table' && kind !== 'message');
	console.log(`Looked for ${all.length} secrets in ${files.length} files; ${sizes.join(', ')}`);
	assert.deepEqual(tracesOf(all, left), []);
}
