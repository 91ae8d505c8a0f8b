/** Decryption with a key that is kept on the server: a start that asks for the code of an SMS, a confirmation that brings it. */

import { decrypt, readCertificate, type Certificate } from '../../gost';
import { cloudKey } from '../authorities/cloudSigning';
import { unpacked } from '../authorities/packing';
import { certificateProblem } from '../authorities/verdict';
import type { HeldCertificate } from '../world/accounts';
import type { TaskOutcome } from '../world/tasks';
import type { World } from '../world/world';
import type { Call, Handlers } from './call';
import { confirmed } from './cloudSigning';
import { placeOf, type Place } from './docflowPlaces';
import { documentPath } from './docflowWire';
import { badRequest, locked } from './problems';
import { base64 } from './wire';

interface CertificateRequest {
	'certificate-base64'?: string;
	/** The name of the older client. */
	content?: string;
}

export const decryptionHandlers: Handlers = {
	'docflow-document-decrypt-content': (call) => {
		const { world } = call;
		const { docflow, document } = placeOf(call);
		const held = keyOf(call, { docflow, document });
		// One docflow is decrypted document by document.
		const lock = `decrypt ${docflow.id}`;
		const running = world.tasks.running(lock);
		if (running) throw locked(running);
		const unzip = call.flag('unzipIfCan') ?? false;
		const { requestId, task } = world.confirmations.ask({
			ownerId: document.id,
			type: 'urn:task-type:initDocumentDecryptionOperation',
			lock,
			work: () => opened(world, { docflow, document }, { held, unzip }),
		});
		const href = world.href(documentPath(docflow, document));
		const confirm = { rel: 'confirm', href: `${href}/confirm-content-decryption?requestId=${requestId}` };
		return {
			status: 200,
			body: {
				'confirm-link': confirm,
				'request-id': requestId,
				'decryption-task-id': task.id,
				'confirm-type': 'sms',
				links: [confirm, { rel: 'task', href: `${href}/tasks/${task.id}` }],
			},
		};
	},
	'docflow-document-confirm-content-decryption': (call) => ({ status: 200, body: { 'content-id': confirmedContent(call) } }),
	'docflow-document-decrypt-content-confirm': (call) => ({
		status: 200,
		body: base64(call.world.contents.read(confirmedContent(call))),
	}),
};

/** The server's key for this document. Throws 400. */
function keyOf(call: Call, { docflow, document }: Place): HeldCertificate {
	const { 'certificate-base64': current, content: older } = call.body<CertificateRequest>();
	const certificate = readable(current ?? older ?? '');
	const held = cloudKey(call.world, docflow.accountId, certificate);
	if (!held) throw badRequest('Сертификат не облачный: расшифровать им документы на сервере нельзя');
	const problem = certificateProblem(call.world, certificate);
	if (problem) throw badRequest(problem);
	if (!document.contents.some(({ encrypted }) => encrypted)) throw badRequest('Документ не зашифрован');
	if (!document.encryptedFor.includes(certificate.serialNumber)) throw badRequest('Документ зашифрован для другого сертификата');
	return held;
}

function readable(certificate: string): Certificate {
	try {
		return readCertificate(Buffer.from(certificate, 'base64'));
	} catch {
		throw badRequest('Не удалось прочитать сертификат', { 'certificate-base64': 'unreadable' });
	}
}

function opened(
	world: World,
	{ docflow, document }: Place,
	{ held, unzip }: { held: HeldCertificate; unzip: boolean },
): TaskOutcome {
	const sealed = document.contents.find(({ encrypted }) => encrypted);
	if (!sealed) throw new Error(`document ${document.id} is not encrypted`);
	const plain = decrypt(world.contents.read(sealed.contentId), held.key, held.certificate);
	return { result: { 'content-id': world.contents.put(docflow.accountId, unzip ? unpacked(plain) : plain).id } };
}

/** The content that the code set free, unzipped when the call wants it so. Throws 400. */
function confirmedContent(call: Call): string {
	const { docflow, document } = placeOf(call);
	const { contents } = call.world;
	const contentId = contentOf(confirmed(call, document.id, 'Расшифрование').result);
	if (!contentId) throw badRequest('Не удалось расшифровать документ');
	if (call.flag('unzip') !== true) return contentId;
	const bytes = contents.read(contentId);
	const plain = unpacked(bytes);
	return plain === bytes ? contentId : contents.put(docflow.accountId, plain).id;
}

function contentOf(result: unknown): string | undefined {
	if (typeof result !== 'object' || result === null || !('content-id' in result)) return undefined;
	return typeof result['content-id'] === 'string' ? result['content-id'] : undefined;
}
