import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';

import { packageName, root } from '../../scripts/places.mjs';
import { Editor, withoutBrowser } from './browser.mjs';
import { lane, openWorkplace } from './lane.mjs';

const kinds = ['Account', 'Docflow', 'Draft', 'Send', 'Sign', 'Upload'];
const typeOf = (kind) => `${packageName}.konturExtern${kind}`;

/** Every list takes seconds to open; what the editor is given is compared above for all nodes. */
const openedAlways = { small: ['Docflow', 'Send'], recent: [] };
const leftToTestLong = (kind) => process.env.WHOLE_LANES !== 'true' && !openedAlways[lane.name].includes(kind) && 'npm run test:long opens the lists of all nodes';

/** Opened so often to know how long a form takes; what is shown is the middle one. */
const rounds = 3;
/** Times the largest form of n8n, which has less than half the properties; both are opened anew each time. */
const longest = 2.5;

describe('the operations in the editor', { skip: withoutBrowser }, () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	/** @type {Editor} */
	let editor;
	/** Every type of node that this n8n has. @type {Map<string, import('n8n-workflow').INodeTypeDescription>} */
	let types;
	before(async () => {
		workplace = await openWorkplace('operations');
		editor = await Editor.open(workplace.n8n.address);
		const answer = await editor.page.request.get(`${workplace.n8n.address}/types/nodes.json`);
		types = new Map((await answer.json()).map((type) => [type.name, type]));
	});
	after(async () => {
		await editor?.close();
		await workplace?.close();
	});

	it('has every operation of the catalogue in a form that it offers', () => {
		const catalogue = JSON.parse(execFileSync('npm', ['run', '--silent', 'catalogue'], { cwd: root, encoding: 'utf8' }));
		const lost = catalogue
			.filter(({ node, resource, operation }) => resource !== null && !offers(types.get(`${packageName}.${node}`), resource, operation))
			.map(({ id }) => id);
		assert.deepEqual(lost, []);
		assert.ok(catalogue.length > 150, `${catalogue.length} operations`);
	});

	for (const kind of kinds) {
		it(`lists each operation of ${kind} for picking, old ones when asked to`, { skip: leftToTestLong(kind) }, async () => {
			await open(kind);
			const { properties } = types.get(typeOf(kind));
			for (const { name, value } of resourcesOf(properties)) {
				await pick('resource', name);
				const [usual, all = usual] = selectorsOf(properties, value);
				assert.deepEqual(await listed('operation'), namesOf(usual));
				if (all === usual) continue;
				const legacySwitch = editor.element('parameter-input-showLegacyOperations').locator('.el-switch');
				await legacySwitch.click();
				assert.deepEqual(await listed('operation'), namesOf(all));
				// It stays on for the next resource too.
				await legacySwitch.click();
			}
		});
	}

	it('opens the largest of our forms in the time that an operator knows from the largest of n8n itself', async () => {
		const ours = largest([...types.values()].filter(({ name }) => name.startsWith(packageName)));
		const theirs = largest([...types.values()].filter(({ name }) => name.startsWith('n8n-nodes-base.')));
		// In turns, since what else the machine does changes meanwhile.
		const times = { mine: [], peer: [] };
		for (let round = 0; round < rounds; round += 1) {
			times.mine.push(await timeToOpen(ours));
			times.peer.push(await timeToOpen(theirs));
		}
		const ratio = median(times.mine) / median(times.peer);
		console.log(`${ours.displayName} (${ours.properties.length} properties) opens in ${ratio.toFixed(2)} of the time of ${theirs.displayName} (${theirs.properties.length})`);
		assert.ok(ratio < longest, `${ours.displayName} takes ${ratio.toFixed(2)} times as long as ${theirs.displayName}`);
	});

	/** A workflow with one node, opened. */
	async function place(type) {
		const version = Array.isArray(type.version) ? Math.max(...type.version) : type.version;
		const node = { id: 'one', name: 'One', type: type.name, typeVersion: type.defaultVersion ?? version, position: [0, 0], parameters: {} };
		await editor.openWorkflow(await workplace.n8n.client.addWorkflow({ name: type.displayName, nodes: [node], connections: {} }));
	}

	async function open(kind) {
		await place(types.get(typeOf(kind)));
		await editor.openForm('One');
	}

	/** Milliseconds from the double click to the first field. */
	async function timeToOpen(type) {
		await place(type);
		const began = performance.now();
		await editor.openForm('One');
		const took = performance.now() - began;
		await editor.closeForm();
		return took;
	}

	function median(times) {
		return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
	}

	const choices = () => editor.page.locator('.el-select-dropdown__item:visible');

	/** What a list offers when it is opened, without n8n's own Custom API Call. */
	async function listed(parameter) {
		await editor.element(`parameter-input-${parameter}`).click();
		await choices().first().waitFor();
		const offered = await choices().locator('.option-headline, .list-option').allInnerTexts();
		await editor.page.keyboard.press('Escape');
		await choices().first().waitFor({ state: 'hidden' });
		return [...new Set(offered.map((text) => text.split('\n')[0].trim()))].filter((text) => text !== 'Custom API Call').sort();
	}

	async function pick(parameter, name) {
		await editor.element(`parameter-input-${parameter}`).click();
		const exactly = new RegExp(`^\\s*${name.replace(/[()]/g, '\\$&')}\\s*$`);
		await choices().filter({ has: editor.page.locator('.option-headline, .list-option', { hasText: exactly }) }).first().click();
		await choices().first().waitFor({ state: 'hidden' });
	}
});

function resourcesOf(properties) {
	const { options } = properties.find(({ name }) => name === 'resource');
	return options.filter(({ value }) => value !== '__CUSTOM_API_CALL__');
}

/** The lists of operations of a resource: the usual one, and the one with old operations where there are some. */
function selectorsOf(properties, resource) {
	return properties.filter(({ name, displayOptions }) => name === 'operation' && displayOptions.show.resource.includes(resource));
}

function namesOf({ options }) {
	return options
		.filter(({ value }) => value !== '__CUSTOM_API_CALL__')
		.map(({ name }) => name)
		.sort();
}

function offers(type, resource, operation) {
	return selectorsOf(type?.properties ?? [], resource).some(({ options }) => options.some(({ value }) => value === operation));
}

function largest(candidates) {
	return candidates.reduce((most, one) => (JSON.stringify(one.properties).length > JSON.stringify(most.properties).length ? one : most));
}
