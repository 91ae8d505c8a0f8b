import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { NodeApiError } from 'n8n-workflow';

import type { TriggerInTest } from './engine';
import { engineIsDurable, runWorkflow, searchList, startTrigger } from './engine';

/** The harness itself, tried with a package of two tiny nodes against a site of a few lines. */
const folder = join(__dirname, 'probe');

declare const engineLane: string;

test('the lane runs on its own engine', () => {
	const manifest = join(dirname(require.resolve('n8n-core')), '../package.json');
	expect(JSON.parse(readFileSync(manifest, 'utf8')).version).toMatch(new RegExp(`^${engineLane}\\.`));
});

let server: Server;
let site: string;
let signIns: number;
let accepted: string;
let seen: string[];

beforeAll(async () => {
	server = createServer((request, response) => {
		seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`.trim());
		response.setHeader('content-type', 'application/json');
		if (request.url === '/sign-in') {
			signIns++;
			accepted = `auth.sid s${signIns}`;
			response.end(JSON.stringify({ session: `s${signIns}` }));
		} else if (request.url === '/connect/token') {
			accepted = 'Bearer new';
			response.end(JSON.stringify({ access_token: 'new', refresh_token: 'r2', token_type: 'Bearer', expires_in: 60 }));
		} else {
			response.statusCode = request.headers.authorization === accepted ? 200 : 401;
			response.end(JSON.stringify({ path: request.url }));
		}
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
	signIns = 0;
	accepted = 'nothing';
	seen = [];
});

afterAll(async () => {
	await new Promise((closed) => server.close(closed));
});

const fetching = (authentication: string) => ({
	type: 'probe',
	name: 'Probe',
	parameters: { authentication, url: '={{ $json.url }}' },
});

describe('credentials', () => {
	test('a session is opened once, sent with every request and stored', async () => {
		const outcome = await runWorkflow({
			folder,
			nodes: [fetching('probeSessionApi')],
			credentials: { probeSessionApi: { site } },
			items: [{ json: { url: `${site}/a` } }, { json: { url: `${site}/b` } }],
		});
		expect(outcome.error).toBeUndefined();
		expect(outcome.json('Probe')).toEqual([{ path: '/a' }, { path: '/b' }]);
		expect(seen).toEqual(['POST /sign-in', 'GET /a auth.sid s1', 'GET /b auth.sid s1']);
		expect(outcome.credentials.probeSessionApi.session).toBe('s1');
	});

	test('an expired session is renewed after a 401 and the request repeated', async () => {
		const outcome = await runWorkflow({
			folder,
			nodes: [fetching('probeSessionApi')],
			credentials: { probeSessionApi: { site, session: 'old' } },
			items: [{ json: { url: `${site}/a` } }],
		});
		expect(outcome.json('Probe')).toEqual([{ path: '/a' }]);
		expect(seen).toEqual(['GET /a auth.sid old', 'POST /sign-in', 'GET /a auth.sid s1']);
		expect(outcome.credentials.probeSessionApi.session).toBe('s1');
	});

	test('an OAuth2 token is refreshed by the engine and stored', async () => {
		const outcome = await runWorkflow({
			folder,
			nodes: [fetching('probeOAuth2Api')],
			credentials: {
				probeOAuth2Api: {
					site,
					clientId: 'client',
					clientSecret: 'secret',
					oauthTokenData: { access_token: 'old', refresh_token: 'r1', token_type: 'Bearer' },
				},
			},
			items: [{ json: { url: `${site}/a` } }],
		});
		expect(outcome.error).toBeUndefined();
		expect(outcome.json('Probe')).toEqual([{ path: '/a' }]);
		expect(outcome.credentials.probeOAuth2Api.oauthTokenData).toMatchObject({
			access_token: 'new',
			refresh_token: 'r2',
		});
	});

	test('lists of the editor see the credential', async () => {
		const page = await searchList({
			folder,
			type: 'probe',
			method: 'pages',
			filter: 'x',
			paginationToken: '2',
			credentials: { probeSessionApi: { site } },
		});
		expect(page).toEqual({ results: [{ name: `x of ${site}`, value: '2' }] });
	});
});

describe('workflows', () => {
	test('files go through the binary store as streams', async () => {
		const bytes = Buffer.from('Отчёт', 'utf8');
		const outcome = await runWorkflow({
			folder,
			nodes: [{ type: 'probe', name: 'Copy', parameters: { action: 'copyFile' } }],
			items: [{ files: { data: { bytes, fileName: 'отчёт.xml', mimeType: 'text/xml' } } }],
		});
		expect(outcome.error).toBeUndefined();
		expect(outcome.output('Copy')[0].binary?.copy).toMatchObject({
			fileName: 'copy of отчёт.xml',
			mimeType: 'text/xml',
			id: expect.stringMatching(/^filesystem-v2:/),
		});
		expect((await outcome.binary('Copy', 0, 'copy')).equals(bytes)).toBe(true);
	});

	test('an error stops the workflow and is told per node', async () => {
		const outcome = await runWorkflow({
			folder,
			nodes: [fetching('probeSessionApi')],
			credentials: { probeSessionApi: { site, session: 'old' } },
			items: [{ json: { url: 'http://127.0.0.1:1/closed' } }],
		});
		expect(outcome.status).toBe('error');
		expect(outcome.errorOf('Probe')).toMatchObject({ name: NodeApiError.name, context: { itemIndex: 0 } });
		expect(outcome.error?.message).toBe(outcome.errorOf('Probe')?.message);
	});

	test('Stop reaches a waiting node', async () => {
		const outcome = await runWorkflow({
			folder,
			nodes: [{ type: 'probe', name: 'Wait', parameters: { action: 'wait' } }],
			cancelAfter: 50,
		});
		expect(outcome.status).toBe('canceled');
	});
});

describe('polling triggers', () => {
	const trigger: TriggerInTest = { folder, type: 'probeTrigger' };

	test('in memory: activation saves, a silent poll does not, an emitting one does', async () => {
		const probe = await startTrigger(trigger);
		expect(await probe.activate()).toBeNull();
		expect(probe.saved).toEqual({ polls: 1 });
		expect(await probe.tick()).toEqual([{ json: expect.objectContaining({ polls: 2, mode: 'trigger' }) }]);
		expect(probe.saved).toEqual({ polls: 2 });
		expect(await probe.tick()).toBeNull();
		expect(probe.state).toEqual({ polls: 3 });
		expect(probe.saved).toEqual({ polls: 2 });
	});

	test('a restarted process knows what was saved and nothing of its module scope', async () => {
		const probe = await startTrigger({ ...trigger, saved: { polls: 5 } });
		await probe.tick();
		await probe.tick();
		const next = await probe.restart();
		const before = await probe.restart({ polls: 5 });
		expect((await next.activate('init'))?.[0].json).toBeUndefined();
		expect(await before.activate('init')).toEqual([
			{ json: expect.objectContaining({ polls: 6, pollsOfThisProcess: 1, activation: 'init' }) },
		]);
	});

	test('a failing poll is thrown, at activation and later', async () => {
		const probe = await startTrigger({ ...trigger, parameters: { refuse: true } });
		await expect(probe.activate()).rejects.toThrow('Refused to poll');
		await expect(probe.tick()).rejects.toThrow('Refused to poll');
		expect(probe.saved).toEqual({});
	});

	test('a test event is fetched in manual mode and saves nothing', async () => {
		const probe = await startTrigger({ ...trigger, saved: { polls: 1 } });
		expect(await probe.fetchTestEvent()).toEqual([
			{ json: expect.objectContaining({ mode: 'manual', activation: 'manual' }) },
		]);
		expect(probe.saved).toEqual({ polls: 1 });
	});

	const durably = engineIsDurable ? test : test.skip;

	durably('durably: a silent poll is saved too, a silent activation is not, and the budget is short', async () => {
		const probe = await startTrigger({ ...trigger, durable: true });
		expect(await probe.activate()).toBeNull();
		expect(probe.saved).toEqual({});
		expect(await probe.tick()).toBeNull();
		expect(probe.saved).toEqual({ polls: 1 });
		expect(await probe.tick()).toEqual([{ json: expect.objectContaining({ polls: 2, budget: 36_000 }) }]);
	});
});
