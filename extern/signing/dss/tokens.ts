import { ExternError } from '../../failure';
import type { ServicePort } from '../services';
import { jsonIn } from '../../json';
import { persistently } from '../../transport/persistence';
import { dssFailure, notUnderstood } from './refusals';
import type { DssSettings } from './settings';

interface Token {
	readonly value: string;
	/** Milliseconds since 1970. */
	readonly endsAt: number;
}

type SignedIn = { readonly token: Token } | { readonly error: unknown };

/** What this process knows of one credential. */
interface Known {
	token?: Token;
	/** A sign-in that is under way: whoever needs a token meanwhile waits for this one. */
	running?: Promise<SignedIn>;
	refusal?: { readonly error: ExternError; readonly endsAt: number };
}

const known = new Map<string, Known>();
/** A credential with expressions is another one for every item; those that came first are forgotten first. */
const MOST_KNOWN = 1000;
/** A token that ends on the way is none. */
const SPARE_MS = 10_000;
/** A run over many items must not try a wrong password once for each: that locks the user out. */
const REFUSAL_LASTS_MS = 10_000;
const TIMEOUT_MS = 60_000;

/**
 * The token of signing in with login and password. It is kept in the memory of this process until
 * shortly before its end, and is in no item and no credential.
 * @throws ExternError in the operator's words when signing in does not succeed
 */
export async function accessToken(port: ServicePort, settings: DssSettings): Promise<string> {
	const mine = ofCredential(settings);
	for (;;) {
		if (mine.token && mine.token.endsAt - SPARE_MS > port.now()) return mine.token.value;
		if (mine.refusal && mine.refusal.endsAt > port.now()) throw mine.refusal.error;
		const isMine = !mine.running;
		const outcome = await (mine.running ??= started(mine, port, settings));
		if ('token' in outcome) return outcome.token.value;
		// Who started the shared sign-in was stopped; those who waited for it were not.
		const isOthersEnd = !isMine && outcome.error instanceof ExternError && outcome.error.failure.kind === 'cancelled';
		if (!isOthersEnd || port.cancelled()) throw outcome.error;
	}
}

/** Signs in, and notes what came of it for all who need it. */
async function started(mine: Known, port: ServicePort, settings: DssSettings): Promise<SignedIn> {
	const outcome = await signIn(port, settings).then(
		(token): SignedIn => ({ token }),
		(error: unknown): SignedIn => ({ error }),
	);
	mine.running = undefined;
	if ('token' in outcome) mine.token = outcome.token;
	else if (outcome.error instanceof ExternError && outcome.error.failure.kind === 'stopped') mine.refusal = { error: outcome.error, endsAt: port.now() + REFUSAL_LASTS_MS };
	return outcome;
}

/** Notes that the server does not take a token any more. */
export function forgetToken(settings: DssSettings, value: string): void {
	const mine = ofCredential(settings);
	if (mine.token?.value === value) mine.token = undefined;
}

async function signIn(port: ServicePort, settings: DssSettings): Promise<Token> {
	const { sts, resource, clientId, clientSecret, login, password } = settings;
	const form = new URLSearchParams({ grant_type: 'password', username: login, password, resource, ...(clientSecret === undefined && { client_id: clientId }) });
	const program = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
	const request = {
		method: 'POST' as const,
		url: `${sts}/oauth/token`,
		headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', ...(clientSecret !== undefined && { authorization: `Basic ${program}` }) },
		body: form.toString(),
		expect: 'text' as const,
		timeoutMs: TIMEOUT_MS,
	};
	const answer = await persistently({ port, repeat: 'safe', budgetMs: settings.retryBudgetMs }, async () => await port.send(request));
	if (answer.kind !== 'answer' || answer.status !== 200) throw refusedSignIn(answer, settings, program);
	const parsed = jsonIn(typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body).toString('utf8'));
	const { access_token: value, expires_in: seconds }: Readonly<Record<string, unknown>> = { ...Object(parsed) };
	if (typeof value !== 'string' || value === '') throw notUnderstood('the sign-in brought no token');
	const lifeMs = typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : 0;
	return { value, endsAt: port.now() + lifeMs };
}

/** OAuth says with 400 that login or password are wrong (RFC 6749 §5.2). */
function refusedSignIn(answer: Parameters<typeof dssFailure>[0], settings: DssSettings, program: string): ExternError {
	const asRefused = answer.kind === 'answer' && answer.status === 400 ? { ...answer, status: 401 } : answer;
	return dssFailure(asRefused, 'safe', settings, [program]);
}

function ofCredential({ digest }: DssSettings): Known {
	const mine = known.get(digest);
	if (mine) return mine;
	const [oldest] = known.keys();
	if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
	const fresh: Known = {};
	known.set(digest, fresh);
	return fresh;
}
