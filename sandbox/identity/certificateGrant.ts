/** The newer sign-in by certificate: a challenge, then its answer as a grant. */

import type { FastifyInstance } from 'fastify';
import type { Directory } from '../directory';
import { CertificateFault, type CertificateFaultReason, type CertificateSignIn } from './certificateSignIn';
import { authenticatedClient } from './clientSecrets';
import { fieldOf, truthOf } from './form';
import { clientForm, SECRET_ANSWER } from './openIdRequest';
import { OpenIdRefusal } from './openIdRefusal';
import { CERTIFICATE_CHALLENGE, checkClientRequest } from './requestRules';
import type { UserGrant } from './userGrants';

const DESCRIPTIONS: Record<CertificateFaultReason, string> = {
	unreadable: 'public_key is not a certificate with a GOST R 34.10-2012 key',
	'not-valid': 'the certificate is expired or not issued by a trusted authority',
	'no-challenge': 'there is no challenge for this thumbprint',
	'challenge-expired': 'the challenge is too old',
	'unknown-certificate': 'the certificate belongs to no user',
	'wrong-key': 'decrypted_key is wrong',
};

export function certificateChallengeRoute(app: FastifyInstance, directory: Directory, signIn: CertificateSignIn): void {
	app.post('/authentication/certificate', async (request, reply) => {
		const form = clientForm(request);
		checkClientRequest(form, CERTIFICATE_CHALLENGE);
		authenticatedClient(directory, form);
		const free = truthOf(fieldOf(form, 'free') ?? 'false');
		if (free === undefined) throw new OpenIdRefusal('invalid_request', 'free must be true or false');
		const partialFactorToken = fieldOf(form, 'partial_factor_token');
		const { encryptedKey } = told(() => signIn.begin(fieldOf(form, 'public_key') ?? '', { free, partialFactorToken }));
		return reply.headers(SECRET_ANSWER).send({ encrypted_key: encryptedKey.toString('base64'), trusted_thumbprints: null });
	});
}

export function certificateGrant(signIn: CertificateSignIn): UserGrant {
	return {
		name: 'certificate',
		fields: ['decrypted_key', 'thumbprint'],
		factor: 'certificate',
		prove: ({ decrypted_key: decryptedKey = '', thumbprint = '' }) => told(() => signIn.finish(thumbprint, Buffer.from(decryptedKey, 'base64'))),
	};
}

function told<T>(attempt: () => T): T {
	try {
		return attempt();
	} catch (error) {
		if (error instanceof CertificateFault) throw new OpenIdRefusal('invalid_grant', DESCRIPTIONS[error.reason]);
		throw error;
	}
}
