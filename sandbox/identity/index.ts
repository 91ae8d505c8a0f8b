/** The identity provider of the sandbox: OpenID Connect and the older auth.sid sign-in, on an address of its own. */

import Fastify, { type FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Provider } from 'oidc-provider' with { 'resolution-mode': 'import' };
import type { Certificate } from '../../gost';
import type { Clock } from '../clock';
import type { Directory } from '../directory';
import { attachFaults, type Faults } from '../faults';
import { attachLog, type RequestLog } from '../requestLog';
import { certificateChallengeRoute, certificateGrant } from './certificateGrant';
import { CertificateSignIn } from './certificateSignIn';
import { controlRoutes } from './control';
import { DevicePolling } from './deviceFlow';
import { parseForm } from './form';
import { legacyRoutes } from './legacy';
import { legacyCertificateRoutes } from './legacyCertificate';
import { LegacyRefusal } from './legacyRequest';
import { TrusterQuests, trusterRoutes } from './legacyTruster';
import { openIdError, OpenIdRefusal } from './openIdRefusal';
import { SECRET_ANSWER } from './openIdRequest';
import { openIdRoutes } from './openIdRoutes';
import { operationOf } from './operations';
import { Partners } from './partners';
import { createProvider } from './provider';
import { RefreshReuse } from './refreshReuse';
import { SecondFactor } from './secondFactor';
import { signInRoutes } from './signIn';
import { Storage } from './storage';
import type { Tokens } from './tokens';
import { TrustedTokens, trustedGrant } from './trustedGrant';
import { passwordGrant, registerUserGrant } from './userGrants';
import { Watch } from './watch';

export interface IdentityOptions {
	port: number;
	directory: Directory;
	tokens: Tokens;
	clock: Clock;
	log: RequestLog;
	faults: Faults;
	/** Whether a certificate comes from an authority that the service trusts. */
	isTrusted: (certificate: Certificate) => boolean;
}

export interface Identity {
	url: string;
	/** Forgets sign-ins, codes, refresh tokens and what tests changed; Tokens (with the life times) and Directory are reset by their owner. */
	reset(): void;
	close(): Promise<void>;
}

export async function startIdentity({ port, directory, tokens, clock, log, faults, isTrusted }: IdentityOptions): Promise<Identity> {
	const storage = new Storage(directory, tokens);
	const { lifetimes } = tokens;
	const secondFactor = new SecondFactor();
	const polling = new DevicePolling();
	const refreshReuse = new RefreshReuse({ directory, storage });
	const watch = new Watch();
	const certificates = new CertificateSignIn({ directory, lifetimes, now: () => clock.now(), isTrusted });
	const partners = new Partners();
	const trustedTokens = new TrustedTokens(partners, watch);
	const trusterQuests = new TrusterQuests();

	let provide: (provider: Provider) => void = () => undefined;
	const provided = new Promise<Provider>((resolve) => (provide = resolve));
	const provider = () => provided;

	const app = createApp();
	attachLog(app, log, { service: 'identity', operationOf, now: () => clock.now() });
	attachFaults(app, faults, { operationOf });
	controlRoutes(app, { directory, lifetimes, storage, secondFactor, partners, refreshReuse, watch });
	signInRoutes(app, { provider, directory });
	app.register(async (older) => {
		takeBodiesAsBytes(older);
		legacyRoutes(older, { directory, tokens });
		legacyCertificateRoutes(older, { directory, tokens, signIn: certificates });
		trusterRoutes(older, { directory, tokens, partners, watch }, trusterQuests);
	});
	certificateChallengeRoute(app, directory, certificates);
	openIdRoutes(app, { provider, lifetimes, polling, refreshReuse });

	const url = await app.listen({ port, host: '127.0.0.1' });
	const library = await createProvider({ issuer: url, directory, storage, lifetimes });
	const grants = [passwordGrant(directory), certificateGrant(certificates), trustedGrant(directory, trustedTokens)];
	for (const grant of grants) registerUserGrant(library, grant, secondFactor);
	provide(library);

	return {
		url,
		reset: () => {
			for (const memory of [storage, secondFactor, polling, refreshReuse, watch, certificates, partners, trustedTokens, trusterQuests]) memory.clear();
		},
		close: () => app.close(),
	};
}

function createApp(): FastifyInstance {
	const app = Fastify({ forceCloseConnections: true });
	app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => done(null, parseForm(String(text))));
	app.removeContentTypeParser('text/plain');
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

/** The body is a password or a file whatever the client calls it; parsed as a form, a password would reach the log as a field's name. */
function takeBodiesAsBytes(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes));
}
