/** An endpoint in the shape of Telegram's bot API, so that notifications can be seen without Telegram. */

import type { FastifyInstance, FastifyRequest } from 'fastify';

interface Message {
	id: number;
	time: string;
	chatId: unknown;
	text: string;
	/** Everything that was sent along. */
	fields: Record<string, unknown>;
}

export interface TelegramParts {
	now: () => Date;
	jsonOf: (request: FastifyRequest) => Promise<Record<string, unknown>>;
}

export function addTelegram(app: FastifyInstance, { now, jsonOf }: TelegramParts): { clear: () => void } {
	let messages: Message[] = [];
	app.post('/_sandbox/telegram/bot:token/sendMessage', async (request, reply) => {
		const fields = await jsonOf(request);
		const { chat_id: chatId, text } = fields;
		if (typeof text !== 'string' || text === '')
			return reply.code(400).send({ ok: false, error_code: 400, description: 'Bad Request: message text is empty' });
		const message = { id: messages.length + 1, time: now().toISOString(), chatId, text, fields };
		messages.push(message);
		return {
			ok: true,
			result: { message_id: message.id, date: Math.floor(now().getTime() / 1000), chat: { id: chatId, type: 'private' }, text },
		};
	});
	app.get('/_sandbox/telegram/messages', async () => ({ messages }));
	return {
		clear: () => {
			messages = [];
		},
	};
}
