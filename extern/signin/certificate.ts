import { decrypt } from '../../gost';
import { ExternError, stop } from '../failure';
import { base64Of, testKeyFrom, type TestKey } from '../signing';
import { isForTests } from './environment';
import { needed, type FieldName } from './fields';
import { application, APPLICATION, present, sessionFrom } from './openId';
import { refused, type Meanings } from './refusal';
import { formPost, isSuccess, textOf, type SignInAnswer } from './send';
import { apiKeyOf, continuing, sessionCall, sidFrom } from './sessions';
import type { SignIn, Way } from './way';

/** The fields that hold a person's key. */
const KEY: readonly FieldName[] = ['publicCertificate', 'privateKey', 'skipValidityCheck'];

const OF_PROVIDER: Meanings = { invalid_grant: 'the certificate was not accepted: it has expired, Kontur does not trust its issuer, or it belongs to no user' };

/** A user proves to own a certificate: the provider encrypts a challenge to it (auth.md §6). */
export const certificate: Way = {
	scheme: 'Bearer',
	fields: [...APPLICATION, ...KEY],
	async enter(signIn) {
		const { fields, roots, send, now } = signIn;
		const own = ownKey(signIn);
		const asked = { ...application(fields), public_key: base64Of(own.certificate), free: freeOf(signIn) };
		const answer = await unlessDisplaced(async () => {
			const challenge = await send(formPost(`${roots.identity}/authentication/certificate`, asked));
			if (!isSuccess(challenge)) throw refused(challenge, OF_PROVIDER, now());
			const opened = Buffer.from(open(textOf(challenge.body, 'encrypted_key'), own)).toString('base64');
			return await present(signIn, { grant_type: 'certificate', decrypted_key: opened, thumbprint: own.certificate.thumbprint });
		});
		return sessionFrom(answer, now(), OF_PROVIDER);
	},
};

const OF_SERVICE: Meanings = {
	406: 'the certificate has expired, its signature is damaged, or it was issued by an authority that Kontur does not trust',
	WrongKey: 'the private key does not belong to this certificate, or is damaged',
};

/** The same in the older generation (auth.md §8). */
export const sessionByCertificate: Way = continuing({
	scheme: 'auth.sid',
	fields: ['apiKey', ...KEY],
	async enter(signIn) {
		const { send, now } = signIn;
		const own = ownKey(signIn);
		const apiKey = apiKeyOf(signIn);
		const answer = await unlessDisplaced(async () => {
			const challenge = await send(sessionCall(signIn, '/auth/v5.13/authenticate-by-cert', { free: freeOf(signIn), apiKey }, pemOf(own)));
			if (!isSuccess(challenge)) throw refused(challenge, OF_SERVICE, now());
			const opened = open(textOf(challenge.body, 'EncryptedKey'), own);
			// The address of this step stands in the answer, too; where secrets go is not for an answer to say.
			return await send(sessionCall(signIn, '/auth/v5.13/approve-cert', { thumbprint: own.certificate.thumbprint, apiKey }, opened));
		});
		return sidFrom(answer, now(), OF_SERVICE);
	},
});

/** Each user has one challenge: another process that signs in at the same time displaces ours (auth.md §8). */
const MOST_CHALLENGES = 3;

async function unlessDisplaced(answerChallenge: () => Promise<SignInAnswer>): Promise<SignInAnswer> {
	for (let made = 1; ; made += 1) {
		const answer = await answerChallenge();
		const isRefused = answer.status === 400 || answer.status === 403;
		if (!isRefused || made === MOST_CHALLENGES) return answer;
	}
}

/** @throws ExternError `input` when it cannot be used, `stopped` when it may not be used there */
function ownKey({ fields, roots }: SignIn): TestKey {
	const certificateText = needed(fields.publicCertificate, 'Certificate');
	const keyText = needed(fields.privateKey, 'Private Key');
	if (!isForTests(...Object.values(roots))) {
		throw stop('A private key in the credential is for the test stand and the sandbox only; for production choose another way of signing in');
	}
	return testKeyFrom(keyText, certificateText);
}

/** Whether the service looks at validity and issuer of the certificate, in its spelling. */
function freeOf({ fields }: SignIn): string {
	return String(fields.skipValidityCheck === true);
}

/** @param challenge CMS EnvelopedData in base64 */
function open(challenge: string | undefined, { key, certificate: own }: TestKey): Uint8Array {
	const opened = attempt(() => decrypt(Buffer.from(challenge ?? '', 'base64'), key, own));
	if (opened) return opened;
	throw new ExternError({ kind: 'signed-out', problem: { message: 'the private key does not belong to this certificate, or is damaged' } });
}

function attempt<T>(work: () => T): T | undefined {
	try {
		return work();
	} catch {
		return undefined;
	}
}

function pemOf({ certificate: own }: TestKey): string {
	const lines = base64Of(own).match(/.{1,64}/g) ?? [];
	return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
