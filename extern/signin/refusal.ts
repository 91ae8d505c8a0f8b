import { ExternError } from '../failure';
import { filled, type FieldName, type SignInFields } from './fields';
import { memberOf, textOf, type SignInAnswer } from './send';

/** What codes of the service mean for an operator; the service's own words follow in brackets. */
export type Meanings = Readonly<Record<string, string>>;

/** RFC 6749 §5.2, as far as it is the same for every grant. */
const OF_OPEN_ID: Meanings = {
	invalid_client: 'the client ID or the API key is wrong',
	unauthorized_client: 'this application is not allowed to sign in this way; ask Kontur for the permission',
	unsupported_grant_type: 'the service does not know this way of signing in',
	invalid_scope: 'this application has no access to Kontur.Extern; ask Kontur for the scope extern.api',
	invalid_grant: 'what the credential holds was not accepted, or has ended',
};

/** auth.md §7 and §8. */
const OF_SESSIONS: Meanings = {
	InvalidApiKey: 'the API key is wrong',
	CertNotValid: 'the certificate has expired, or was issued by an authority that Kontur does not trust',
	CertUnreadable: 'the certificate cannot be read',
	CertRegisterFail: 'Kontur could not register the certificate; try again, then ask the support',
	UnknownCertificate: 'the certificate belongs to no user of Kontur',
	RndBytesNotFound: 'the sign-in took too long; try again',
	RndBytesExpired: 'the sign-in took too long; try again',
	CreateSessionError: 'Kontur could not open the session; try again, then ask the support',
};

/** What an answer says is quoted, and an answer may say anything. */
const LONGEST_WORDS = 2000;
/** Shorter than what is quoted: a secret that was cut in two there, and so is not found, is left out here. */
const LONGEST_MESSAGE = 500;
const NOT_PRINTED = /[\p{Cc}\p{Cf}\s]+/gu;

/** Differences below this are no reason for a refusal. */
const NOTABLE_SKEW_MS = 60_000;

/**
 * Why the sign-in service said no, in the operator's words where its code is known (auth.md §5, §7, §8).
 * @param meanings what its codes mean in the way at hand; they win over the common ones
 */
export function reasonOfRefusal({ status, body }: Pick<SignInAnswer, 'status' | 'body'>, meanings: Meanings = {}): string {
	if (memberOf(body, 'required_factors')) return 'the user has to confirm with a second factor; choose a user without it, or another way of signing in';
	const openId = textOf(body, 'error');
	const code = openId ?? textOf(body, 'Code');
	const told = [code, textOf(body, 'error_description')].filter(Boolean).join(': ').replace(NOT_PRINTED, ' ').slice(0, LONGEST_WORDS);
	const meaning = new Map(Object.entries({ ...OF_OPEN_ID, ...OF_SESSIONS, ...meanings })).get(code ?? String(status));
	if (meaning) return told ? `${meaning} (${told})` : meaning;
	return told || `the sign-in service answered ${status}`;
}

/**
 * The error for an answer that is no session.
 * @param now milliseconds since 1970; a clock that is wrong is told as well
 */
export function refused(answer: SignInAnswer, meanings: Meanings, now: number): ExternError {
	const { status } = answer;
	const message = [reasonOfRefusal(answer, meanings), wrongClock(answer.date, now)].filter(Boolean).join('. ');
	if (status === 429 || status >= 500) return new ExternError({ kind: 'unavailable', problem: { message, status } });
	return new ExternError({ kind: 'signed-out', problem: { message } });
}

/** What a failed sign-in means for the request that needed it. */
export interface SignInFailure {
	/** A bad moment of the sign-in service, nothing against the credential. */
	readonly isDown: boolean;
	/** What whoever tests the credential is to read. */
	readonly message: string;
	/** What the operator of a workflow is to read. */
	readonly detail: string;
}

/** Whatever else an error says may quote what was typed. */
const UNEXPECTED = 'Signing in did not succeed';

/** What went wrong while signing in with these fields, as far as the client knows it. */
export function signInFailure(error: unknown, fields: SignInFields): SignInFailure {
	if (!(error instanceof ExternError)) return { isDown: false, message: UNEXPECTED, detail: UNEXPECTED };
	const { failure } = error;
	const safe = (text: string) => withoutSecrets(text, fields).slice(0, LONGEST_MESSAGE);
	const hint = 'hint' in failure ? failure.hint : undefined;
	// n8n shows the message alone.
	const message = [error.message, hint].filter(Boolean).join('. ');
	const detail = 'problem' in failure ? failure.problem.message : undefined;
	return { isDown: failure.kind === 'unavailable', message: safe(message), detail: safe(detail ?? message) };
}

/** Anything shorter is no secret that a service would take, and may be a word of our own. */
const SHORTEST_SECRET = 6;

const SECRETS: readonly FieldName[] = ['apiKey', 'password', 'accessToken', 'refreshToken', 'sessionSecret', 'sessionRefreshToken', 'partnerKeyPassword'];

/** A service may repeat in its words what it was asked with. */
function withoutSecrets(text: string, fields: SignInFields): string {
	const secrets = SECRETS.map((name) => filled(fields[name])).filter(({ length }) => length >= SHORTEST_SECRET);
	const spellings = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), new URLSearchParams({ secret }).toString().slice('secret='.length)]);
	return spellings.reduce((left, spelling) => left.replaceAll(spelling, '***'), text);
}

/** The error for an answer of success that lacks what it is for. */
export function withoutSession(): ExternError {
	return new ExternError({ kind: 'malformed', problem: { message: 'The sign-in service answered without a token; check the identity address in the credential' } });
}

/**
 * The error for a sign-in service that did not answer.
 * @param code what Node or its TLS say of the connection; the error itself may hold the secrets of the request
 */
export function unanswered(code: unknown): ExternError {
	return new ExternError({ kind: 'unavailable', problem: { message: `The sign-in service ${reachability(String(code))}` } });
}

/** In words: n8n puts sentences of its own in the place of messages that name such a code. */
function reachability(code: string): string {
	if (code === 'ECONNABORTED' || code === 'ETIMEDOUT' || code === 'ERR_CANCELED') return 'did not answer in time';
	if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(code)) return 'showed a certificate that this computer does not trust';
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'cannot be found; check the address and the network';
	return 'cannot be reached';
}

/** Signed and timed proofs fail by a wrong clock, which nobody thinks of. */
export function wrongClock(date: string | undefined, now: number): string | undefined {
	const skew = now - Date.parse(date ?? '');
	if (Number.isNaN(skew) || Math.abs(skew) < NOTABLE_SKEW_MS) return undefined;
	return `The clock of this computer is ${Math.round(Math.abs(skew) / 60_000)} min ${skew > 0 ? 'ahead of' : 'behind'} the service's: correct it`;
}
