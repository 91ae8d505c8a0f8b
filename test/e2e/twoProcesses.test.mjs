import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';

import { packageName } from '../../scripts/places.mjs';
import { givenSession, givenTokens } from './givenSessions.mjs';
import { openWorkplace } from './lane.mjs';
import { eventually } from './waiting.mjs';

/** As long as a service takes that is far away. */
const distanceMs = 80;
/** Items of each process, and how often they are tried again with twice as many until both renewed at the same time. */
const fewestItems = 60;
const mostTries = 3;

const outcomes = { 200: 'renewed', 400: 'refused', 403: 'refused' };
const countOf = (all, wanted) => all.filter((one) => one === wanted).length;

describe('two processes with one credential', () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	before(async () => {
		workplace = await openWorkplace('twoProcesses');
		await workplace.n8n.client.deactivate(workplace.workflowIds['report-events']);
	});
	after(() => workplace?.close());
	afterEach(() => workplace.sandbox.removeFaults());

	/** @returns {Promise<{ id: string, name: string }>} */
	const givenCredential = (signIn, brought) => {
		const { sandbox, seed } = workplace;
		const data = { environment: 'own', apiUrl: sandbox.api, identityUrl: sandbox.identity, signIn, clientId: seed.clientId, apiKey: seed.apiKey, ...brought };
		return workplace.n8n.client.addCredential({ name: signIn, type: 'konturExternApi', data });
	};
	const setLifetimes = async (lifetimes) => {
		const body = JSON.stringify(lifetimes);
		const answer = await fetch(`${workplace.sandbox.identity}/_sandbox/lifetimes`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
		assert.equal(answer.status, 200);
	};
	const atADistance = async () => {
		for (const path of ['/organizations', '/connect/token', '/sessions/refresh']) {
			await workplace.sandbox.addFault({ path, after: true, action: { delayMs: distanceMs } });
		}
	};
	const requestsSince = (before) => workplace.sandbox.requests(before);
	const lastRequest = async () => (await workplace.sandbox.requests()).at(-1)?.number ?? 0;

	/** Asks for organizations once for each item; the INN asked for tells item and process. */
	const askForEach = (process, count) => ({
		name: `Ask for each of ${count} (${process})`,
		nodes: [
			{ id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			{
				id: 'list',
				name: 'List',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				position: [220, 0],
				parameters: { mode: 'raw', jsonOutput: JSON.stringify({ inn: innsOf(process, count) }), options: {} },
			},
			{ id: 'items', name: 'Items', type: 'n8n-nodes-base.splitOut', typeVersion: 1, position: [440, 0], parameters: { fieldToSplitOut: 'inn', options: {} } },
			{
				id: 'ask',
				name: 'Ask',
				type: `${packageName}.konturExternAccount`,
				typeVersion: 1,
				position: [660, 0],
				parameters: {
					resource: 'organization',
					operation: 'getAll',
					accountId: { __rl: true, mode: 'id', value: workplace.account.id },
					additionalFields: { inn: '={{ $json.inn }}' },
				},
				credentials: { konturExternApi: {} },
			},
		],
		connections: { Start: to('List'), List: to('Items'), Items: to('Ask') },
	});
	const to = (node) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	const innsOf = (process, count) => Array.from({ length: count }, (_, index) => `77${process}${String(index).padStart(7, '0')}`);

	/** Runs the items of both processes at the same time, and tells what the service saw of it. */
	const runBoth = async (credential, count) => {
		const { client } = workplace.n8n;
		const [ours, theirs] = await Promise.all([1, 2].map((process) => client.addWorkflow(askForEach(process, count), { konturExternApi: credential })));
		const before = await lastRequest();
		const second = workplace.n8n.execute(theirs).catch((error) => error);
		await Promise.race([second, eventually('the second process', () => requestsSince(before), ({ length }) => length > 0)]);
		await client.runToEnd(ours, 'Start');
		const died = await second;
		for (const workflowId of [theirs, ours]) {
			const [{ status, data }] = await client.executions(workflowId);
			assert.equal(status, 'success', `${data.resultData.error?.message ?? died?.message}`);
		}
		const requests = await requestsSince(before);
		const asked = requests.filter(({ operation }) => operation === 'organizations-list');
		const renewals = requests.filter(({ path }) => /connect\/token|sessions\/refresh/.test(path));
		return {
			statusesOf: (inn) => asked.filter(({ query }) => query.inn === inn).map(({ status }) => status),
			renewals: renewals.map(({ status }) => outcomes[status] ?? status),
		};
	};

	const ways = [
		{ signIn: 'refreshToken', name: 'a refresh token', bring: async () => ({ refreshToken: (await givenTokens(workplace)).refreshToken }), lifetimes: { accessToken: 6 } },
		{ signIn: 'authSid', name: 'an auth.sid and its refresh token', bring: () => givenSession(workplace), lifetimes: { session: 1 } },
	];
	for (const { signIn, name, bring, lifetimes } of ways) {
		it(`${name}: both do every item, although each renewal of one takes the token away from the other`, async (t) => {
			await setLifetimes(lifetimes);
			await atADistance();
			const credential = await givenCredential(signIn, await bring());
			for (let tries = 1, count = fewestItems; ; tries += 1, count *= 2) {
				const { statusesOf, renewals } = await runBoth(credential, count);
				const again = [1, 2].flatMap((process) => innsOf(process, count)).filter((inn) => statusesOf(inn).length > 1).length;
				t.diagnostic(`${count} items each, renewals: ${renewals.join(' ')}; ${again} calls made again`);
				for (const inn of [1, 2].flatMap((process) => innsOf(process, count))) {
					assert.match(statusesOf(inn).join(' '), /^(401 )?200$/, inn);
				}
				assert.ok(countOf(renewals, 'renewed') > 3, renewals.join(' '));
				if (renewals.includes('refused')) return;
				assert.ok(tries < mostTries, `no renewal was refused: ${renewals.join(' ')}`);
			}
		});
	}
});
