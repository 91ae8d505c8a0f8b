/**
 * `npm run check-demo`: looks up what the last `npm start` says it has done, in n8n and in the sandbox. When `npm start` has
 * ended, n8n is started once more on what it has left, and the sandbox's last word is taken from the record.
 */
import { checkDemo } from './demoChecks.mjs';
import { readRecord } from './demoRecord.mjs';
import { lanes } from './lanes.mjs';
import { N8n } from './n8n.mjs';
import { main } from './progress.mjs';

await main(async () => {
	const { n8n: address } = readRecord();
	const n8n = await N8n.reopen({ name: 'demo', lane: lanes.small, port: Number(new URL(address).port) });
	const isOpen = await n8n.client.ready();
	if (!isOpen) await n8n.start();
	try {
		await n8n.client.logIn();
		await checkDemo(n8n);
	} finally {
		await n8n.stop();
	}
});
