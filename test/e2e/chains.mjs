/** Workflows that are a row of nodes behind the editor's button. */

const manualTrigger = { id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} };

/** Reads what the workplace has put into its folder of reports. */
export const readReports = { name: 'Reports', type: 'n8n-nodes-base.readWriteFile', typeVersion: 1.1, parameters: { fileSelector: '.n8n-files/outbox/*.xml', options: {} }, executeOnce: true };

/** Runs nodes one after another. */
export function chain(name, nodes, settings = {}) {
	const all = [manualTrigger, ...nodes.map((node, index) => ({ id: `node-${index}`, typeVersion: 1, position: [220 * (index + 1), 0], ...node }))];
	const connections = Object.fromEntries(all.slice(1).map((node, index) => [all[index].name, { main: [[{ node: node.name, type: 'main', index: 0 }]] }]));
	return { name, nodes: all, connections, settings };
}

/**
 * @param {import('../../scripts/workplace.mjs').Workplace} workplace
 * @param {ReturnType<typeof chain>} workflow
 * @returns {Promise<{ status: string, message?: string, runData: object }>}
 */
export async function runToEnd({ n8n: { client } }, workflow) {
	const { status, data } = await client.runToEnd(await client.addWorkflow(workflow), 'Start');
	return { status, message: data.resultData.error?.message, runData: data.resultData.runData };
}

/** The first item that a node gave. */
export const firstOf = ({ runData }, node) => runData[node][0].data.main[0][0].json;

/** As a node refers to credentials. */
export const using = (...credentials) => ({ credentials: Object.fromEntries(credentials.map(({ type, id, name }) => [type, { id, name }])) });

/**
 * What n8n says of a credential when it tests it.
 * @param {import('../../scripts/workplace.mjs').Workplace} workplace
 * @param {{ id: string, name: string, type: string, data: object }} credential
 * @returns {Promise<{ text: string, told: { place: string, kind: 'message', bytes: Buffer } }>} `told` in the shape of traces
 */
export async function testOf({ n8n: { client } }, credential) {
	const { status, message } = await client.rest('POST', '/credentials/test', { credentials: credential });
	return { text: `${status}: ${message}`, told: { place: `the test of ${credential.name}`, kind: 'message', bytes: Buffer.from(message) } };
}
