import { deepCopy } from 'n8n-workflow';

import { engineIsDurable } from './engine';
import { givenTrigger, idsInFeed, idsOf, pollUntilQuiet, schedulers } from './eventTrigger';
import { freshSandbox } from './freshSandbox';

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

afterEach(async () => {
	await sandbox.clearFaults();
});

const durably = engineIsDurable ? test : test.skip;

describe.each(schedulers)('with the scheduler $scheduler', ({ durable }) => {
	test('from now on: nothing old comes, everything new does', async () => {
		await sandbox.appendEvents({ count: 5 });
		const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'now' }, { durable });
		expect(await trigger.activate()).toBeNull();
		expect(await trigger.tick()).toBeNull();
		await sandbox.appendEvents({ count: 3 });
		expect(idsOf(await trigger.tick())).toEqual((await idsInFeed(sandbox, fresh.seed)).slice(5));
		expect(await trigger.tick()).toBeNull();
	});

	test('from now on: what happens between switching on and the first poll is not lost', async () => {
		await sandbox.appendEvents({ count: 5 });
		const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'now' }, { durable });
		expect(await trigger.activate()).toBeNull();
		await sandbox.appendEvents({ count: 3 });
		expect(idsOf(await trigger.tick())).toEqual((await idsInFeed(sandbox, fresh.seed)).slice(5));
	});

	test('from now on: a poll that fails before anything was saved does not move the start', async () => {
		await sandbox.appendEvents({ count: 5 });
		const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'now' }, { durable });
		expect(await trigger.activate()).toBeNull();
		await sandbox.appendEvents({ count: 3 });
		await sandbox.fault({ operation: 'events-list', times: 1, action: { status: 403 } });
		await expect(trigger.tick()).rejects.toThrow();
		expect(idsOf(await trigger.tick())).toEqual((await idsInFeed(sandbox, fresh.seed)).slice(5));
	});

	test('from now on, in an empty feed: the first event comes', async () => {
		const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'now' }, { durable });
		expect(await trigger.activate()).toBeNull();
		await sandbox.appendEvents({ count: 1 });
		expect(idsOf(await trigger.tick())).toEqual(await idsInFeed(sandbox, fresh.seed));
	});

	test('from the beginning: all that the feed holds', async () => {
		await sandbox.appendEvents({ count: 7 });
		const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'beginning' }, { durable });
		expect(idsOf(await trigger.activate())).toEqual(await idsInFeed(sandbox, fresh.seed));
		expect(await trigger.tick()).toBeNull();
	});

	test('after a certain event', async () => {
		await sandbox.appendEvents({ count: 7 });
		const ids = await idsInFeed(sandbox, fresh.seed);
		const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'event', startEventId: ` ${ids[3]} ` }, { durable });
		expect(idsOf(await trigger.activate())).toEqual(ids.slice(4));
		expect(await trigger.tick()).toBeNull();
	});
});

test('what was found while switching on survives a restart', async () => {
	await sandbox.appendEvents({ count: 5 });
	const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'now' });
	await trigger.activate();
	expect(trigger.saved.cursor).toBe((await idsInFeed(sandbox, fresh.seed)).at(-1));
	await sandbox.appendEvents({ count: 3 });
	const restarted = await trigger.restart();
	expect(idsOf(await restarted.activate('init'))).toEqual((await idsInFeed(sandbox, fresh.seed)).slice(5));
});

test('events that n8n could not take after the very first poll are read again', async () => {
	await sandbox.appendEvents({ count: 2 });
	const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'now' });
	await trigger.activate();
	await sandbox.appendEvents({ count: 3 });
	const before = trigger.saved;
	const handedOver = idsOf(await trigger.tick());
	const restarted = await trigger.restart(before);
	expect(idsOf(await restarted.activate('init'))).toEqual(handedOver);
});

test('an event ID that the service does not know is told, and nothing is saved', async () => {
	const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'event', startEventId: 'yesterday' });
	await expect(trigger.activate()).rejects.toThrow('Неверный идентификатор события «yesterday»');
	expect(trigger.saved).toEqual({});
});

test('a feed of many pages is skipped in one go', async () => {
	await sandbox.appendEvents({ count: 3500 });
	const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'now' });
	expect(await trigger.activate()).toBeNull();
	await sandbox.appendEvents({ count: 1 });
	expect(await trigger.tick()).toHaveLength(1);
});

durably('a feed that is too long for one poll is skipped in several, without an item', async () => {
	const total = 12_000;
	await sandbox.appendEvents({ count: total });
	await sandbox.fault({ operation: 'events-list', action: { delayMs: 1000 } });
	const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'now' }, { durable: true, budgetMs: 6000 });
	expect(await trigger.activate()).toBeNull();
	let polls = 1;
	do {
		expect(await trigger.tick()).toBeNull();
		polls++;
	} while (trigger.saved.skipping === true);
	expect(polls).toBeGreaterThan(2);
	const pages = (await sandbox.operations()).filter((operation) => operation === 'events-list');
	expect(pages).toHaveLength(total / 1000 + 1);
	await sandbox.clearFaults();
	await sandbox.appendEvents({ count: 2 });
	expect((await pollUntilQuiet(trigger)).flat()).toEqual((await idsInFeed(sandbox, fresh.seed)).slice(total));
});

test('an empty poll gives nothing and leaves what is saved as it was', async () => {
	await sandbox.appendEvents({ count: 2 });
	const trigger = await givenTrigger(sandbox, fresh.seed);
	await trigger.activate();
	const before = deepCopy(trigger.state);
	expect(await trigger.tick()).toBeNull();
	expect(trigger.state).toEqual(before);
});

describe('"Fetch Test Event"', () => {
	test('gives the last events of the feed and leaves the state', async () => {
		await sandbox.appendEvents({ count: 1005 });
		const ids = await idsInFeed(sandbox, fresh.seed);
		const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'now' });
		expect(idsOf(await trigger.fetchTestEvent())).toEqual(ids.slice(-10));
		expect(trigger.saved).toEqual({});
		await trigger.activate();
		const saved = deepCopy(trigger.saved);
		expect(idsOf(await trigger.fetchTestEvent())).toEqual(ids.slice(-10));
		expect(trigger.saved).toEqual(saved);
		await sandbox.appendEvents({ count: 1 });
		expect(await trigger.tick()).toHaveLength(1);
	});

	test('finds nothing in an empty feed', async () => {
		const trigger = await givenTrigger(sandbox, fresh.seed);
		expect(await trigger.fetchTestEvent()).toBeNull();
	});

	test('does not count as the first poll of the process', async () => {
		await sandbox.appendEvents({ count: 2 });
		const trigger = await givenTrigger(sandbox, fresh.seed);
		const handedOver = idsOf(await trigger.activate());
		const restarted = await trigger.restart();
		await restarted.fetchTestEvent();
		expect(idsOf(await restarted.activate('init'))).toEqual(handedOver);
	});
});
