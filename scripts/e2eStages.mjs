import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { installLane, lanes } from './lanes.mjs';
import { nodeTests } from './nodeTests.mjs';
import { root } from './places.mjs';

const folder = join(root, 'test/e2e');
/** Each file has an n8n and a sandbox of its own, and mostly waits for them. */
const filesAtOnce = 2;
/** Kills n8n at moments that pass by unseen on a busy machine. */
const isForItself = (file) => file.endsWith('crashes.test.mjs');
/**
 * What does not depend on the release of n8n, or is touched by the saved workflows and the engine's tests of the trigger
 * anyhow: unless asked for, the second lane leaves it out, to end in time.
 */
const inOneLane = ['crashes', 'deviceCode', 'folder', 'following', 'inbound', 'nightly', 'notices', 'people', 'readable', 'signingSecrets', 'start', 'twoProcesses'];
/** They begin first, so that none of them runs on alone at the end. */
const longest = ['operations', 'start', 'following', 'signingSecrets', 'editor'];
const isAmong = (names) => (file) => names.some((name) => file.endsWith(`/${name}.test.mjs`));
const longestFirst = (files) => files.toSorted((one, other) => Number(isAmong(longest)(other)) - Number(isAmong(longest)(one)));
const stageOf = (lane, title, some, atOnce) => ({
	title: `${title}, n8n ${lane.version}`,
	run: async () => {
		await installLane(lane);
		// Each test file is a process of its own and finds its lane there.
		process.env.LANE = lane.name;
		return nodeTests(some, atOnce);
	},
});

/**
 * The stages of the end-to-end tests.
 * @param {string[]} words names of lanes, and parts of the names of test files; without any, both lanes as CI runs them
 * @returns {import('./stages.mjs').Stage[]}
 */
export function e2eStages(words) {
	const chosenLanes = Object.values(lanes).filter(({ name }) => words.includes(name));
	const parts = words.filter((word) => !(word in lanes));
	const files = readdirSync(folder)
		.filter((name) => name.endsWith('.test.mjs'))
		.filter((name) => parts.length === 0 || parts.some((part) => name.includes(part)))
		.map((name) => join(folder, name));
	const isLeftOut = (lane, file) => words.length === 0 && lane !== lanes.small && isAmong(inOneLane)(file);

	return (chosenLanes.length > 0 ? chosenLanes : Object.values(lanes)).flatMap((lane) => {
		const ofLane = files.filter((file) => !isLeftOut(lane, file));
		if (ofLane.length < files.length) process.stdout.write(`n8n ${lane.version} leaves out ${inOneLane.join(', ')}; npm run test:long does not\n`);
		return [
			{ title: 'End to end', some: longestFirst(ofLane.filter((file) => !isForItself(file))), atOnce: filesAtOnce },
			{ title: 'Crashes', some: ofLane.filter(isForItself), atOnce: 1 },
		]
			.filter(({ some }) => some.length > 0)
			.map(({ title, some, atOnce }) => stageOf(lane, title, some, atOnce));
	});
}
