import { deepCopy } from 'n8n-workflow';

import type { PollingTrigger } from './engine';
import { engineIsDurable } from './engine';
import { givenTrigger, idsInFeed, idsOf, jsonOf, pollUntilQuiet, schedulers } from './eventTrigger';
import { freshSandbox } from './freshSandbox';

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

afterEach(async () => {
	await sandbox.clearFaults();
});

const durably = engineIsDurable ? test : test.skip;

/** A trigger that is on and has handed over the events of a first batch. */
async function givenBatch(durable: boolean, count = 4, options = {}): Promise<{ trigger: PollingTrigger; batch: string[] }> {
	const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'now' }, { durable, options });
	await trigger.activate();
	await sandbox.appendEvents({ count });
	return { trigger, batch: idsOf(await trigger.tick()) };
}

describe.each(schedulers)('with the scheduler $scheduler', ({ durable }) => {
	test('the first poll of a new process hands the last batch over again, marked; later ones never', async () => {
		const { trigger, batch } = await givenBatch(durable);
		expect(batch).toHaveLength(4);
		const restarted = await trigger.restart();
		const again = await restarted.activate('init');
		expect(idsOf(again)).toEqual(batch);
		expect(jsonOf(again).map(({ redelivered }) => redelivered)).toEqual([true, true, true, true]);
		expect(await restarted.tick()).toBeNull();
		await sandbox.appendEvents({ count: 1 });
		const later = await restarted.tick();
		expect(idsOf(later)).toEqual((await idsInFeed(sandbox, fresh.seed)).slice(4));
		expect(jsonOf(later)[0]).not.toHaveProperty('redelivered');
	});

	test('new events come after the repeated ones, unmarked', async () => {
		const { trigger, batch } = await givenBatch(durable);
		await sandbox.appendEvents({ count: 2 });
		const restarted = await trigger.restart();
		const items = jsonOf(await restarted.activate('init'));
		expect(items.map(({ eventId }) => eventId)).toEqual(await idsInFeed(sandbox, fresh.seed));
		expect(items.map(({ redelivered }) => redelivered ?? false)).toEqual([...batch.map(() => true), false, false]);
	});

	test('without Redeliver After Restart nothing comes twice', async () => {
		const { trigger } = await givenBatch(durable, 4, { redeliver: false });
		const restarted = await trigger.restart();
		expect(await restarted.activate('init')).toBeNull();
		await sandbox.appendEvents({ count: 1 });
		expect(idsOf(await restarted.tick())).toEqual((await idsInFeed(sandbox, fresh.seed)).slice(4));
	});

	test('a poll that failed does not count as the first one of the process', async () => {
		const { trigger, batch } = await givenBatch(durable);
		const restarted = await trigger.restart();
		await sandbox.fault({ operation: 'events-list', times: 1, action: { status: 403 } });
		await expect(restarted.activate('init')).rejects.toThrow();
		expect(idsOf(await restarted.tick())).toEqual(batch);
	});

	test('a kill before the state was saved: the batch is read once more as if it were new', async () => {
		const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'now' }, { durable });
		await trigger.activate();
		await trigger.tick();
		const before = deepCopy(trigger.saved);
		await sandbox.appendEvents({ count: 3 });
		const lost = idsOf(await trigger.tick());
		const restarted = await trigger.restart(before);
		expect(idsOf(await restarted.activate('init'))).toEqual(lost);
	});

	test('a kill between the save of the state and the execution loses nothing', async () => {
		const { trigger, batch } = await givenBatch(durable, 3);
		const reached = new Set<string>();
		// n8n saved what this poll found, and died before it made an execution of it.
		await sandbox.appendEvents({ count: 3 });
		const never = idsOf(await trigger.tick());
		const restarted = await trigger.restart();
		for (const ids of [batch, idsOf(await restarted.activate('init')), ...(await pollUntilQuiet(restarted))]) {
			for (const id of ids) reached.add(id);
		}
		expect([...reached]).toEqual(await idsInFeed(sandbox, fresh.seed));
		expect(never.every((id) => reached.has(id))).toBe(true);
	});

	test('kills one after the other neither lose events nor let the state grow', async () => {
		const perPoll = 5;
		let trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'beginning' }, { durable, options: { eventsPerPoll: perPoll } });
		const handedOver = new Set<string>();
		for (let round = 0; round < 6; round++) {
			await sandbox.appendEvents({ count: 4 });
			for (const id of idsOf(await trigger.activate('init'))) handedOver.add(id);
			expect(trigger.saved.handed).toEqual([{ at: expect.any(Number), from: expect.any(String) }]);
			trigger = await trigger.restart();
		}
		await trigger.activate('init');
		for (const ids of await pollUntilQuiet(trigger)) for (const id of ids) handedOver.add(id);
		expect([...handedOver].sort()).toEqual((await idsInFeed(sandbox, fresh.seed)).sort());
	});

	test('the state is small, plain JSON', async () => {
		const { trigger, batch } = await givenBatch(durable);
		const ids = await idsInFeed(sandbox, fresh.seed);
		const keptByPoll = trigger.state;
		expect(JSON.parse(JSON.stringify(keptByPoll))).toEqual({
			cursor: ids.at(-1),
			last: batch.at(-1),
			handed: [{ at: expect.any(Number), from: expect.any(String) }],
			by: [expect.any(String)],
		});
	});

	test('a kill while executions of several batches run: the events of all of them come again', async () => {
		const { trigger, batch } = await givenBatch(durable);
		await sandbox.appendEvents({ count: 3 });
		const second = idsOf(await trigger.tick());
		expect(second).toHaveLength(3);
		const items = jsonOf(await (await trigger.restart()).activate('init'));
		expect(items.map(({ eventId }) => eventId)).toEqual([...batch, ...second]);
		expect(items.every(({ redelivered }) => redelivered === true)).toBe(true);
	});

	test('where executions are short, only the last batch comes again', async () => {
		const { trigger } = await givenBatch(durable, 4, { longestExecution: 0 });
		await sandbox.appendEvents({ count: 3 });
		const second = idsOf(await trigger.tick());
		expect(idsOf(await (await trigger.restart()).activate('init'))).toEqual(second);
	});

	test('what comes again is no more than a poll takes, and the rest follows, in order', async () => {
		const { trigger, batch } = await givenBatch(durable, 7, { eventsPerPoll: 7 });
		const { saved } = trigger;
		const slow = await givenTrigger(sandbox, fresh.seed, { startFrom: 'now' }, { durable, saved, options: { eventsPerPoll: 3 } });
		await sandbox.appendEvents({ count: 1 });
		const polls = [idsOf(await slow.activate('init')), ...(await pollUntilQuiet(slow))];
		expect(polls.map(({ length }) => length)).toEqual([3, 3, 2]);
		expect(polls.flat()).toEqual([...batch, ...(await idsInFeed(sandbox, fresh.seed)).slice(7)]);
	});

	test('the state that version 0.1.0 kept is understood', async () => {
		await sandbox.appendEvents({ count: 6 });
		const ids = await idsInFeed(sandbox, fresh.seed);
		const saved = { cursor: ids[3], last: { from: ids[1], ids: [ids[2], ids[3]] } };
		const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'now' }, { durable, saved });
		const items = jsonOf(await trigger.activate('init'));
		expect(items.map(({ eventId }) => eventId)).toEqual(ids.slice(2));
		expect(items.map(({ redelivered }) => redelivered ?? false)).toEqual([true, true, false, false]);
		expect(await trigger.tick()).toBeNull();
	});
});

