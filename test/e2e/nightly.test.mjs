import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { unzipSync } from 'fflate';

import { CloudFolder } from './cloudFolder.mjs';
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
		const broken = await arrives('fns534-cu-letter');
		const body = { id: 'urn:error:externapi:error', 'status-code': 400, message: `Сертификат & <ключ> ${broken} не подходит` };
		await workplace.sandbox.addFault({ operation: 'reply-generate', path: broken, action: { status: 400, body } });
		const nightlyId = await workplace.addExample('nightly-replies');
		succeeded(await client.runToEnd(nightlyId, 'Каждую ночь'));

		const mail = workplace.mailbox.mails.find(({ subject }) => subject.startsWith('Ночные ответы'));
		assert.equal(mail.subject, 'Ночные ответы: отвечено 2, решить вам 1, не вышло 1');
		assert.ok(mail.html.includes('Сертификат &amp; &lt;ключ> … не подходит'), mail.html);
		for (const words of ['Письмо', 'Требование', 'или']) assert.ok(mail.html.includes(words), `${words} is not in ${mail.html}`);
		await eventually('the end of the letter', async () => (await docflow(letter)).status, (status) => status === 'finished');
		const types = (await docflow(demand)).documents.map(({ type }) => type);
		await workplace.sandbox.removeFaults();
		assert.ok(types.includes('urn:document:fns534-demand-receipt') && !types.some((type) => type.includes('acceptance-result')), types.join(', '));
	});

	describe('with a report that the tax office has accepted', () => {
		let report, filed;
		before(async () => {
			report = workplace.putReport('0087');
			succeeded(await client.executionEnd(await workplace.fileReports()));
			filed = (await workplace.sandbox.docflows()).find(({ documents }) => documents.some(({ filename }) => filename === report.fileName));
			const { id } = filed.documents.find(({ filename }) => filename === report.fileName);
			const body = { id: 'urn:error:externapi:error', 'status-code': 404, message: `Бланк & <шаблон> (urn:form:usn, ${id}) не найден` };
			await workplace.sandbox.addFault({ operation: 'docflow-document-print', path: id, action: { status: 404, body } });
		});

		/** Takes out the mails that tell what the archive lacks. */
		const lacks = () => workplace.mailbox.mails.splice(0).filter(({ subject }) => subject === 'В архиве не всё');
		const assertTellsOfPrint = ({ html }) => assert.match(html, /<li>[^<]*, 20\d\d[^<]*, печатная форма: Бланк &amp; &lt;шаблон> \(…, …\) не найден<\/li>/);

		/** Whether all that was filed and all that came back is among the files, byte by byte. */
		const assertHolds = (contents) => {
			const digests = new Set(contents.map((bytes) => createHash('sha256').update(bytes).digest('hex')));
			assert.ok(contents.some((bytes) => report.bytes.equals(bytes)), 'the report is missing');
			const [signature] = filed.documents.find(({ filename }) => filename === report.fileName).signatures;
			assert.ok(contents.some((bytes) => Buffer.from(signature.content, 'base64').equals(bytes)), 'its signature is missing');
			const missing = filed.documents.filter(({ sha256 }) => !digests.has(sha256)).map(({ type }) => type);
			assert.deepEqual(missing, []);
		};

		it('its documents lie on the disk with a list of all, and the next night brings none of them again', async () => {
			const folder = join(workplace.n8n.files, 'archive');
			// The list of all docflows shows none of this kind.
			const hidden = await arrives('fss-sedo-demand');
			const nightlyId = await workplace.addExample('nightly-archive');
			succeeded(await client.runToEnd(nightlyId, 'Каждую ночь'));
			const files = readdirSync(folder);
			assertHolds(files.map((name) => readFileSync(join(folder, name))));
			const { docflows } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
			assert.ok(docflows.some(({ docflowId }) => docflowId === hidden), JSON.stringify(docflows.map(({ docflowId }) => docflowId)));
			const listed = docflows.flatMap((docflow) => docflow.files).filter(({ path }) => path);
			for (const { path, sha256 } of listed) assert.equal(createHash('sha256').update(readFileSync(join(folder, path))).digest('hex'), sha256, path);
			const [first, ...more] = lacks();
			assert.deepEqual(more, []);
			assertTellsOfPrint(first);

			const next = await client.runToEnd(nightlyId, 'Каждую ночь');
			succeeded(next);
			assert.equal(next.data.resultData.runData['Положить в архив'], undefined);
			assert.deepEqual(readdirSync(folder), files);
			assert.equal(lacks().length, 1);

			const index = join(folder, 'index.json');
			const whole = readFileSync(index);
			for (const damaged of [whole.subarray(0, whole.length / 2), Buffer.alloc(0)]) {
				writeFileSync(index, damaged);
				const { status, data } = await client.runToEnd(nightlyId, 'Каждую ночь');
				assert.equal(status, 'error');
				assert.match(data.resultData.error.message, /is not the index of an archive/);
				assert.deepEqual(readFileSync(index), damaged);
			}
			writeFileSync(index, whole);
		});

		it('its documents lie in a folder in the cloud, as one ZIP with those of the other companies', async () => {
			const other = workplace.seed.accounts.find(({ id }) => id !== workplace.account.id);
			await workplace.sandbox.post('/incoming', { accountId: other.id, type: 'fns534-cu-letter' });
			const owner = { user: 'buhgalter', password: randomUUID() };
			const cloud = await CloudFolder.open(owner);
			try {
				await workplace.addCredential({ name: 'WebDAV', type: 'httpBasicAuth', data: owner });
				const edit = (workflow) => JSON.parse(JSON.stringify(workflow).replace('https://webdav.example.test', cloud.address));
				const nightlyId = await workplace.addExample('nightly-archive-webdav', { edit });
				succeeded(await client.runToEnd(nightlyId, 'Подготовка (один раз)'));
				const first = await client.runToEnd(nightlyId, 'Каждую ночь');
				succeeded(first);
				const [[path, zip], ...others] = cloud.files;
				assert.deepEqual(others, []);
				assert.match(path, /^\/otchetnost\/Экстерн \d{4}-\d\d-\d\d \d\d-\d\d\.zip$/);
				const files = unzipSync(zip);
				assertHolds(Object.values(files).map((bytes) => Buffer.from(bytes)));
				const [lack, ...more] = lacks();
				assert.deepEqual(more, []);
				assertTellsOfPrint(lack);
				assert.ok('index.json' in files && 'index.csv' in files, Object.keys(files).join(', '));
				for (const { inn } of [workplace.account, other]) assert.ok(Object.keys(files).some((path) => path.startsWith(`${inn}`)), Object.keys(files).join(', '));

				cloud.isFull = true;
				const late = await arrives('fns534-cu-letter');
				assert.equal((await client.runToEnd(nightlyId, 'Каждую ночь')).status, 'error');
				cloud.isFull = false;
				const { number } = (await workplace.sandbox.requests()).at(-1);
				succeeded(await client.runToEnd(nightlyId, 'Каждую ночь'));
				const [{ json: { timestamp } }] = first.data.resultData.runData['Каждую ночь'][0].data.main[0];
				const lists = (await workplace.sandbox.requests(number)).filter(({ operation }) => operation === 'docflows-list');
				assert.ok(lists.length > 0);
				for (const { query } of lists) assert.equal(Date.parse(query.updatedFrom), Date.parse(timestamp), JSON.stringify(query));
				const { docflows } = JSON.parse(Buffer.from(unzipSync([...cloud.files.values()].at(-1))['index.json']).toString('utf8'));
				assert.ok(docflows.some(({ docflowId }) => docflowId === late), 'the night after a lost one lacks what came before it');
			} finally {
				await cloud.close();
			}
		});
	});
});
