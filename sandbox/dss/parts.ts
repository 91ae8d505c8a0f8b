/** What the servers of DSS share. */

import type { FastifyRequest } from 'fastify';
import type { People } from './people';
import { DssRefusal } from './refusal';
import type { Tokens } from './tokens';
import type { Transactions } from './transactions';

export interface DssParts {
	people: People;
	tokens: Tokens;
	transactions: Transactions;
}

/** The token as it stands in the header. */
export function tokenIn({ headers }: FastifyRequest): string | undefined {
	return /^Bearer ([\w-]+)$/.exec(headers.authorization ?? '')?.[1];
}

/**
 * What the token of a call is for.
 * @param only `signing in`: a token of a confirmation is no good there
 */
export function bearerOf(request: FastifyRequest, { tokens }: DssParts, only?: 'signing in'): { transactionId?: string } {
	const token = tokenIn(request);
	const known = token === undefined ? undefined : tokens.read(token);
	if (!known) throw new DssRefusal(401, 'Authorization has been denied for this request.');
	if (only && known.transactionId !== undefined) throw new DssRefusal(403, 'wrong_token', 'The token of a confirmation only fetches the signature');
	return known;
}
