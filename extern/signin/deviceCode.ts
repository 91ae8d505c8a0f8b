import { ExternError } from '../failure';
import { application, APPLICATION, present, refreshGrant, scopeOf, sessionFrom } from './openId';
import { needed } from './fields';
import { refused, withoutSession } from './refusal';
import { formPost, isSuccess, memberOf, textOf } from './send';
import type { Session } from './session';
import type { SignIn, Way } from './way';

/** A sign-in that waits for a person (RFC 8628). */
interface Pending {
	readonly deviceCode: string;
	readonly link: string;
	readonly userCode: string;
	readonly endsAt: number;
	/** The refresh token whose refusal made it necessary. */
	readonly insteadOf?: string;
	/** The service may not be asked before, in milliseconds since 1970. */
	askNotBefore: number;
	readonly intervalMs: number;
}

/**
 * Sign-ins that wait, by identity. n8n keeps nothing of a test of a credential that fails, and until
 * the person has confirmed it does fail; so between two presses of Retry the code lives here.
 */
const waiting = new Map<string, Pending>();

/** The code ended, was used or was refused by the person: it takes another one. */
const IS_OVER = new Set(['expired_token', 'invalid_grant', 'access_denied']);

const USUAL_LIFE_S = 300; // the sample of the vendor's page
const LONGEST_LIFE_S = 3600;
const USUAL_INTERVAL_S = 5; // RFC 8628 §3.2

/**
 * Thrown until a person has confirmed. Its message holds link and code and is for the test of the
 * credential only; its failure, which is what nodes tell, does not.
 */
export class ConfirmationNeeded extends ExternError {
	constructor({ link, userCode, endsAt }: Pending, now: number) {
		super({ kind: 'signed-out', problem: { message: 'nobody is signed in. Open the credential: it shows a link to sign in with, and a code' } });
		const minutes = Math.max(1, Math.floor((endsAt - now) / 60_000));
		this.message = `Open ${link} in a browser, sign in and confirm the code ${userCode}, then press Retry here. The code is good for ${minutes} min`;
	}
}

/** A person signs in on another device, once; after that the session renews itself. */
export const deviceCode: Way = {
	scheme: 'Bearer',
	// Without the name of the person one person's session would serve another's credential.
	fields: [...APPLICATION, 'login'],
	isUsedUp: true,
	enter: async (signIn) => await confirmed(signIn),
	async renew(signIn, { refreshToken }) {
		if (!refreshToken || waiting.get(signIn.identity)?.insteadOf === refreshToken) return await confirmed(signIn, refreshToken);
		const answer = await present(signIn, refreshGrant(refreshToken));
		// Access was taken back, or ended: the person is needed again.
		if (textOf(answer.body, 'error') === 'invalid_grant') return await confirmed(signIn, refreshToken);
		return { refreshToken, ...sessionFrom(answer, signIn.now()) };
	},
};

/** Asks once whether the person has confirmed; whoever waits asks again. */
async function confirmed(signIn: SignIn, insteadOf?: string): Promise<Session> {
	const { fields, identity, now } = signIn;
	needed(fields.login, 'Login');
	const pending = waiting.get(identity);
	if (!pending || pending.endsAt <= now()) throw new ConfirmationNeeded(await begin(signIn, insteadOf), now());
	if (now() < pending.askNotBefore) throw new ConfirmationNeeded(pending, now());
	pending.askNotBefore = now() + pending.intervalMs;
	const answer = await present(signIn, { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: pending.deviceCode });
	const code = textOf(answer.body, 'error');
	if (code === 'authorization_pending' || code === 'slow_down') throw new ConfirmationNeeded(pending, now());
	if (code !== undefined && IS_OVER.has(code)) throw new ConfirmationNeeded(await begin(signIn, insteadOf), now());
	if (isSuccess(answer)) waiting.delete(identity);
	return sessionFrom(answer, now());
}

async function begin({ fields, roots, identity, send, now }: SignIn, insteadOf: string | undefined): Promise<Pending> {
	const answer = await send(formPost(`${roots.identity}/connect/deviceauthorization`, { ...application(fields), ...scopeOf(fields) }));
	if (!isSuccess(answer)) throw refused(answer, {}, now());
	const { body } = answer;
	const [code, userCode] = [textOf(body, 'device_code'), textOf(body, 'user_code')];
	const link = textOf(body, 'verification_uri_complete') ?? textOf(body, 'verification_uri') ?? '';
	if (!code || !userCode || !/^https?:\/\//.test(link)) throw withoutSession();
	const seconds = Math.min(Number(memberOf(body, 'expires_in')) || USUAL_LIFE_S, LONGEST_LIFE_S);
	const intervalMs = (Number(memberOf(body, 'interval')) || USUAL_INTERVAL_S) * 1000;
	const pending = { deviceCode: code, link, userCode, endsAt: now() + seconds * 1000, insteadOf, askNotBefore: 0, intervalMs };
	waiting.set(identity, pending);
	return pending;
}
