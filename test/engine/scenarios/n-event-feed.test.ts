import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { CredentialData } from '../credentials';
import { runWorkflow } from '../engine';
import { givenTrigger, jsonOf } from '../eventTrigger';
import { chosen, sendReport, step } from '../filing';
import { freshSandbox } from '../freshSandbox';
import { externCredential } from '../signIn';

/** Scenario (n): whatever happens to the docflows of those who share their events starts the workflow. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

test('a report is sent, and what happens to it comes in words', async () => {
	const { company, seed } = fresh;
	const { account } = company;
	const trigger = await givenTrigger(sandbox, seed, { startFrom: 'now', withDocflow: true }, { options: { labelLanguage: 'ru' } });
	expect(await trigger.activate()).toBeNull();
	const sent = await runWorkflow({ nodes: [sendReport(account)], credentials: company.credentials, items: [company.item] });
	expect(sent.error?.message).toBeUndefined();
	const { now } = await sandbox.clock();
	await sandbox.setClock({ now: new Date(Date.parse(now) + 600_000).toISOString() });

	const items = jsonOf(await trigger.tick());
	expect(items.map(({ eventLabel }) => eventLabel)).toEqual(['Отчёт отправлен', 'Получение подтверждено КО', 'Принят', 'Обработан успешно']);
	for (const item of items) expect(item).toMatchObject({ organization: account.name, authority: 'ФНС 0087', period: expect.any(String), result: 'accepted', severity: 'actionNeeded', needsReply: true });
	expect(await trigger.tick()).toBeNull();
});

/** A node of event sharing by itself. */
async function sharing(operation: string, typed: INodeParameters = {}, credentials: CredentialData = fresh.company.credentials, json: IDataObject = {}) {
	return await runWorkflow({ nodes: [step('konturExternAccount', 'Sharing', 'eventSharing', operation, typed)], credentials, items: [{ json }] });
}

/** The integrator itself is nobody's user. */
const administrator = () => externCredential(sandbox, fresh.seed, 'password');
const share = (typed: INodeParameters = {}) => ({ accountId: chosen(fresh.account.id), subscriber: fresh.seed.clientId, ...typed });

test('what an administrator shares comes, by the kinds that he chose, until he is removed', async () => {
	const { company, seed, account } = fresh;
	const trigger = await givenTrigger(sandbox, seed, { startFrom: 'now', withDocflow: false });
	expect(await trigger.activate()).toBeNull();
	const shared = await sharing('share', share({ additionalFields: { types: ['urn:docflow:fns534-demand'] } }), administrator());
	expect(shared.error?.message).toBeUndefined();
	expect(shared.json('Sharing')).toEqual([expect.objectContaining({ subscriber: seed.clientId, shared: true })]);

	const sent = await runWorkflow({ nodes: [sendReport(account)], credentials: company.credentials, items: [company.item] });
	expect(sent.error?.message).toBeUndefined();
	const demandId = await sandbox.beginDocflow(account.id, 'fns534-demand');
	const told = jsonOf(await trigger.tick());
	expect(new Set(told.map(({ docflowId }) => docflowId))).toEqual(new Set([demandId]));

	const [publisher, ...others] = (await sharing('getPublishers', { returnAll: true })).json('Sharing');
	expect([publisher, others]).toEqual([expect.objectContaining({ publisherId: expect.any(String) }), []]);
	const removed = await sharing('removePublisher', {}, company.credentials, publisher);
	expect(removed.json('Sharing')).toEqual([expect.objectContaining({ removed: true })]);
	await sandbox.beginDocflow(account.id, 'fns534-demand');
	expect(await trigger.tick()).toBeNull();
});

test('whoever is no administrator shares nothing, and nothing is shared with an integrator without the feed', async () => {
	const { seed } = fresh;
	const clerk = externCredential(sandbox, { ...seed, sid: seed.clerk.sid }, 'authSid');
	expect((await sharing('share', share(), clerk)).error?.message).toContain('только администратор');
	expect((await sharing('share', share({ subscriber: seed.neighbour.clientId }), administrator())).error?.message).toContain('лента событий не подключена');
});

test('an integrator who was not given the feed is told whom to ask', async () => {
	const credentials = externCredential(sandbox, { ...fresh.seed, ...fresh.seed.neighbour }, 'authSid');
	const feed = await givenTrigger(sandbox, fresh.seed, {}, { credentials });
	await expect(feed.activate()).rejects.toThrow('Лента событий не подключена');
	expect(feed.saved).toEqual({});
});
