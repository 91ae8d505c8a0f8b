import { acceptDemand, answerDemand, answerFile, answerMany, Extern, sourceOf, testKeyFrom, testKeyOpener, testKeySigner, type Port } from '../../extern';
import type { Company } from './filing';
import { freshSandbox } from './freshSandbox';
import { Killed, portThatDies } from './portThatDies';
import { Service } from './stages';
import { demanded, documentOf, filedReport, timePasses, type AnsweredDocflow } from './stages/docflows';

/**
 * What comes back is answered by a process that is killed after a request was done and before its answer is seen, at every
 * place where that can happen. To be killed before the next request leaves the service in the same state.
 */
const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const signerOf = ({ credentials: { konturExternTestKeyApi: key } }: Company) => testKeySigner(String(key.privateKey), String(key.publicCertificate));
const openerOf = ({ credentials: { konturExternTestKeyApi: key } }: Company) => testKeyOpener(testKeyFrom(String(key.privateKey), String(key.publicCertificate)));
const undying = () => portThatDies(Number.POSITIVE_INFINITY, 'before', sandbox, fresh.seed);

/** The replies that the sandbox holds of a docflow, each as often as it was sent. */
async function repliesIn(docflowId: string, pattern: RegExp): Promise<string[]> {
	const found = (await sandbox.docflows()).docflows.find(({ id }) => id === docflowId);
	return (found?.documents ?? []).map(({ type }) => type.replace('urn:document:', '')).filter((type) => pattern.test(type));
}

/** A work that dies at a request, then again from the beginning; the place where it died, or undefined when it came to its end. */
async function killedAt(at: number, work: (port: Port) => Promise<unknown>): Promise<number | undefined> {
	const port = portThatDies(at, 'after', sandbox, fresh.seed);
	const error: unknown = await work(port).then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (error === undefined) return undefined;
	expect(error).toBeInstanceOf(Killed);
	await work(undying());
	return at;
}

describe('killed after any request', () => {
	test('a demand is confirmed once and accepted once', async () => {
		const { account, company } = fresh;
		const service = await Service.of(sandbox, fresh.seed);
		const work = (demand: AnsweredDocflow) => async (port: Port) =>
			await acceptDemand(new Extern(port), { accountId: account.id, docflowId: demand.id }, { signer: signerOf(company), opener: async () => openerOf(company), senderIp: '127.0.0.1', onGround: 'stop', keep: async () => undefined });
		let at = 1;
		for (; ; at += 1) {
			const demand = await demanded(service, account);
			const died = await killedAt(at, work(demand));
			expect({ at, replies: await repliesIn(demand.id, /^fns534-demand-(receipt|acceptance)/) }).toEqual({ at, replies: ['fns534-demand-receipt', 'fns534-demand-acceptance-result-positive'] });
			if (died === undefined) break;
		}
		expect(at).toBeGreaterThan(14);
	}, 240_000);

	test('a demand is answered once', async () => {
		await sandbox.setClock({ speed: 600 });
		const { account, company } = fresh;
		const service = await Service.of(sandbox, fresh.seed);
		const payer = { inn: account.inn, kpp: account.kpp };
		const file = await answerFile('Договор.pdf', sourceOf(Buffer.from('%PDF-1.4')), undefined);
		const work = (demand: AnsweredDocflow) => async (port: Port) => {
			const answer = {
				demand: { accountId: account.id, relatedDocflowId: demand.id, relatedDocumentId: documentOf(demand, 'fns534-demand-attachment').id },
				documents: [{ files: [file], claimItem: '1.01', kind: 'scanned' as const }],
				payer,
				sender: payer,
				recipient: { 'ifns-code': '0087' },
				isRepresentative: false,
				senderIp: '127.0.0.1',
				patienceMs: 60_000,
			};
			await answerDemand(new Extern(port), answer, signerOf(company));
		};
		let at = 1;
		for (; ; at += 1) {
			const demand = await demanded(service, account);
			const died = await killedAt(at, work(demand));
			const { docflows } = await sandbox.docflows();
			expect({ at, inventories: docflows.filter(({ type }) => type === 'urn:docflow:fns534-inventory').length }).toEqual({ at, inventories: at });
			if (died === undefined) break;
		}
		expect(at).toBeGreaterThan(20);
	}, 240_000);

	test('a report gets every receipt once', async () => {
		const { account, company } = fresh;
		const service = await Service.of(sandbox, fresh.seed);
		const search = { accountId: account.id, filter: {}, finishedToo: false };
		const work = async (port: Port) => {
			for await (const { failure } of answerMany(new Extern(port), search, { signer: signerOf(company), senderIp: '127.0.0.1' })) if (failure) throw failure;
		};
		let at = 1;
		for (; ; at += 1) {
			const { id } = await filedReport(service, account);
			await timePasses(service);
			const died = await killedAt(at, work);
			expect({ at, receipts: await repliesIn(id, /^fns534-report-receipt$/) }).toHaveProperty('receipts.length', 4); // three of ours, one of the tax office
			if (died === undefined) break;
		}
		expect(at).toBeGreaterThan(12);
	}, 240_000);
});
