/** The signing service of DSS: certificates, policy, signatures, decryption. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bytesOf, jsonOf, numberOf, objectWith, textOf } from './body';
import { bearerOf, type DssParts, tokenIn } from './parts';
import type { KeptKey } from './people';
import { DssRefusal, malformed } from './refusal';
import { openedBy, signatureFor, unlock } from './signing';
import { orderOfDocument, orderOfTransaction, pinOf } from './signOrder';
import { SIGN_SERVER } from './sts';

const ROOT = `/${SIGN_SERVER}/rest/api`;

export function signServerRoutes(app: FastifyInstance, parts: DssParts): void {
	app.get(`${ROOT}/certificates`, async (request) => {
		bearerOf(request, parts, 'signing in');
		return parts.people.keys.map(certificateView);
	});

	app.get(`${ROOT}/policy`, async (request) => {
		bearerOf(request, parts, 'signing in');
		const { isRequired, isRequiredToDecrypt } = parts.transactions;
		const action = (Action: string, MfaRequired: boolean) => ({ Action, MfaRequired });
		return { ActionPolicy: [action('Issue', false), action('SignDocument', isRequired), action('SignDocuments', isRequired), action('DecryptDocument', isRequiredToDecrypt)] };
	});

	app.post(`${ROOT}/documents`, async (request, reply) => {
		const { transactionId } = bearerOf(request, parts);
		const signature = transactionId === undefined ? signAtOnce(request, parts) : signConfirmed(request, parts, transactionId);
		return reply.type('application/json; charset=utf-8').send(JSON.stringify(Buffer.from(signature).toString('base64')));
	});

	app.post(`${ROOT}/transactions`, async (request, reply) => {
		bearerOf(request, parts, 'signing in');
		const order = orderOfTransaction(jsonOf(request));
		keyOf(parts, order.certificateId);
		return reply.type('application/json; charset=utf-8').send(JSON.stringify(parts.transactions.open(order).id));
	});

	// https://dss.cryptopro.ru/docs/articles2/rest/signserver/endpoints/documents.html, "Расшифрование документа"; no confirmation there.
	app.post(`${ROOT}/documents/decrypt`, async (request, reply) => {
		bearerOf(request, parts, 'signing in');
		const { Content, Name, Decryption } = objectWith(jsonOf(request), 'the document', ['Content', 'Decryption'], ['Name']);
		if (Name !== undefined) textOf(Name, 'Name');
		const { Type, CertificateId, PinCode } = objectWith(Decryption, 'Decryption', ['Type', 'CertificateId'], ['PinCode']);
		if (Type !== 'CMS') throw malformed('Type must be CMS');
		if (parts.transactions.isRequiredToDecrypt) throw new DssRefusal(400, 'confirmation_required');
		const kept = keyOf(parts, numberOf(CertificateId, 'CertificateId'));
		unlock(kept, PinCode === undefined ? undefined : textOf(PinCode, 'PinCode'));
		const content = openedBy(kept, bytesOf(Content, 'Content'));
		return reply.type('application/json; charset=utf-8').send(JSON.stringify(Buffer.from(content).toString('base64')));
	});
}

function signAtOnce(request: FastifyRequest, parts: DssParts): Uint8Array {
	const order = orderOfDocument(jsonOf(request));
	if (parts.transactions.isRequired) throw new DssRefusal(400, 'confirmation_required', 'The policy asks for a confirmation');
	const kept = keyOf(parts, order.certificateId);
	unlock(kept, order.pin);
	return signatureFor(kept, order);
}

/** What was confirmed is signed once; a wrong PIN code leaves it to be tried again. */
function signConfirmed(request: FastifyRequest, parts: DssParts, transactionId: string): Uint8Array {
	const transaction = parts.transactions.withId(transactionId);
	if (!transaction || transaction.isDone) throw new DssRefusal(400, 'transaction_is_done');
	const pin = pinOf(jsonOf(request));
	const kept = keyOf(parts, transaction.order.certificateId);
	unlock(kept, pin);
	transaction.isDone = true;
	parts.tokens.revoke(tokenIn(request) ?? '');
	return signatureFor(kept, transaction.order);
}

function keyOf({ people }: DssParts, id: number): KeptKey {
	const kept = people.keptKey(id);
	if (!kept) throw new DssRefusal(400, 'certificate_not_found');
	return kept;
}

function certificateView({ id, certificate, isDefault, pin }: KeptKey) {
	return { ID: id, CertificateBase64: Buffer.from(certificate.der).toString('base64'), IsDefault: isDefault, HasPin: pin !== undefined, Status: { Value: 'ACTIVE' } };
}
