import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { root } from '../../scripts/places.mjs';
import { freePort } from '../../scripts/ports.mjs';
import { lane } from './lane.mjs';

/** Runs a script of the project as `npm start` and `npm run check-demo` do. */
function runScript(name, ...scriptArguments) {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, [join(root, 'scripts', name), ...scriptArguments], { cwd: root });
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text) => {
				output += text;
			});
		}
		child.on('close', (code) => resolve({ code, output }));
	});
}

// The demonstration always runs in the small n8n.
describe('npm start -- --exit', { skip: lane.name !== 'small' && 'runs in the lane of the small n8n' }, () => {
	it('files a report, ends with 0 and leaves what can be looked up', async () => {
		const started = await runScript('start.mjs', '--exit', '--port', String(await freePort()));
		assert.equal(started.code, 0, started.output);
		const docflowId = /Accepted: docflow (\S+), n8n execution \d+/.exec(started.output)?.[1];
		assert.ok(docflowId, started.output);

		const checked = await runScript('check-demo.mjs');
		assert.equal(checked.code, 0, checked.output);
		assert.ok(checked.output.includes(`docflow ${docflowId}: finished, successful`), checked.output);
	});

	it('ends with 1 and the reason when the authority refuses', async () => {
		const { code, output } = await runScript('start.mjs', '--exit', '--robot', '0088', '--port', String(await freePort()));
		assert.equal(code, 1, output);
		assert.match(output, /The report was not accepted\. .*0088: Отказ/);
	});

	it('ends with 1 and the reason when Kontur.Extern cannot be reached', async () => {
		const { code, output } = await runScript('start.mjs', '--exit', '--sandbox-stops', '--port', String(await freePort()));
		assert.equal(code, 1, output);
		assert.match(output, /The report was not accepted\. It stopped at «Загрузить и собрать черновик»: \S+/);
	});

	it('says in one line that the port is busy', async () => {
		const squatter = createServer();
		await new Promise((resolve) => squatter.listen(0, '127.0.0.1', resolve));
		const { port } = squatter.address();
		const { code, output } = await runScript('start.mjs', '--port', String(port));
		squatter.close();
		assert.equal(code, 1);
		assert.match(output, new RegExp(`^Port ${port} cannot be used[^\\n]+\\n$`));
	});
});
