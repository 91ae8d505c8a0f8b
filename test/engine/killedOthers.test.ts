import { askTaxService, Extern, letterText, type Port, receiveDocflow, registerBusiness, sendFnsLetter, sendRosstatLetter, type Signer, subscribeToSedo, testKeySigner } from '../../extern';
import { docflowGet } from '../../extern/operations/docflows';
import { freshSandbox } from './freshSandbox';
import { Killed, portThatDies } from './portThatDies';
import { Service } from './stages';
import { timePasses } from './stages/docflows';

/** Letters, registrations, requests, subscriptions and receiving, killed between any two requests and started again. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

/** Asking for documents takes four requests, answering a demand of the fund nine. */
const MOST_REQUESTS = 9;

/** Something new for each place of the kill, so that each begins from nothing. */
interface Work {
	/** After how many requests it is killed at most, where the rest is the same as in another work. */
	readonly places?: number;
	run(extern: Extern, signer: Signer, number: number): Promise<unknown>;
}

const parties = () => {
	const { id: accountId, inn, kpp } = fresh.account;
	return { accountId, sender: { inn, kpp }, payer: { inn, kpp }, senderIp: '127.0.0.1', patienceMs: 60_000 };
};
const letter = (number: number) => ({ ...parties(), subject: `О сверке ${number}`, text: letterText('Просим'), attachments: [{ name: 'акт.pdf', bytes: Buffer.from('%PDF-1.4') }] });

const papers = [1, 2].map((page) => ({ name: `заявление ${page}.pdf`, bytes: Buffer.from(`%PDF-1.4 ${page}`) }));

const works: Record<string, Work> = {
	'a request to the tax service': {
		run: async (extern, signer, number) =>
			await askTaxService(extern, { ...parties(), recipient: { 'ifns-code': '0087' }, contractType: 'ION7', version: 3, contract: contractOf(number) }, signer),
	},
	'a letter to the tax service': {
		run: async (extern, signer, number) => await sendFnsLetter(extern, { ...letter(number), recipient: { 'ifns-code': '0087' }, address: { region: '77' } }, signer),
	},
	'a business registration': {
		places: 10, // once its builder is built it goes the way of a letter
		run: async (extern, signer, number) =>
			await registerBusiness(extern, { ...parties(), recipient: { 'registration-ifns-code': '0087' }, applicants: [{ fio: { surname: 'Иванова', name: `Анна ${number}` } }], documents: [{ code: '021001', files: papers }] }, signer),
	},
	'a letter to the statistics service': {
		run: async (extern, signer, number) => await sendRosstatLetter(extern, { ...letter(number), recipient: { 'togs-code': '00-87' }, payerNumbers: { okpo: '00032537' } }, signer),
	},
	'a subscription to SEDO': {
		run: async (extern, signer, number) =>
			await subscribeToSedo(extern, { ...parties(), recipient: { 'fss-code': '77020' }, registrationNumber: `087-108-${String(100_000 + number)}`, wish: 'subscribe' }, signer),
	},
};

function contractOf(number: number): object {
	return {
		version: '3',
		data: { ФормОтв: 4 },
		'additional-org-info': { 'document-sender': { 'sender-full-name': `Отправитель ${number}` }, 'signer-type': 'chief', taxpayer: { 'taxpayer-full-name': 'ООО «Ромашка»' } },
	};
}

const signerOf = () => {
	const { konturExternTestKeyApi: key } = fresh.company.credentials;
	return testKeySigner(String(key.privateKey), String(key.publicCertificate));
};
const lasting = (): Port & { sent: number } => portThatDies(Number.POSITIVE_INFINITY, 'after', sandbox, fresh.seed);
const surviving = (error: unknown) => expect(error).toBeInstanceOf(Killed);

test.each(Object.entries(works))('%s is sent once, wherever the run before was killed', async (_, { run, places = Number.POSITIVE_INFINITY }) => {
	const undisturbed = lasting();
	await run(new Extern(undisturbed), signerOf(), 0);
	expect(undisturbed.sent).toBeGreaterThan(5);
	for (let at = 1; at <= Math.min(undisturbed.sent, places); at += 1) {
		await run(new Extern(portThatDies(at, 'after', sandbox, fresh.seed)), signerOf(), at).catch(surviving);
		expect(await run(new Extern(lasting()), signerOf(), at)).toMatchObject(expect.anything());
		expect({ at, total: (await sandbox.docflows()).total }).toEqual({ at, total: 1 + at });
	}
}, 240_000);

test('what a docflow of the social fund wants is done once, and its file is handed over, wherever the run before was killed', async () => {
	const service = await Service.of(sandbox, fresh.seed);
	const receive = async (port: Port, docflowId: string) => {
		const read: string[] = [];
		const received = await receiveDocflow(new Extern(port), { accountId: fresh.account.id, docflowId }, {
			signer: async () => signerOf(),
			read: async ({ id }) => void read.push(id),
			senderIp: '127.0.0.1',
		});
		return { ...received, read };
	};
	for (let at = 1; at <= MOST_REQUESTS; at += 1) {
		const docflowId = await sandbox.beginDocflow(fresh.account.id, 'fss-sedo-demand');
		for (const stage of ['empty', 'there']) {
			await receive(portThatDies(at, 'after', sandbox, fresh.seed), docflowId).catch(surviving);
			const { open, read } = await receive(lasting(), docflowId);
			if (stage === 'there') expect([open, read]).toEqual([[], [expect.any(String)]]);
			await timePasses(service);
		}
		const wire = await new Extern(lasting()).call(docflowGet, { accountId: fresh.account.id, docflowId });
		expect(wire.status).toBe('urn:docflow-common-status:finished');
		const sends = (await sandbox.requests()).filter(({ operation, status, path }) => operation?.endsWith('-send') && status === 200 && path.includes(docflowId));
		expect({ at, sends: sends.length }).toEqual({ at, sends: 3 });
	}
}, 240_000);
