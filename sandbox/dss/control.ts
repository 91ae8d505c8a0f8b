/** What a test does in place of the owner of the key and of the administrator; below /_sandbox, since no part of DSS. */

import type { FastifyInstance } from 'fastify';
import type { DssParts } from './parts';
import type { Transaction, Outcome } from './transactions';

const ACTIONS: Record<string, Outcome> = { confirm: 'confirmed', deny: 'denied', expire: 'expired' };

export function controlRoutes(app: FastifyInstance, { tokens, transactions }: DssParts): void {
	app.get('/_sandbox/confirmations', async () => ({ pending: transactions.pending.map(view) }));

	app.post<{ Body: { action?: string; transactionId?: string } }>('/_sandbox/confirmations', async (request, reply) => {
		const { action = '', transactionId } = request.body ?? {};
		const outcome = ACTIONS[action];
		if (!outcome) return reply.code(400).send({ message: `action must be one of ${Object.keys(ACTIONS).join(', ')}` });
		const meant = transactions.pending.filter(({ id }) => transactionId === undefined || id === transactionId);
		for (const transaction of meant) transaction.outcome = outcome;
		return { done: meant.map(({ id }) => id) };
	});

	app.post<{ Body: Record<string, unknown> }>('/_sandbox/policy', async (request, reply) => {
		const { signing, decryption, method, seconds, ...unknown } = request.body ?? {};
		const isWrong =
			Object.keys(unknown).length > 0 ||
			[signing, decryption].some((required) => required !== undefined && typeof required !== 'boolean') ||
			(method !== undefined && method !== 'push' && method !== 'sms') ||
			(seconds !== undefined && !(typeof seconds === 'number' && seconds > 0));
		if (isWrong) return reply.code(400).send({ message: 'signing and decryption are true or false, method is push or sms, seconds a number' });
		if (typeof signing === 'boolean') transactions.isRequired = signing;
		if (typeof decryption === 'boolean') transactions.isRequiredToDecrypt = decryption;
		if (method === 'push' || method === 'sms') transactions.method = method;
		if (typeof seconds === 'number') transactions.seconds = seconds;
		return { signing: transactions.isRequired, decryption: transactions.isRequiredToDecrypt, method: transactions.method, seconds: transactions.seconds };
	});

	app.post<{ Body: { code?: unknown } }>('/_sandbox/next-code', async (request, reply) => {
		const code = request.body?.code;
		if (typeof code !== 'string' || code === '') return reply.code(400).send({ message: 'code must be a text' });
		transactions.nextCode = code;
		return reply.code(204).send();
	});

	app.get('/_sandbox/tokens', async () => ({ issued: tokens.issued }));

	app.post<{ Body: { seconds?: unknown } }>('/_sandbox/tokens', async (request, reply) => {
		const seconds = request.body?.seconds;
		if (seconds !== undefined && !(typeof seconds === 'number' && seconds > 0)) return reply.code(400).send({ message: 'seconds must be a number' });
		if (typeof seconds === 'number') tokens.seconds = seconds;
		else tokens.revokeAll();
		return reply.code(204).send();
	});
}

function view({ id, refId, method, code, order }: Transaction) {
	return { transactionId: id, refId, method, code, document: order.name };
}
