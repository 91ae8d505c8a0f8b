import { randomBytes } from 'node:crypto';

import axios from 'axios';
import type { INodeParameters } from 'n8n-workflow';

import type { CredentialData } from './credentials';
import { runWorkflow } from './engine';
import { givenTrigger, jsonOf, schedulers, type TriggerWishes } from './eventTrigger';
import { chosen, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { file, xmlFile } from './scenarios/desk';
import { Service } from './stages';
import { ofAccount } from './stages/accounts';
import { demanded, sentInventory } from './stages/docflows';

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

afterEach(async () => {
	await sandbox.clearFaults();
});

const DEMAND = 'urn:docflow:fss-sedo-demand';
const LETTER = 'urn:docflow:fns534-cu-letter';

const watching = async (parameters: INodeParameters = {}, wishes: TriggerWishes = {}) =>
	await givenTrigger(sandbox, fresh.seed, { source: 'docflows', docflowTypes: [DEMAND], startFrom: 'now', ...parameters }, wishes);
const given = async (type = 'fss-sedo-demand', account = fresh.account) => await sandbox.beginDocflow(account.id, type);
const idsIn = (items: Parameters<typeof jsonOf>[0]) => jsonOf(items).map(({ docflowId }) => docflowId);

/** An account that the user gets meanwhile. */
async function openAccount(): Promise<string> {
	const headers = { authorization: `auth.sid ${fresh.seed.sid}`, 'x-kontur-apikey': fresh.seed.apiKey };
	const { data } = await axios.post<{ id: string }>(`${sandbox.addresses.api}/v1`, { inn: '7736050003', kpp: '773601001', 'organization-name': 'ООО «Новая»' }, { headers });
	return data.id;
}

async function passMinutes(minutes: number) {
	const { now } = await sandbox.clock();
	await sandbox.setClock({ now: new Date(Date.parse(now) + minutes * 60_000).toISOString() });
}

describe.each(schedulers)('with the scheduler $scheduler', ({ durable }) => {
	test('from now on: what is there is passed over, what begins comes once', async () => {
		await given();
		const trigger = await watching({}, { durable });
		expect(await trigger.activate()).toBeNull();
		const first = await given();
		expect(idsIn(await trigger.tick())).toEqual([first]);
		expect(await trigger.tick()).toBeNull();
		const second = await given();
		expect(idsIn(await trigger.tick())).toEqual([second]);
		expect(await trigger.tick()).toBeNull();
	});

	test('after a restart the last batch comes once more, marked, and nothing else', async () => {
		const trigger = await watching({ startFrom: 'beginning' }, { durable });
		const docflow = await given();
		expect(idsIn(await trigger.activate())).toEqual([docflow]);
		const restarted = await trigger.restart();
		const again = jsonOf(await restarted.activate('init'));
		expect(again).toEqual([expect.objectContaining({ docflowId: docflow, redelivered: true, event: expect.any(String) })]);
		expect(await restarted.tick()).toBeNull();
		const next = await given();
		expect(idsIn(await restarted.tick())).toEqual([next]);
	});

	test('a kill while executions of several batches run: all of them come again, no more at once than a poll takes', async () => {
		const trigger = await watching({ startFrom: 'beginning' }, { durable });
		const first = [await given(), await given()];
		expect(idsIn(await trigger.activate())).toEqual(first);
		const second = await given();
		expect(idsIn(await trigger.tick())).toEqual([second]);
		const restarted = await watching({ startFrom: 'beginning' }, { durable, saved: trigger.saved, options: { eventsPerPoll: 2 } });
		const polls = [jsonOf(await restarted.activate('init')), jsonOf(await restarted.tick())];
		expect(polls.map((items) => items.map(({ docflowId, redelivered }) => [docflowId, redelivered]))).toEqual([first.map((id) => [id, true]), [[second, true]]]);
		expect(await restarted.tick()).toBeNull();
	});
});

test('an item tells in words whose docflow it is, what happened and until when', async () => {
	const trigger = await watching({ startFrom: 'beginning', withDocflow: true }, { options: { labelLanguage: 'ru' } });
	const docflowId = await given();
	const [item] = jsonOf(await trigger.activate());
	expect(item).toMatchObject({
		docflowId,
		accountId: fresh.account.id,
		organization: fresh.account.name,
		inn: fresh.account.inn,
		event: expect.stringContaining('urn:docflow-common-status:'),
		eventLabel: expect.stringMatching(/[а-яё]/i),
		docflowType: DEMAND,
		authority: expect.stringContaining('СФР'),
		severity: 'actionNeeded',
		at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
		needsReply: expect.any(Boolean),
	});
	expect(item).not.toHaveProperty('redelivered');
});

test('kinds that are not chosen do not come, and several that are do', async () => {
	const trigger = await watching({ startFrom: 'beginning', docflowTypes: [DEMAND, LETTER] });
	const both = [await given(), await given('fns534-cu-letter')];
	await given('fss-sedo-pvso-notification');
	expect(new Set(idsIn(await trigger.activate()))).toEqual(new Set(both));
	const types = (await sandbox.requests()).filter(({ operation }) => operation === 'docflows-list').map(({ query }) => query.type);
	expect(new Set(types)).toEqual(new Set(['fss-sedo-demand', 'fns534-cu-letter']));
});

describe('kinds that the feed leaves out', () => {
	/** What the last node sends. */
	async function sentBy(nodes: Array<ReturnType<typeof step>>, more: CredentialData = {}): Promise<unknown> {
		const outcome = await runWorkflow({ nodes, credentials: { ...fresh.company.credentials, ...more }, items: [{ json: ofAccount(fresh.account), ...xmlFile('Файл') }] });
		expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
		return outcome.json(nodes[nodes.length - 1].name)[0].docflowId;
	}

	const renewed = () => step('konturExternAccount', 'Renew', 'organization', 'renewGosuslugi', { signWith: 'testKey' });
	const byEmployee = () => ({ konturExternGosuslugiApi: { apiKey: randomBytes(16).toString('hex') } });
	const registration = () =>
		step('konturExternSend', 'Register', 'registration', 'send', {
			accountId: chosen(fresh.account.id),
			authorityCode: chosen('0087'),
			applicationCode: 'Р13014',
			applicants: { applicant: [{ surname: 'Иванова', name: 'Анна' }] },
			documents: { document: [{ code: '013014', files: 'data' }] },
			signWith: 'testKey',
		});
	const inventory = async () => {
		const service = await Service.of(sandbox, fresh.seed);
		return await sentInventory(service, fresh.account, await demanded(service, fresh.account));
	};

	test.each<[string, () => Promise<unknown>, RegExp]>([
		['mvd-notification', async () => await sentBy([renewed(), file(fresh.account, { authority: 'mvd', authorityCode: '660-066' })], byEmployee()), /МВД/],
		['business-registration', async () => await sentBy([registration()]), /ФНС/],
		['fns534-inventory', inventory, /ФНС/],
		['sfr-report', async () => await sentBy([file(fresh.account, { authority: 'sfr', authorityCode: '087', payerSfrNumber: '087-108-123456' })]), /СФР/],
	])('%s comes once, with whose it is', async (type, send, authority) => {
		const docflowId = await send();
		const trigger = await watching({ startFrom: 'beginning', docflowTypes: [`urn:docflow:${type}`] }, { options: { labelLanguage: 'ru' } });
		const items = jsonOf(await trigger.activate());
		expect(items).toEqual([expect.objectContaining({ docflowId, docflowType: `urn:docflow:${type}`, organization: fresh.account.name, authority: expect.stringMatching(authority), eventLabel: expect.stringMatching(/[а-яё]/i), severity: expect.any(String), webLink: expect.any(String) })]);
	});
});

test('all accounts of the user are watched unless one is chosen', async () => {
	const [first, second] = fresh.seed.accounts;
	const both = [await given('fss-sedo-demand', first), await given('fss-sedo-demand', second)];
	expect(new Set(idsIn(await (await watching({ startFrom: 'beginning' })).activate()))).toEqual(new Set(both));
	const one = await watching({ startFrom: 'beginning', accountId: { __rl: true, mode: 'id', value: second.id } });
	expect(idsIn(await one.activate())).toEqual([both[1]]);
});

test('filters hold nothing back', async () => {
	const [first, second] = fresh.seed.accounts;
	const trigger = await watching({ startFrom: 'beginning', organizations: second.inn });
	await given('fss-sedo-demand', first);
	expect(await trigger.activate()).toBeNull();
	const wanted = await given('fss-sedo-demand', second);
	expect(idsIn(await trigger.tick())).toEqual([wanted]);
	const severe = await watching({ startFrom: 'beginning', severities: ['failure'] });
	expect(await severe.activate()).toBeNull();
	expect(await severe.tick()).toBeNull();
});

test('an account that may not be read is told once, and the others go on', async () => {
	const [first, second] = fresh.seed.accounts;
	await sandbox.fault({ operation: 'docflows-list', path: `/v1/${first.id}/docflows`, action: { status: 403, body: { id: 'urn:error:externapi:accessDenied', 'status-code': 403, message: 'Доступ запрещён' } } });
	const trigger = await watching({ startFrom: 'beginning' });
	const docflowId = await given('fss-sedo-demand', second);
	const items = jsonOf(await trigger.activate());
	expect(items).toEqual([
		expect.objectContaining({ docflowId }),
		expect.objectContaining({ event: 'account-unreadable', severity: 'failure', accountId: first.id, organization: first.name, problem: 'Доступ запрещён' }),
	]);
	expect(await trigger.tick()).toBeNull();
});

test('what comes to an account before it can be read for the first time is not lost', async () => {
	const [first] = fresh.seed.accounts;
	await sandbox.fault({ operation: 'docflows-list', path: `/v1/${first.id}/docflows`, action: { status: 403, body: { id: 'urn:error:externapi:accessDenied', 'status-code': 403, message: 'Доступ запрещён' } } });
	const trigger = await watching();
	expect(jsonOf(await trigger.activate())).toEqual([expect.objectContaining({ event: 'account-unreadable' })]);
	const docflow = await given('fss-sedo-demand', first);
	await sandbox.clearFaults();
	expect(idsIn(await trigger.tick())).toEqual([docflow]);
});

test('what comes to an account that was opened after the trigger began is not lost', async () => {
	const trigger = await watching();
	expect(await trigger.activate()).toBeNull();
	const account = await openAccount();
	const docflow = await sandbox.beginDocflow(account, 'fss-sedo-demand');
	expect(idsIn(await trigger.tick())).toEqual([docflow]);
});

test('a list that stays broken is told at the second time, the others go on, and what it held back comes at last', async () => {
	const [first, second] = fresh.seed.accounts;
	const trigger = await watching();
	await trigger.activate();
	await sandbox.fault({ operation: 'docflows-list', path: `/v1/${first.id}/docflows`, action: { status: 200, body: { 'docflows-page-item': [null], 'total-count': 1 } } });
	const held = await given('fss-sedo-demand', first);
	const others = [await given('fss-sedo-demand', second)];
	expect(idsIn(await trigger.tick())).toEqual([others[0]]);
	others.push(await given('fss-sedo-demand', second));
	const items = jsonOf(await trigger.tick());
	expect(items).toEqual([expect.objectContaining({ docflowId: others[1] }), expect.objectContaining({ event: 'account-unreadable', accountId: first.id, problem: 'The list of docflows cannot be understood' })]);
	expect(await trigger.tick()).toBeNull();
	await sandbox.clearFaults();
	expect(idsIn(await trigger.tick())).toEqual([held]);
});

test('a list that always has something new does not keep the others from their turn', async () => {
	const trigger = await watching({ startFrom: 'beginning', docflowTypes: [DEMAND, LETTER] }, { options: { eventsPerPoll: 1 } });
	const letter = await given('fns534-cu-letter');
	const told: unknown[] = [];
	for (let poll = 0; poll < 3; poll += 1) {
		await given();
		told.push(...idsIn(await trigger.tick()));
	}
	expect(told).toContain(letter);
});

test('a docflow that is gone when it comes again says so', async () => {
	const trigger = await watching({ startFrom: 'beginning' });
	const docflowId = await given();
	await trigger.activate();
	await sandbox.fault({ operation: 'docflow-get', action: { status: 404, body: { id: 'urn:error:externapi:notFound', 'status-code': 404, message: 'Документооборот не найден' } } });
	const restarted = await trigger.restart();
	expect(jsonOf(await restarted.activate('init'))).toEqual([{ accountId: fresh.account.id, docflowId, docflowProblem: 'Документооборот не найден', redelivered: true }]);
	expect(await restarted.tick()).toBeNull();
});

test('a failure of the service leaves the state as it was, and the next poll loses nothing', async () => {
	const trigger = await watching();
	await trigger.activate();
	const docflow = await given();
	await sandbox.fault({ operation: 'docflows-list', action: { status: 500, headers: { 'retry-after': '3600' }, body: { id: 'urn:error:externapi:internal', 'status-code': 500, message: 'Внутренняя ошибка' } } });
	await expect(trigger.tick()).rejects.toThrow('Внутренняя ошибка');
	await sandbox.clearFaults();
	expect(idsIn(await trigger.tick())).toEqual([docflow]);
});

test('a trigger without kinds says what to choose', async () => {
	const trigger = await watching({ docflowTypes: [] });
	await expect(trigger.activate()).rejects.toThrow('Docflow Types');
});

test('more than one poll takes comes with the next ones, over pages of any size, each once', async () => {
	await sandbox.setLargestPage(3);
	const trigger = await watching({ startFrom: 'beginning', withDocflow: false }, { options: { eventsPerPoll: 4 } });
	const all: string[] = [];
	for (let number = 0; number < 11; number += 1) all.push(await given());
	const polls = [idsIn(await trigger.activate())];
	for (let items = await trigger.tick(); items !== null; items = await trigger.tick()) polls.push(idsIn(items));
	expect(polls.map(({ length }) => length)).toEqual([4, 4, 3]);
	expect(polls.flat().sort()).toEqual([...all].sort());
});

test('"Fetch Test Event" shows what is there and leaves the state', async () => {
	const trigger = await watching();
	const docflow = await given();
	expect(idsIn(await trigger.fetchTestEvent())).toEqual([docflow]);
	expect(trigger.saved).toEqual({});
});

test('a workflow from before there was a choice goes on with the feed and its cursor', async () => {
	await sandbox.appendEvents({ count: 3 });
	const old = await givenTrigger(sandbox, fresh.seed, {});
	await old.activate();
	expect(Object.keys(old.saved).sort()).toEqual(['by', 'cursor', 'handed', 'last']);
	await sandbox.appendEvents({ count: 2 });
	expect(await old.tick()).toHaveLength(2);
});

test('a trigger that is given another source begins there anew', async () => {
	await sandbox.appendEvents({ count: 3 });
	const feed = await givenTrigger(sandbox, fresh.seed, {});
	await feed.activate();
	await given();
	const lists = await watching({}, { saved: feed.saved });
	expect(await lists.activate()).toBeNull();
	expect(lists.saved).toMatchObject({ source: 'docflows' });
	expect(lists.saved).not.toHaveProperty('cursor');
	await passMinutes(1);
	expect(idsIn(await lists.tick())).toEqual([]);
});
