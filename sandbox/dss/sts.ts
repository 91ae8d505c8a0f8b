/** The identity centre of DSS: tokens, and the confirmation of operations. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Body, jsonOf, objectWith, textOf } from './body';
import { bearerOf, type DssParts } from './parts';
import { DssRefusal, malformed } from './refusal';
import type { Transaction } from './transactions';

export const STS = 'STS';
export const SIGN_SERVER = 'SignServer';
/** Names the signing service whose keys a token is for. */
export const RESOURCE = `urn:cryptopro:dss:signserver:${SIGN_SERVER}`;

export function stsRoutes(app: FastifyInstance, parts: DssParts): void {
	app.post(`/${STS}/oauth/token`, async (request) => {
		authenticate(request, parts);
		const { token, expiresIn } = parts.tokens.issue();
		return { access_token: token, expires_in: expiresIn, token_type: 'Bearer' };
	});

	app.post(`/${STS}/confirmation`, async (request) => {
		bearerOf(request, parts, 'signing in');
		const body = objectWith(jsonOf(request), 'the confirmation', ['Resource'], ['TransactionTokenId', 'CallbackUri', 'ChallengeResponse']);
		if (body.Resource !== RESOURCE) throw malformed(`Resource must be ${RESOURCE}`);
		if (body.ChallengeResponse !== undefined) return answerTo(request, parts, body);
		const transaction = parts.transactions.withId(textOf(body.TransactionTokenId, 'TransactionTokenId'));
		if (!transaction) throw new DssRefusal(400, 'transaction_not_found');
		if (transaction.refId !== undefined) throw new DssRefusal(400, 'transaction_already_started', 'The owner was asked already: poll with the RefID');
		if (body.CallbackUri !== undefined) textOf(body.CallbackUri, 'CallbackUri');
		parts.transactions.begin(transaction);
		return waiting(transaction);
	});
}

const TOKEN_FIELDS = ['grant_type', 'username', 'password', 'resource', 'client_id'];

/** Throws when program or person are not who they say, or when the form is not the published one. */
function authenticate(request: FastifyRequest, { people }: DssParts): void {
	const refuse = (code: string, detail: string, status = 400) => new DssRefusal(status, code, detail, 'oauth');
	if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) throw refuse('invalid_request', 'the token is asked for with a form');
	if (request.url.includes('?')) throw refuse('invalid_request', 'parameters go into the body');
	const form = formOf(request.body);
	const odd = Object.keys(form).find((name) => !TOKEN_FIELDS.includes(name) || typeof form[name] !== 'string');
	if (odd !== undefined) throw refuse('invalid_request', `${odd} is no field, or is given twice`);
	const basic = basicOf(request);
	if (basic && form.client_id !== undefined) throw refuse('invalid_request', 'client_id is given twice');
	const client = people.client(basic?.clientId ?? String(form.client_id));
	if (!client || (client.secret ?? '') !== (basic?.secret ?? '')) throw refuse('invalid_client', 'client authentication failed', 401);
	if (form.grant_type !== 'password') throw refuse('unsupported_grant_type', 'grant_type must be password');
	if (form.resource !== RESOURCE) throw refuse('invalid_resource', `resource must be ${RESOURCE}`);
	if (form.username !== people.login || form.password !== people.password) throw refuse('invalid_grant', 'Неверное имя пользователя или пароль');
}

function formOf(body: unknown): Body {
	return typeof body === 'object' && body !== null ? { ...body } : {};
}

function basicOf({ headers }: FastifyRequest): { clientId: string; secret: string } | undefined {
	const encoded = /^basic +([A-Za-z0-9+/=]+)$/i.exec(headers.authorization ?? '')?.[1];
	if (encoded === undefined) return undefined;
	const [clientId = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
	return { clientId, secret: secret.join(':') };
}

function answerTo(request: FastifyRequest, { tokens, transactions }: DssParts, body: Record<string, unknown>) {
	const { ChallengeResponse } = objectWith(body, 'the confirmation', ['Resource', 'ChallengeResponse']);
	const { TextChallengeResponse } = objectWith(ChallengeResponse, 'ChallengeResponse', ['TextChallengeResponse']);
	if (!Array.isArray(TextChallengeResponse) || TextChallengeResponse.length !== 1) throw malformed('TextChallengeResponse must have one member');
	const { RefId, Value } = objectWith(TextChallengeResponse[0], 'TextChallengeResponse', ['RefId'], ['Value']);
	const code = Value === undefined ? undefined : textOf(Value, 'Value');
	// The log must not tell the code.
	if (code !== undefined) request.body = { ...body, ChallengeResponse: { TextChallengeResponse: [{ RefId, Value: '***' }] } };
	const transaction = transactions.withRefId(textOf(RefId, 'RefId'));
	if (!transaction) throw new DssRefusal(400, 'challenge_not_found');
	if (transaction.isDone) throw new DssRefusal(400, 'transaction_is_done');
	if (code !== undefined && transaction.code === undefined) throw malformed('this operation is confirmed in the mobile application, without a code');
	if (transactions.outcomeOf(transaction) === undefined && code !== undefined && !transactions.enter(transaction, code) && transaction.outcome === undefined) {
		return { IsFinal: false, IsError: true, ErrorDescription: 'Неверный код подтверждения' };
	}
	switch (transaction.outcome) {
		case 'confirmed': {
			const { token, expiresIn } = tokens.issue(transaction.id);
			return { IsFinal: true, IsError: false, AccessToken: token, ExpiresIn: expiresIn };
		}
		case 'denied':
			return { IsFinal: true, IsError: true, ErrorDescription: 'Пользователь отклонил операцию' };
		case 'expired':
			return { IsFinal: true, IsError: true, ErrorDescription: 'Истекло время подтверждения операции' };
		default:
			return waiting(transaction);
	}
}

/** That a code is still missing is told again when the answer comes without one: what DSS does is not published. */
function waiting({ refId, method, endsAt, order }: Transaction) {
	return {
		IsFinal: false,
		IsError: false,
		Challenge: {
			Title: { Value: `Подпись документа ${order.name}` },
			ContextData: { RefID: refId },
			TextChallenge: [
				{
					Label: method === 'sms' ? 'Введите код из SMS' : 'Подтвердите операцию в мобильном приложении',
					ExpiresIn: Math.max(1, Math.round((endsAt - Date.now()) / 1000)),
				},
			],
		},
	};
}
