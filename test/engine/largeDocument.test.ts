import { createHash } from 'node:crypto';

import { Streebog, verifyDetached } from '../../gost';
import { measure } from '../../scripts/bench/measure.cjs';
import { bigFile, block } from './bigFile';
import { runWorkflow, type WorkflowOutcome } from './engine';
import { certificateOf, chosen, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { testNode } from './testNode';

/** What only size shows. Nothing here depends on how fast the machine is: delays are compared with the time of the whole. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

/** Digest of a stored file, read as a stream. */
const digest = testNode('digest', async function () {
	const hash = createHash('sha256');
	const { id = '' } = this.helpers.assertBinaryData(0, 'copy');
	for await (const chunk of await this.helpers.getBinaryStream(id)) hash.update(chunk);
	return [[{ json: { sha256: hash.digest('hex') } }]];
});

test('200 MB go up, are signed and come down with flat memory, and n8n goes on with other work meanwhile', async () => {
	const size = 200;
	const { account } = fresh;
	const run = async (mebibytes: number) =>
		await runWorkflow({
			nodes: [
				{ type: 'test.bigFile', name: 'Big File' },
				step('konturExternUpload', 'Upload', 'content', 'upload', { accountId: chosen(account.id) }),
				step('konturExternDraft', 'Create', 'draft', 'create', { authorityCode: '0087', payerInn: account.inn, payerKpp: account.kpp ?? '', certificate: certificateOf(account).content }),
				step('konturExternDraft', 'Add', 'document', 'add'),
				step('konturExternSign', 'Sign', 'draft', 'sign'),
				step('konturExternUpload', 'Download', 'content', 'download', { contentId: '={{ $("Upload").item.json.contentId }}', outputField: 'copy' }),
				{ type: 'test.digest', name: 'Digest' },
			],
			extraNodes: { 'test.bigFile': bigFile(mebibytes), 'test.digest': digest },
			credentials: credentialsOf(sandbox, fresh.seed, account),
		});
	await run(24); // what n8n and the nodes take for any large file
	let outcome: WorkflowOutcome | undefined;
	const { totalMs, moreMegabytes, usualDelayMs, longestDelayMs } = await measure(async () => void (outcome = await run(size)));
	process.stdout.write(
		`${size} MB through the nodes: ${totalMs} ms, ${moreMegabytes} MB more memory than before, ` +
			`event loop held up ${usualDelayMs} ms as a rule (99 of 100) and ${longestDelayMs} ms at most\n`,
	);
	expect([outcome?.error?.message, outcome?.error?.description]).toEqual([undefined, undefined]);
	const sent = createHash('sha256');
	const signed = new Streebog(256);
	for (let index = 0; index < size; index += 1) {
		sent.update(block(index));
		signed.update(block(index));
	}
	expect(outcome?.json('Digest')).toEqual([{ sha256: sent.digest('hex') }]);
	const { body } = (await sandbox.requests()).filter(({ operation }) => operation === 'draft-signature-put')[1];
	const signature = Buffer.from(String(Object(body)['base64-content']), 'base64');
	expect(verifyDetached(signature, () => signed.digest())).toMatchObject({ valid: true });
	expect(moreMegabytes / size).toBeLessThan(0.5);
	expect(longestDelayMs).toBeLessThan(totalMs / 10);
}, 900_000);
