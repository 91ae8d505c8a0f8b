import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { openWorkplace } from './lane.mjs';
import { eventually } from './waiting.mjs';

describe('examples that work at night', () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	let client;
	before(async () => {
		workplace = await openWorkplace('nightly');
		client = workplace.n8n.client;
	});
	after(() => workplace?.close());

	const succeeded = ({ status, data }) => assert.equal(status, 'success', data.resultData.error?.message);
	const arrives = async (type) => (await workplace.sandbox.post('/incoming', { accountId: workplace.account.id, type })).docflowId;
	const docflow = async (docflowId) => (await workplace.sandbox.docflows()).find(({ id }) => id === docflowId);

	it('all replies are sent that need no decision, and a mail tells what was sent and what is left', async () => {
		const letter = await arrives('fns534-cu-letter');
		const demand = await arrives('fns534-demand');
		const nightlyId = await workplace.addExample('nightly-replies');
		succeeded(await client.runToEnd(nightlyId, 'Каждую ночь'));

		const mail = workplace.mailbox.mails.find(({ subject }) => subject.startsWith('Ночные ответы'));
		assert.equal(mail.subject, 'Ночные ответы: отвечено 2, решить вам 1');
		for (const words of ['Письмо', 'Требование', 'или']) assert.ok(mail.html.includes(words), `${words} is not in ${mail.html}`);
		await eventually('the end of the letter', async () => (await docflow(letter)).status, (status) => status === 'finished');
		const types = (await docflow(demand)).documents.map(({ type }) => type);
		assert.ok(types.includes('urn:document:fns534-demand-receipt') && !types.some((type) => type.includes('acceptance-result')), types.join(', '));
	});
});
