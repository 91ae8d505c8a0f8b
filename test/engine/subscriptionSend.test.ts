import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow } from './engine';
import { chosen, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { changesAt } from './signing';
import { Service } from './stages';
import { timePasses } from './stages/docflows';

/** Subscribing to the documents of the social fund in one step. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

beforeEach(async () => {
	await sandbox.setClock({ speed: 10 });
});

const NUMBER = '087-108-123456';

async function subscribed(typed: INodeParameters = {}) {
	const parameters = { accountId: chosen(fresh.account.id), registrationNumber: NUMBER, fssCode: 'SEDO-TEST', signWith: 'testKey', ...typed };
	return await runWorkflow({ nodes: [step('konturExternSend', 'Subscribe', 'subscription', 'send', parameters)], credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [{}] });
}

async function robotAnswers() {
	await timePasses(await Service.of(sandbox, fresh.seed));
}

const subscriptions = async () => (await sandbox.docflows()).docflows.filter(({ type }) => type === 'urn:docflow:fss-sedo-provider-subscription');

test('a subscription is built, checked and sent without a signature; running it again answers with the same docflow', async () => {
	const first = await subscribed();
	expect([first.error?.message, first.error?.description]).toEqual([undefined, undefined]);
	expect(first.json('Subscribe')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false, docflowType: 'urn:docflow:fss-sedo-provider-subscription', status: 'urn:docflow-common-status:sent' });
	expect(await changesAt(sandbox)).toEqual(['draft-put', 'draft-document-put', 'draft-document-build', 'draft-check', 'draft-prepare', 'draft-send']);
	const [build] = (await sandbox.requests()).filter(({ operation }) => operation === 'draft-document-build');
	expect([build.query, build.body]).toEqual([{ type: 'fssSedoProviderSubscriptionForRegistrationNumber' }, { 'subscription-type': 'subscribe' }]);

	await robotAnswers();
	const again = await subscribed();
	expect(again.json('Subscribe')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: true, docflowId: first.json('Subscribe')[0].docflowId, state: 'urn:docflow-state:successful' });
	expect(await subscriptions()).toHaveLength(1);
});

test('after it was ended a number can be subscribed anew', async () => {
	const ids: unknown[] = [];
	for (const subscriptionType of ['subscribe', 'unsubscribe', 'unsubscribe', 'subscribe', 'subscribe']) {
		const outcome = await subscribed({ subscriptionType });
		expect(outcome.error?.message).toBeUndefined();
		ids.push(outcome.json('Subscribe')[0].docflowId);
		await robotAnswers();
	}
	const [first, ended, endedAgain, second, secondAgain] = ids;
	expect([endedAgain, secondAgain]).toEqual([ended, second]);
	expect(new Set([first, ended, second]).size).toBe(3);
});

test('on a dry run nothing is sent, and nobody is asked for a key', async () => {
	const outcome = await subscribed({ dryRun: true });
	expect(outcome.json('Subscribe')[0]).toMatchObject({ dryRun: true, wouldDo: `Subscribe to the documents of the social fund for the number ${NUMBER}` });
	expect(await changesAt(sandbox)).toEqual([]);
});

test('a payer KPP without an INN is told by the names of the fields', async () => {
	const outcome = await subscribed({ additionalFields: { payerKpp: '771201001' } });
	expect(outcome.error?.message).toContain('Payer KPP is filled in without Payer INN');
	expect(await changesAt(sandbox)).toEqual([]);
});
