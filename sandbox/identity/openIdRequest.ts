/** What the OpenID calls with a form body have in common. */

import type { FastifyRequest } from 'fastify';
import { withClientFields } from './clientSecrets';
import { isForm, type Form } from './form';
import { OpenIdRefusal } from './openIdRefusal';

/** Headers of the answers that carry tokens, as the vendor's samples show them. */
export const SECRET_ANSWER = { 'cache-control': 'no-store', 'x-kontur-dont-retry': 'True', 'dont-retry': 'True' };

/** The fields of the body, with the application's credentials among them. */
export function clientForm(request: FastifyRequest): Form {
	const isUrlEncoded = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
	if (!isUrlEncoded || !isForm(request.body)) throw new OpenIdRefusal('invalid_request', 'the body must be application/x-www-form-urlencoded');
	return withClientFields(request.body, request.headers.authorization);
}
