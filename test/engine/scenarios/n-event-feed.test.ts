import { runWorkflow } from '../engine';
import { givenTrigger, jsonOf } from '../eventTrigger';
import { sendReport } from '../filing';
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

test('an integrator who was not given the feed is told whom to ask', async () => {
	const credentials = externCredential(sandbox, { ...fresh.seed, ...fresh.seed.neighbour }, 'authSid');
	const feed = await givenTrigger(sandbox, fresh.seed, {}, { credentials });
	await expect(feed.activate()).rejects.toThrow('Лента событий не подключена');
	expect(feed.saved).toEqual({});
});
