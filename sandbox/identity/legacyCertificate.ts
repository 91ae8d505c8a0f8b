/** The older sign-in by certificate in two steps. */

import type { FastifyInstance } from 'fastify';
import type { Directory } from '../directory';
import { CertificateFault, type CertificateFaultReason, type CertificateSignIn } from './certificateSignIn';
import { truthOf } from './form';
import { applicationOf, AUTH, bodyBytes, LegacyRefusal, optionalField, queryField } from './legacyRequest';
import type { Tokens } from './tokens';

/** The codes of the vendor's old page on 403. */
const CODES: Record<Exclude<CertificateFaultReason, 'not-valid'>, string> = {
	unreadable: 'CertUnreadable',
	'no-challenge': 'RndBytesNotFound',
	'challenge-expired': 'RndBytesExpired',
	'unknown-certificate': 'UnknownCertificate',
	'wrong-key': 'WrongKey',
};

export interface LegacyCertificateParts {
	directory: Directory;
	tokens: Tokens;
	signIn: CertificateSignIn;
}

export function legacyCertificateRoutes(app: FastifyInstance, { directory, tokens, signIn }: LegacyCertificateParts): void {
	app.post<{ Params: { version: string } }>(`${AUTH}/authenticate-by-cert`, { config: { operation: 'legacy-auth-by-certificate' } }, async (request) => {
		const { apiKey } = applicationOf(request, directory);
		const free = truthOf(optionalField(request, 'free') ?? 'false');
		if (free === undefined) throw new LegacyRefusal(400);
		const { encryptedKey, certificate } = told(() => signIn.begin(bodyBytes(request), { free }));
		const query = new URLSearchParams({ thumbprint: certificate.thumbprint, apiKey });
		return { EncryptedKey: encryptedKey.toString('base64'), Link: { Rel: 'next', Href: `/auth/${request.params.version}/approve-cert?${query}` } };
	});

	app.post(`${AUTH}/approve-cert`, { config: { operation: 'legacy-auth-approve-certificate' } }, async (request) => {
		applicationOf(request, directory);
		const { user } = told(() => signIn.finish(queryField(request, 'thumbprint'), bodyBytes(request)));
		const { sid, refreshToken } = tokens.sessions.issue(user.id);
		return { Sid: sid, RefreshToken: refreshToken };
	});
}

function told<T>(attempt: () => T): T {
	try {
		return attempt();
	} catch (error) {
		if (!(error instanceof CertificateFault)) throw error;
		throw error.reason === 'not-valid' ? new LegacyRefusal(406) : new LegacyRefusal(403, CODES[error.reason]);
	}
}
