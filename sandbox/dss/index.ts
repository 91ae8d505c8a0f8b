/**
 * CryptoPro DSS, a server that keeps keys and signs with them, on an address of its own. Made from
 * the calls in reference/signing/signing.md §1.1 and strict about them: what stands not there is
 * refused. It knows nothing of Kontur.Extern.
 */

import Fastify, { type FastifyInstance } from 'fastify';
import type { Clock } from '../clock';
import { attachFaults, type Faults } from '../faults';
import { attachLog, type RequestLog } from '../requestLog';
import { controlRoutes } from './control';
import { type DssParts, tokenIn } from './parts';
import { type KeptKey, People } from './people';
import { DssRefusal } from './refusal';
import { signServerRoutes } from './signServer';
import { SIGN_SERVER, STS, stsRoutes } from './sts';
import { Tokens } from './tokens';
import { Transactions } from './transactions';

export interface DssOptions {
	port: number;
	clock: Clock;
	log: RequestLog;
	faults: Faults;
	/** The keys that it keeps; the first one is the default. */
	keys: ReadonlyArray<Pick<KeptKey, 'certificate' | 'key' | 'accountId' | 'note'>>;
}

export interface Dss {
	url: string;
	/** What an administrator would hand over. */
	letter(): DssLetter;
	/** Forgets tokens, transactions and what tests changed; people and keys stay. */
	reset(): void;
	close(): Promise<void>;
}

export interface DssLetter {
	sts: string;
	signServer: string;
	login: string;
	password: string;
	clientId: string;
	/** A program that proves itself with a secret. */
	secretClient: { clientId: string; clientSecret: string };
	certificates: Array<{ id: number; thumbprint: string; accountId: string; note: string; isDefault: boolean; pin?: string }>;
}

/** Of one request; a document comes as base64 in JSON. How much DSS takes depends on its installation. */
const LARGEST_BODY = 64 * 1024 * 1024;

export async function startDss({ port, clock, log, faults, keys }: DssOptions): Promise<Dss> {
	const people = new People(keys);
	const parts: DssParts = { people, tokens: new Tokens(), transactions: new Transactions() };
	const app = createApp();
	attachLog(app, log, { service: 'dss', now: () => clock.now() });
	attachFaults(app, faults, { expireToken: (request) => parts.tokens.revoke(tokenIn(request) ?? '') });
	controlRoutes(app, parts);
	stsRoutes(app, parts);
	signServerRoutes(app, parts);
	return {
		url: await app.listen({ port, host: '127.0.0.1' }),
		letter: () => letterOf(people),
		reset: () => {
			parts.tokens.reset();
			parts.transactions.reset();
		},
		close: () => app.close(),
	};
}

function createApp(): FastifyInstance {
	const app = Fastify({ forceCloseConnections: true, bodyLimit: LARGEST_BODY });
	app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => {
		const form = new URLSearchParams(String(text));
		done(null, Object.fromEntries([...form.keys()].map((name) => [name, form.getAll(name).length === 1 ? form.get(name) : form.getAll(name)])));
	});
	app.setErrorHandler((error, _request, reply) => {
		if (error instanceof DssRefusal) return reply.code(error.status).send(error.body());
		const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
		if (status >= 500) console.error(error);
		return reply.code(status).send({ Message: status >= 500 ? 'An error has occurred' : 'invalid_request' });
	});
	return app;
}

function letterOf({ login, password, openClient, secretClient, keys }: People): DssLetter {
	return {
		sts: STS,
		signServer: SIGN_SERVER,
		login,
		password,
		clientId: openClient.clientId,
		secretClient: { clientId: secretClient.clientId, clientSecret: secretClient.secret ?? '' },
		certificates: keys.map(({ id, certificate, accountId, note, isDefault, pin }) => ({ id, thumbprint: certificate.thumbprint, accountId, note, isDefault, pin })),
	};
}
