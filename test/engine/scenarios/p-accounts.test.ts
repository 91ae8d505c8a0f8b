import { runWorkflow } from '../engine';
import { givenTrigger, jsonOf } from '../eventTrigger';
import { chosen, credentialsOf, step } from '../filing';
import { freshSandbox } from '../freshSandbox';

/** Scenario (p): accounts and organizations are looked through, and their papers are watched. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

test('an accounting firm finds its account and its clients, and is told which papers end soon', async () => {
	const { seed } = fresh;
	const [, firm] = seed.accounts;
	const accountId = chosen(firm.id);
	const run = async (node: ReturnType<typeof step>) => {
		const outcome = await runWorkflow({ nodes: [node], credentials: credentialsOf(sandbox, seed, firm) });
		expect(outcome.error?.message).toBeUndefined();
		return outcome.json(node.name);
	};
	const accounts = await run(step('konturExternAccount', 'Accounts', 'account', 'getAll', { returnAll: true }));
	expect(accounts.map((one) => one.accountId)).toEqual(expect.arrayContaining(seed.accounts.map(({ id }) => id)));
	const clients = await run(step('konturExternAccount', 'Organizations', 'organization', 'getAll', { accountId, returnAll: true }));
	expect(clients.map(({ name }) => name)).toEqual(expect.arrayContaining(firm.organizations.map(({ name }) => name)));

	const papers = { source: 'deadlines', watchFor: ['certificate', 'power-of-attorney'], daysAhead: 60, accountId };
	const trigger = await givenTrigger(sandbox, seed, papers, { options: { labelLanguage: 'ru' } });
	const told = jsonOf(await trigger.activate());
	expect(told.length).toBeGreaterThan(0);
	for (const paper of told) expect(paper).toMatchObject({ eventLabel: expect.stringMatching(/сертификат|доверенность/i), organization: expect.any(String), deadline: expect.any(String) });
	expect(await trigger.tick()).toBeNull();
});

test('an account of somebody else is refused in words', async () => {
	const { seed, account } = fresh;
	const node = step('konturExternAccount', 'Organizations', 'organization', 'getAll', { accountId: chosen(seed.foreignAccountId), returnAll: true });
	const outcome = await runWorkflow({ nodes: [node], credentials: credentialsOf(sandbox, seed, account) });
	expect(outcome.error?.message).toMatch(/[а-яё]/i);
});
