import { ExternError, stop } from '../../failure';
import type { PortAnswer } from '../../port';
import type { Repeat } from '../../transport/retry';
import { type DssSettings, withoutSecrets } from './settings';
import { jsonIn } from '../../json';

type Answer = Extract<PortAnswer, { kind: 'answer' }>;

/**
 * What went wrong at CryptoPro DSS, in the operator's words.
 * @param repeat whether the call is harmless to repeat; a lost answer of another one may have had its effect
 * @param more secrets of this call that the credential does not hold
 */
export function dssFailure(answer: PortAnswer, repeat: Repeat, settings: DssSettings, more: ReadonlyArray<string | undefined> = []): ExternError {
	switch (answer.kind) {
		case 'cancelled':
			return new ExternError({ kind: 'cancelled' });
		case 'sign-in':
			return stop(`CryptoPro DSS was not asked: ${withoutSecrets(answer.detail, settings, more)}`, 'Check the credential of CryptoPro DSS');
		case 'no-answer':
			if (answer.reason === 'unreachable' || repeat === 'safe') return unavailable(`CryptoPro DSS cannot be reached: ${withoutSecrets(answer.detail, settings, more)}`);
			return stop('The answer of CryptoPro DSS was lost', 'Nothing was signed here. Run this again; the owner of the key may be asked a second time');
		case 'answer':
			return ofStatus(answer, settings, more);
	}
}

/** An answer of CryptoPro DSS that cannot be understood. */
export function notUnderstood(what: string): ExternError {
	return stop(`CryptoPro DSS answered in an unexpected way: ${what}`, 'Check the address and the names STS and SignServer in the credential; perhaps another program answers there');
}

function ofStatus(answer: Answer, settings: DssSettings, more: ReadonlyArray<string | undefined>): ExternError {
	const { status } = answer;
	const reason = withoutSecrets(reasonOf(answer), settings, more).slice(0, LONGEST_REASON);
	const told = reason === '' ? `(${status})` : `(${status}): ${reason}`;
	if (status === 401) return stop(`CryptoPro DSS did not accept the sign-in ${told}`, SIGN_IN_ADVICE);
	if (status === 403) return stop(`CryptoPro DSS does not allow this ${told}`, 'Ask the administrator of the DSS server for the right to sign with this certificate through this client ID');
	if (status === 404) return stop(`CryptoPro DSS has nothing at this address ${told}`, 'Check the address and the names STS and SignServer in the credential');
	if (status === 413) return stop(`CryptoPro DSS does not take a document of this size ${told}`, 'Sign it elsewhere and attach the ready signature, or ask the administrator of the DSS server for a higher limit');
	if (status === 429) return unavailable(`CryptoPro DSS receives too many requests ${told}`);
	if (status >= 500) return unavailable(`CryptoPro DSS has a fault at the moment ${told}`);
	if (status >= 400) return stop(`CryptoPro DSS refused ${told}`, 'Check the certificate and the PIN code in the credential, and what this user may do at the DSS server');
	return notUnderstood(`status ${status}`);
}

/** What to do about a sign-in that was refused. */
export const SIGN_IN_ADVICE = 'Check login, password, client ID and client secret in the credential of CryptoPro DSS. Too many wrong tries may lock the user';

const LONGEST_REASON = 300;

/** The code and the words: `Message` and `ErrorDescription`, at the token endpoint those of OAuth (RFC 6749 §5.2). */
function reasonOf({ body }: Answer): string {
	const parsed = jsonIn(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
	if (typeof parsed !== 'object' || parsed === null) return '';
	const members: Readonly<Record<string, unknown>> = { ...parsed };
	const texts = ['Message', 'ErrorDescription', 'error', 'error_description'].map((name) => members[name]);
	return texts.filter((text): text is string => typeof text === 'string' && text !== '').join(', ');
}

function unavailable(message: string): ExternError {
	return new ExternError({ kind: 'unavailable', problem: { message } });
}