test('a process that polls once more after another one hands over again what that one may have lost', async () => {
	const { trigger, batch } = await givenBatch(false);
	const other = await trigger.restart();
	expect(idsOf(await other.activate('leadershipChange'))).toEqual(batch);
	await sandbox.appendEvents({ count: 2 });
	// The other process saved what this poll found, and died before it made an execution of it.
	const never = idsOf(await other.tick());
	const again = trigger.registerAgain(other.saved);
	expect(idsOf(await again.activate('leadershipChange'))).toEqual([...batch, ...never]);
	expect(await again.tick()).toBeNull();
});

durably('processes that poll by turns repeat nothing after each of them has begun', async () => {
	const { trigger, batch } = await givenBatch(true);
	const other = await trigger.restart();
	expect(idsOf(await other.tick())).toEqual(batch);
	await sandbox.appendEvents({ count: 1 });
	trigger.saved = deepCopy(other.saved);
	expect(await trigger.tick()).toHaveLength(1);
	other.saved = deepCopy(trigger.saved);
	expect(await other.tick()).toBeNull();
});

durably('a batch that comes again and that the scheduler failed to commit comes with the next poll', async () => {
	const { trigger, batch } = await givenBatch(true);
	const restarted = await trigger.restart();
	const before = deepCopy(restarted.saved);
	expect(idsOf(await restarted.tick())).toEqual(batch);
	restarted.saved = before;
	expect(idsOf(await restarted.tick())).toEqual(batch);
});

durably('another process goes on where the last one stopped, and its polls are silent when nothing is new', async () => {
	const { trigger } = await givenBatch(true, 4, { redeliver: false });
	await sandbox.appendEvents({ count: 2 });
	const other = await trigger.restart();
	expect(idsOf(await other.tick())).toEqual((await idsInFeed(sandbox, fresh.seed)).slice(4));
	trigger.saved = deepCopy(other.saved);
	expect(await trigger.tick()).toBeNull();
	await sandbox.appendEvents({ count: 1 });
	expect(idsOf(await trigger.tick())).toEqual((await idsInFeed(sandbox, fresh.seed)).slice(6));
});

durably('a batch that the scheduler failed to commit is handed over by the next poll', async () => {
	const { trigger } = await givenBatch(true);
	await sandbox.appendEvents({ count: 3 });
	const before = deepCopy(trigger.saved);
	const refused = idsOf(await trigger.tick());
	trigger.saved = before;
	expect(idsOf(await trigger.tick())).toEqual(refused);
});

durably('a first batch that the scheduler failed to commit is handed over by the next poll', async () => {
	await sandbox.appendEvents({ count: 3 });
	const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'beginning' }, { durable: true });
	const refused = idsOf(await trigger.activate());
	trigger.saved = {};
	expect(idsOf(await trigger.tick())).toEqual(refused);
});
