/** The identity provider of the sandbox: OpenID Connect and the older auth.sid sign-in, on an address of its own. */

import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Provider } from 'oidc-provider' with { 'resolution-mode': 'import' };
import type { Clock } from '../clock';
import type { Directory } from '../directory';
import { attachFaults, type Faults } from '../faults';
import { attachLog, type RequestLog } from '../requestLog';
import { withClientFields } from './clientSecrets';
import { controlRoutes } from './control';
import { DevicePolling, inVendorForm } from './deviceFlow';
import { ask, type Answer } from './dialect';
import { DEVICE_CODE_GRANT, fieldOf, isForm, parseForm } from './form';
import { legacyRoutes } from './legacy';
import { LegacyRefusal } from './legacyRequest';
import { TrusterQuests, trusterRoutes } from './legacyTruster';
import { Lifetimes } from './lifetimes';
import { openIdError, OpenIdRefusal } from './openIdRefusal';
import { operationOf } from './operations';
import { Partners } from './partners';
import { createProvider } from './provider';
import { checkAuthorize, checkDeviceAuthorization, checkTokenRequest } from './requestRules';
import { SecondFactor } from './secondFactor';
import { signInRoutes } from './signIn';
import { Storage } from './storage';
import type { Tokens } from './tokens';
import { TrustedTokens, trustedGrant } from './trustedGrant';
import { passwordGrant, registerUserGrant } from './userGrants';

export interface IdentityOptions {
	port: number;
	directory: Directory;
	tokens: Tokens;
	clock: Clock;
	log: RequestLog;
	faults: Faults;
}

export interface Identity {
	url: string;
	/** Forgets sign-ins, codes, refresh tokens and what tests changed; Tokens and Directory are reset by their owner. */
	reset(): void;
	close(): Promise<void>;
}

export async function startIdentity({ port, directory, tokens, clock, log, faults }: IdentityOptions): Promise<Identity> {
	const storage = new Storage(directory, tokens);
	const lifetimes = new Lifetimes(tokens);
	const secondFactor = new SecondFactor();
	const polling = new DevicePolling();
	const partners = new Partners();
	const trustedTokens = new TrustedTokens(partners);
	const trusterQuests = new TrusterQuests();

	let provide: (provider: Provider) => void = () => undefined;
	const provided = new Promise<Provider>((resolve) => (provide = resolve));
	const provider = () => provided;

	const app = createApp();
	attachLog(app, log, { service: 'identity', operationOf, now: () => clock.now() });
	attachFaults(app, faults, { operationOf });
	controlRoutes(app, { directory, lifetimes, secondFactor, partners });
	signInRoutes(app, { provider, directory });
	legacyRoutes(app, { directory, tokens });
	trusterRoutes(app, { directory, tokens, partners }, trusterQuests);
	openIdRoutes(app, { provider, lifetimes, polling });

	const url = await app.listen({ port, host: '127.0.0.1' });
	const library = await createProvider({ issuer: url, directory, storage, lifetimes });
	for (const grant of [passwordGrant(directory), trustedGrant(directory, trustedTokens)]) registerUserGrant(library, grant, secondFactor);
	provide(library);

	return {
		url,
		reset: () => {
			lifetimes.reset();
			for (const memory of [storage, secondFactor, polling, partners, trustedTokens, trusterQuests]) memory.clear();
		},
		close: () => app.close(),
	};
}

function createApp(): FastifyInstance {
	const app = Fastify({ forceCloseConnections: true });
	app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => done(null, parseForm(String(text))));
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes));
	app.addHook('onRequest', async (_request, reply) => {
		reply.header('x-kontur-trace-id', randomUUID().replaceAll('-', ''));
	});
	app.setErrorHandler((error, _request, reply) => {
		if (error instanceof OpenIdRefusal) return reply.code(400).headers(SECRET_ANSWER).send(openIdError(error.error, error.description));
		if (error instanceof LegacyRefusal) return reply.code(error.status).send(error.code === undefined ? undefined : { Code: error.code });
		console.error(error);
		return reply.send(error);
	});
	return app;
}

/** Headers of the answers that carry tokens, as the vendor's samples show them. */
const SECRET_ANSWER = { 'cache-control': 'no-store', 'x-kontur-dont-retry': 'True', 'dont-retry': 'True' };

interface OpenIdParts {
	provider: () => Promise<Provider>;
	lifetimes: Lifetimes;
	polling: DevicePolling;
}

function openIdRoutes(app: FastifyInstance, { provider, lifetimes, polling }: OpenIdParts): void {
	app.get('/connect/authorize', async (request, reply) => {
		checkAuthorize(isForm(request.query) ? request.query : {});
		return pass(reply, await askLibrary(request, provider));
	});

	app.post('/connect/token', async (request, reply) => {
		const form = clientForm(request);
		checkTokenRequest(form);
		if (form.grant_type === DEVICE_CODE_GRANT) polling.poll(fieldOf(form, 'device_code') ?? '', lifetimes.get('devicePolling'));
		return pass(reply.headers(SECRET_ANSWER), await askLibrary(request, provider, form));
	});

	app.post('/connect/deviceauthorization', async (request, reply) => {
		const form = clientForm(request);
		checkDeviceAuthorization(form);
		const answer = await askLibrary(request, provider, form);
		if (answer.status !== 200) return pass(reply, answer);
		const device = inVendorForm(JSON.parse(answer.body.toString('utf8')), lifetimes.get('devicePolling'));
		return reply.headers(SECRET_ANSWER).send(device);
	});

	app.all('/*', async (request, reply) => pass(reply, await askLibrary(request, provider, isForm(request.body) ? request.body : undefined)));
}

function clientForm(request: FastifyRequest) {
	if (!isForm(request.body)) throw new OpenIdRefusal('invalid_request', 'the body must be application/x-www-form-urlencoded');
	return withClientFields(request.body, request.headers.authorization);
}

async function askLibrary(request: FastifyRequest, provider: () => Promise<Provider>, form?: Record<string, string | string[]>): Promise<Answer> {
	return ask(await provider(), { method: request.method, url: request.url, headers: request.headers, form });
}

function pass(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
	return reply.code(status).headers(headers).send(body);
}
