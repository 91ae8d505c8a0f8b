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
			const { last } = trigger.saved;
			expect(last).toEqual({ from: expect.any(String), ids: expect.any(Array) });
			expect(Object.assign({ ids: [] }, last).ids.length).toBeLessThanOrEqual(perPoll);
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
		expect(Object.keys(keptByPoll).sort()).toEqual(['cursor', 'last']);
		expect(JSON.parse(JSON.stringify(keptByPoll))).toEqual({
			cursor: ids.at(-1),
			last: { from: expect.any(String), ids: batch },
		});
	});
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
