import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { cache, packageName } from '../../scripts/places.mjs';
import { exampleWorkflow } from '../../scripts/workflows.mjs';
import { Editor, withoutBrowser } from './browser.mjs';
import { lane, openWorkplace } from './lane.mjs';
import { eventually } from './waiting.mjs';

const pictures = join(cache, 'screenshots', lane.name);

const kinds = ['Account', 'Docflow', 'Draft', 'Send', 'Sign', 'Trigger', 'Upload'];

/** All seven nodes beside each other, as they fall onto the canvas. */
const sampler = {
	name: 'Seven nodes',
	nodes: kinds.map((kind, index) => ({
		id: `sampler-${index}`,
		name: kind,
		type: `${packageName}.konturExtern${kind}`,
		typeVersion: 1,
		position: [index * 220, 0],
		parameters: {},
		credentials: { konturExternApi: { id: '', name: '' } },
	})),
	connections: {},
};

describe('the editor in a browser', { skip: withoutBrowser }, () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	/** @type {Editor} */
	let editor;
	let samplerId;
	before(async () => {
		mkdirSync(pictures, { recursive: true });
		workplace = await openWorkplace('editor');
		workplace.putReport('0087');
		await workplace.n8n.client.executionEnd(await workplace.fileReports());
		samplerId = await workplace.n8n.client.addWorkflow(sampler, workplace.credentials);
		editor = await Editor.open(workplace.n8n.address);
	});
	after(async () => {
		await editor?.close();
		await workplace?.close();
	});

	it('shows the seven nodes with their icons', async () => {
		await editor.openWorkflow(samplerId);
		for (const kind of kinds) {
			const icon = editor.node(kind).locator('img').first();
			await icon.waitFor();
			const { source, width } = await icon.evaluate((image) => ({ source: image.src, width: image.naturalWidth }));
			assert.ok(source.includes(packageName), `${kind}: ${source}`);
			assert.ok(width > 0, `${kind}: the icon is not drawn`);
		}
	});

	for (const kind of kinds) {
		it(`opens the form of ${kind}, whose lists offer something`, async () => {
			await editor.openWorkflow(samplerId);
			await editor.openForm(kind);
			const list = kind === 'Trigger' ? 'parameter-input-startFrom' : 'parameter-input-operation';
			await editor.element(list).click();
			const options = editor.page.locator('.el-select-dropdown__item:visible');
			await options.first().waitFor();
			const offered = await options.allInnerTexts();
			assert.ok(offered.length >= 2, `${kind}: ${offered}`);
			// What no node does, n8n's HTTP Request node can do with the same credential.
			assert.equal(offered.includes('Custom API Call'), kind !== 'Trigger', `${kind}: ${offered}`);
		});
	}

	it('offers the accounts of the service in the list of a locator', async () => {
		await editor.openWorkflow(samplerId);
		await editor.openForm('Upload');
		await editor.element('rlc-input').first().click();
		const offered = editor.element('rlc-item').filter({ hasText: workplace.account.name });
		await offered.first().waitFor();
		await editor.page.screenshot({ path: join(pictures, 'form.png') });
	});

	it('offers organizations, authorities, certificates, drafts and docflows of the account', async () => {
		const { account } = workplace;
		const accountId = { __rl: true, mode: 'id', value: account.id };
		const unchosen = { __rl: true, mode: 'list', value: '' };
		const lists = [
			{ name: 'Organization', kind: 'Account', parameters: { resource: 'organization', operation: 'get', accountId, orgId: unchosen }, offers: account.organizations[0].name },
			{ name: 'Authority', kind: 'Draft', parameters: { resource: 'draft', operation: 'create', accountId }, offers: '0087' },
			{ name: 'Certificate', kind: 'Draft', place: 2, parameters: { resource: 'draft', operation: 'create', accountId, certificate: unchosen }, offers: account.certificates[0].fio },
			{ name: 'Draft', kind: 'Send', parameters: { resource: 'draft', operation: 'check', accountId, draftId: unchosen }, offers: `INN ${account.inn}` },
			{ name: 'Docflow', kind: 'Docflow', parameters: { resource: 'docflow', operation: 'get', accountId, docflowId: unchosen }, offers: 'Accepted' },
		];
		const nodes = lists.map(({ name, kind, parameters }, index) => ({ ...sampler.nodes[kinds.indexOf(kind)], id: `list-${index}`, name, position: [index * 220, 0], parameters }));
		const workflowId = await workplace.n8n.client.addWorkflow({ name: 'Lists', nodes, connections: {} }, workplace.credentials);
		// The first locator is the account's.
		for (const { name, offers, place = 1 } of lists) {
			await editor.openWorkflow(workflowId);
			await editor.openForm(name);
			await editor.element('rlc-input').nth(place).click();
			await editor.element('rlc-item').filter({ hasText: offers }).first().waitFor();
		}
	});

	it('finds the nodes by a Russian word', async () => {
		await editor.openWorkflow(samplerId);
		await editor.element('node-creator-plus-button').click();
		await editor.element('node-creator-search-bar').fill('отчёт');
		await editor.page.getByText('Kontur Extern Send').first().waitFor();
	});

	it('shows the example with the execution that filed a report', async () => {
		const workflowId = workplace.workflowIds['file-report'];
		await editor.openWorkflow(workflowId);
		const { nodes } = exampleWorkflow('file-report');
		const steps = nodes.filter(({ type }) => !type.endsWith('.stickyNote')).length;
		assert.equal(await editor.element('canvas-node').count(), steps);

		await editor.page.goto(`${editor.address}/workflow/${workflowId}/executions`);
		await editor.element('current-executions-list').getByText('Succeeded').waitFor();
		await eventually('the nodes of the execution', () => editor.nodesAnywhere(), (count) => count >= steps);
		await editor.page.screenshot({ path: join(pictures, 'execution.png') });
	});

	it('asks no host but this one', () => {
		assert.deepEqual([...editor.outsideHosts], []);
	});
});
