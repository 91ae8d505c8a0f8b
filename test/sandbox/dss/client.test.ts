import axios from 'axios';
import { encryptFor, readCertificate, streebog, verifyDetached, verifyDigest, verifyEnclosed } from '../../../gost';
import type { PortAnswer } from '../../../extern/port';
import { dssOpener, openDssDesk, readDssSettings, type DssFields, type ServicePort, type SignatureShape, type ToSign } from '../../../extern/signing';
import { givenDss } from './dssClient';

/** The client of the package against the simulator, which knows nothing of it. */

const dss = givenDss();

const text = 'Отчёт';
const document: ToSign = { fileName: 'report.xml', async *chunks() { yield Buffer.from(text); } };

const port: ServicePort = {
	cancelled: () => false,
	now: () => Date.now(),
	pause: async (milliseconds) => await new Promise((resolve) => setTimeout(resolve, milliseconds)),
	async send({ method, url, headers, body }): Promise<PortAnswer> {
		const answer = await axios.request({ method, url, headers: { ...headers }, data: body, validateStatus: () => true, maxRedirects: 0, responseType: 'text', transformResponse: (raw: string) => raw });
		return { kind: 'answer', status: answer.status, headers: {}, body: answer.data };
	},
};

function fields(more: DssFields = {}): DssFields {
	const { sts, signServer, login, password, clientId } = dss().letter;
	return { url: dss().sandbox.dss, stsName: sts, signServerName: signServer, login, password, clientId, ...more };
}

async function sign(shape: SignatureShape, toSign: ToSign = document, more: DssFields = {}): Promise<Uint8Array> {
	const desk = await openDssDesk(port, readDssSettings(fields(more)));
	return await desk.signer({ patienceMs: 5_000, pollMs: 50 }).sign(toSign, shape);
}

const digest = streebog(256, Buffer.from(text));
const publicKey = () => readCertificate(dss().personOf(101).content).publicKey;

test('signatures of every shape are made and fit', async () => {
	expect(verifyDetached(await sign('detached'), () => digest).valid).toBe(true);
	const enclosed = verifyEnclosed(await sign('enclosed'));
	expect([enclosed.valid, Buffer.from(enclosed.content ?? []).toString()]).toEqual([true, text]);
	expect(verifyDigest(publicKey(), digest, await sign('raw'))).toBe(true);
	const asDigest: ToSign = { fileName: 'hash', isDigest: true, async *chunks() { yield digest; } };
	expect(verifyDigest(publicKey(), digest, await sign('raw', asDigest))).toBe(true);
});

test.each(['detached', 'enclosed', 'raw'] as const)('a signature %s is made after the owner has confirmed', async (shape) => {
	await dss().control('policy', { signing: true });
	const signing = sign(shape);
	const confirming = setInterval(() => void dss().control('confirmations', { action: 'confirm' }), 50);
	const signature = await signing.finally(() => clearInterval(confirming));
	expect(signature.length).toBeGreaterThanOrEqual(64);
});

test('a secret of the program and a PIN code open what they are for', async () => {
	const { secretClient, certificates } = dss().letter;
	const pinned = certificates.find(({ pin }) => pin !== undefined) ?? certificates[0];
	const signature = await sign('detached', document, { ...secretClient, thumbprint: pinned.thumbprint, pinPassword: pinned.pin });
	expect(verifyDetached(signature, () => digest)).toMatchObject({ valid: true, certificate: { thumbprint: pinned.thumbprint } });
});

test('envelopes are opened with the key at the server', async () => {
	const opener = await dssOpener(port, readDssSettings(fields()));
	const envelopeFor = (id: number) => encryptFor([readCertificate(dss().personOf(id).content)], Buffer.from(text));
	expect(Buffer.from(await opener.open(envelopeFor(101))).toString()).toBe(text);
	await expect(opener.open(envelopeFor(102))).rejects.toThrow('encrypted to another certificate than that of the key at CryptoPro DSS');
	await dss().control('policy', { decryption: true });
	const asked = await dssOpener(port, readDssSettings(fields()));
	await expect(asked.open(envelopeFor(101))).rejects.toThrow('CryptoPro DSS wants a confirmation for decrypting');
});
