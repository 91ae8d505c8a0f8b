import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { readSignature, streebog, verifyCertificateIssuedBy, verifyDetached, verifyEnclosed, type Certificate } from '../../gost';

/** A CryptoPro SVS server on this computer, kept to what the signing reference says of it (§1, row SVS). */
export interface SvsServer {
	/** Root of its application. */
	address: string;
	/** Bodies that it was asked with, parsed. */
	asked: Array<Record<string, unknown>>;
	/** Instead of judging it answers so, until it is set back. */
	answers?: { status: number; body: string };
	stop(): Promise<void>;
}

const PATH = '/SVS/rest/api/signatures';
const KNOWN = ['SignatureType', 'Content', 'Source', 'VerifyParams'];

/** Starts a server that trusts what this authority issued. */
export async function startSvs(root: Certificate): Promise<SvsServer> {
	const started: SvsServer = { address: '', asked: [], stop: async () => undefined };
	const server = createServer((request, response) => {
		void bodyOf(request).then((body) => {
			const { status, body: told } = started.answers ?? judge(request, body, { root, asked: started.asked });
			response.writeHead(status, { 'content-type': 'application/json' }).end(told);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	started.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/SVS`;
	started.stop = async () => await new Promise((resolve) => server.close(() => resolve()));
	return started;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks).toString('utf8');
}

function judge({ method, url, headers }: IncomingMessage, body: string, { root, asked }: { root: Certificate; asked: SvsServer['asked'] }) {
	if (url !== PATH) return refusal(404, `No such address: ${url}`);
	if (method !== 'POST') return refusal(405, 'Only POST');
	if (headers['content-type']?.split(';')[0] !== 'application/json') return refusal(415, 'JSON is wanted');
	if (headers.authorization !== undefined) return refusal(400, 'No token belongs here');
	const wanted: Record<string, unknown> = JSON.parse(body);
	asked.push(wanted);
	const unknown = Object.keys(wanted).find((name) => !KNOWN.includes(name));
	if (unknown) return refusal(400, `Unknown member ${unknown}`);
	const { SignatureType: type, Content: content, Source: source, VerifyParams: parameters } = wanted;
	if (type !== 'CMS' && type !== 'CAdES') return refusal(400, 'SignatureType');
	if (!isBase64(content) || (source !== undefined && !isBase64(source))) return refusal(400, 'Content and Source are base64');
	if (typeof parameters !== 'object' || parameters === null || Reflect.get(parameters, 'VerifyAll') !== 'true') return refusal(400, 'VerifyParams');
	return { status: 200, body: JSON.stringify(resultsOf(Buffer.from(content, 'base64'), source === undefined ? undefined : Buffer.from(source, 'base64'), root)) };
}

function resultsOf(content: Buffer, source: Buffer | undefined, root: Certificate) {
	const signature = readSignature(content);
	if (signature.detached && !source) return [{ Result: false, Message: 'Не задан исходный документ' }];
	const { signers } = source && signature.detached ? verifyDetached(signature, (bits) => streebog(bits, source)) : verifyEnclosed(signature);
	return signers.map(({ valid, certificate, form, signedAt }) => {
		const isTrusted = certificate !== undefined && verifyCertificateIssuedBy(certificate, root);
		return {
			Result: valid && isTrusted,
			Message: !valid ? 'Подпись математически некорректна' : isTrusted ? 'Подпись действительна' : 'Сертификат не доверен: цепочка не строится',
			SignerCertificateInfo: certificate && {
				SubjectName: `CN=${certificate.subject.commonName}`,
				IssuerName: `CN=${certificate.issuer.commonName}`,
				NotBefore: certificate.notBefore.toISOString(),
				NotAfter: certificate.notAfter.toISOString(),
				Thumbprint: certificate.thumbprint,
				SerialNumber: certificate.serialNumber,
			},
			SignatureInfo: { CAdESType: form === 'cades-bes' ? 'BES' : null, LocalSigningTime: signedAt?.toISOString() ?? null },
		};
	});
}

function isBase64(value: unknown): value is string {
	return typeof value === 'string' && value !== '' && Buffer.from(value, 'base64').toString('base64') === value;
}

function refusal(status: number, message: string) {
	return { status, body: JSON.stringify({ Message: message }) };
}
