import { Extern, readReport, sendReport, testKeySigner, type Filing, type Port } from '../../extern';
import { givenReport, type Company } from './filing';
import { freshSandbox } from './freshSandbox';
import { Killed, portThatDies } from './portThatDies';

/**
 * A process that is killed between two requests, at every place where that can happen. The client
 * runs here without n8n: only so the kill can be placed exactly. Kills of a real n8n are proven by
 * the end-to-end tests.
 */
const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const filingOf = ({ account, report }: Company): Filing => ({
	accountId: account.id,
	files: [readReport(report.fileName, report.bytes)],
	sender: { inn: account.inn, kpp: account.kpp },
	payer: { inn: account.inn, kpp: account.kpp },
	recipient: { 'ifns-code': '0087' },
	isRepresentative: false,
	senderIp: '127.0.0.1',
	until: 'sent',
	patienceMs: 60_000,
});

const signerOf = ({ credentials: { konturExternTestKeyApi: key } }: Company) => testKeySigner(String(key.privateKey), String(key.publicCertificate));

const run = async (company: Company, port: Port) => await sendReport(new Extern(port), filingOf(company), signerOf(company));

test.each(['before', 'after'] as const)('killed %s any request, the next run files once and goes on', async (moment) => {
	const undisturbed = portThatDies(Number.POSITIVE_INFINITY, moment, sandbox, fresh.seed);
	await run(givenReport(sandbox, fresh.seed), undisturbed);
	expect(undisturbed.sent).toBeGreaterThan(10);
	const before = (await sandbox.docflows()).total;

	for (let at = 1; at <= undisturbed.sent; at += 1) {
		const company = givenReport(sandbox, fresh.seed);
		await run(company, portThatDies(at, moment, sandbox, fresh.seed)).catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
		const filed = await run(company, portThatDies(Number.POSITIVE_INFINITY, moment, sandbox, fresh.seed));
		const { total, docflows } = await sandbox.docflows();
		expect({ at, total }).toEqual({ at, total: before + at });
		expect(docflows.filter(({ draftId }) => draftId === filed.draftId)).toHaveLength(1);
	}
}, 240_000);
