import type { IHttpRequestOptions } from 'n8n-workflow';
import type { PortAnswer } from '../../extern';
import { answerOf, exchange, statusOf, type Expect } from './exchange';
import type { Context } from './context';

/** n8n throws for every status but 2xx and loses headers and body on the way; a 401 it must see, to renew the token. */
const EVERY_STATUS_BUT_401 = { ignoreHttpStatusErrors: { ignore: true, except: [401] } };

/** Sends one request, signed in by n8n's own OAuth2 client, which renews the token under a lock of its own. */
export async function sendWithOAuth2(context: Context, options: IHttpRequestOptions, expect: Expect): Promise<PortAnswer> {
	const ask = async (more: object) => await exchange(context, 'konturExternOAuth2Api', { ...options, ...more });
	const sent = await ask(EVERY_STATUS_BUT_401);
	// Older n8n takes the exception for a plain yes: it has to see the 401 once more to renew the token.
	return answerOf(statusOf(sent) === 401 ? await ask({}) : sent, expect);
}
