import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { PortAnswer } from '../../extern';
import { heldSession, isOver, isRenewable, isYoungerThan, noteUseless, worksOnce } from '../../extern/signin';
import { answerOf, exchange, statusOf, type Exchange, type Expect } from './exchange';
import type { Context } from './context';

const TYPE = 'konturExternApi';

/** A session that another process is just getting is stored by it a moment later. */
const LATER_MS = 500;

/**
 * Sends one request with a session, and after a 401 once more with the next one. Which one that is,
 * the credential tells first: n8n has no lock for sessions, so another process may have got it by now.
 */
export async function sendWithSession(context: Context, options: IHttpRequestOptions, expect: Expect, index: number): Promise<PortAnswer> {
	const stored = async () => await context.getCredentials(TYPE, index);
	const ask = async (fields: ICredentialDataDecryptedObject) => await exchange(context, TYPE, { ...options, ignoreHttpStatusErrors: true }, asCredential(context, fields));

	const began = Date.now();
	const first = await stored();
	let tried = isOver(first, began) || !heldSession(first) ? withoutSession(first, first) : { ...first };
	for (let made = 1; ; made += 1) {
		const sent = await ask(tried);
		// A session may come from a neighbour and be as dead as the one before. One that is younger than this call is not.
		const isYoung = isYoungerThan(tried, began);
		const isFinal = made > 2 || (made > 1 && isYoung);
		if (statusOf(sent) === 401 && isFinal && isYoung) noteUseless(tried, Date.now());
		if (statusOf(sent) !== 401 || isFinal || !isRenewable(first)) return await unlessOvertaken(sent, tried);
		const now = await stored();
		tried = isNewer(now, tried) ? { ...now } : withoutSession(now, tried);
	}

	/** What renews a session works once. Whoever comes second is refused, and finds the session of the first in the credential. */
	async function unlessOvertaken(exchanged: Exchange, tried: ICredentialDataDecryptedObject): Promise<PortAnswer> {
		const answer = answerOf(exchanged, expect);
		if (answer.kind !== 'sign-in' || answer.isDown || !worksOnce(tried)) return answer;
		await sleep(LATER_MS);
		const later = await stored();
		return isNewer(later, tried) ? answerOf(await ask(later), expect) : answer;
	}
}

/** n8n writes a session that it got into the fields it was given, so they tell which one was used. */
function isNewer({ sessionToken }: ICredentialDataDecryptedObject, tried: ICredentialDataDecryptedObject): boolean {
	return Boolean(sessionToken) && sessionToken !== tried.sessionToken && sessionToken !== tried.endedSessionToken;
}

/** An empty session makes n8n get one, without a request that fails first. */
function withoutSession(fields: ICredentialDataDecryptedObject, { sessionToken }: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
	return { ...fields, sessionToken: '', endedSessionToken: sessionToken };
}

function asCredential(context: Context, data: ICredentialDataDecryptedObject) {
	const { id, name } = { id: '', name: '', ...context.getNode().credentials?.[TYPE] };
	return { id: id ?? '', name, type: TYPE, data };
}
