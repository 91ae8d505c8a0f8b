/** The page where a person signs in on the way to an authorization code or a device. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider' with { 'resolution-mode': 'import' };
import type { Directory } from '../directory';
import { fieldOf } from './form';
import { OpenIdRefusal } from './openIdRefusal';
import { refusalPage, signInPage } from './pages';
import { userWithPassword } from './userGrants';

export interface SignInParts {
	provider: () => Promise<Provider>;
	directory: Directory;
}

export function signInRoutes(app: FastifyInstance, { provider, directory }: SignInParts): void {
	app.get('/interaction/:uid', (request, reply) =>
		inInteraction(request, reply, provider, async ({ params }) => {
			const login = typeof params.login_hint === 'string' ? params.login_hint : '';
			return html(reply, 200, signInPage({ clientId: String(params.client_id), login, wrong: false }));
		}),
	);

	app.post('/interaction/:uid', (request, reply) =>
		inInteraction(request, reply, provider, async ({ params }) => {
			const login = fieldOf(request.body, 'login') ?? '';
			const userId = userIdWithPassword(directory, login, fieldOf(request.body, 'password') ?? '');
			if (userId === undefined) return html(reply, 200, signInPage({ clientId: String(params.client_id), login, wrong: true }));
			const next = await (await provider()).interactionResult(request.raw, reply.raw, { login: { accountId: userId } });
			return reply.redirect(next, 303);
		}),
	);
}

interface Interaction {
	params: Record<string, unknown>;
}

async function inInteraction(
	request: FastifyRequest,
	reply: FastifyReply,
	provider: () => Promise<Provider>,
	serve: (interaction: Interaction) => Promise<FastifyReply>,
): Promise<FastifyReply> {
	const { errors } = await import('oidc-provider');
	try {
		return await serve(await (await provider()).interactionDetails(request.raw, reply.raw));
	} catch (error) {
		if (!(error instanceof errors.SessionNotFound)) throw error;
		return html(reply, 400, refusalPage('Вход не начат или длился слишком долго', 'Начните вход ещё раз из приложения.'));
	}
}

function userIdWithPassword(directory: Directory, login: string, password: string): string | undefined {
	try {
		return userWithPassword(directory, login, password).id;
	} catch (error) {
		if (error instanceof OpenIdRefusal) return undefined;
		throw error;
	}
}

function html(reply: FastifyReply, status: number, page: string): FastifyReply {
	return reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page);
}
