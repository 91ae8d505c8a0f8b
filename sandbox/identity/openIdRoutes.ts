/** The OpenID calls: checked by our rules first, answered by the library then. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider' with { 'resolution-mode': 'import' };
import { inVendorForm, type DevicePolling } from './deviceFlow';
import { ask, type Answer } from './dialect';
import { DEVICE_CODE_GRANT, fieldOf, isForm, type Form } from './form';
import type { Lifetimes } from './lifetimes';
import { clientForm, SECRET_ANSWER } from './openIdRequest';
import type { RefreshReuse } from './refreshReuse';
import { checkAuthorize, checkDeviceAuthorization, checkTokenRequest } from './requestRules';

export interface OpenIdParts {
	provider: () => Promise<Provider>;
	lifetimes: Lifetimes;
	polling: DevicePolling;
	refreshReuse: RefreshReuse;
}

export function openIdRoutes(app: FastifyInstance, { provider, lifetimes, polling, refreshReuse }: OpenIdParts): void {
	const askLibrary = async ({ method, url, headers }: FastifyRequest, form?: Form) => ask(await provider(), { method, url, headers, form });

	app.get('/connect/authorize', async (request, reply) => {
		checkAuthorize(isForm(request.query) ? request.query : {});
		return pass(reply, await askLibrary(request));
	});

	app.post('/connect/token', async (request, reply) => {
		const form = clientForm(request);
		checkTokenRequest(form);
		if (form.grant_type === DEVICE_CODE_GRANT) polling.poll(fieldOf(form, 'device_code') ?? '', lifetimes.get('devicePolling'));
		const exchange = () => askLibrary(request, form);
		return pass(reply.headers(SECRET_ANSWER), await (form.grant_type === 'refresh_token' ? refreshReuse.once(form, exchange) : exchange()));
	});

	app.post('/connect/deviceauthorization', async (request, reply) => {
		const form = clientForm(request);
		checkDeviceAuthorization(form);
		const answer = await askLibrary(request, form);
		reply.headers(SECRET_ANSWER);
		if (answer.status !== 200) return pass(reply, answer);
		return reply.send(inVendorForm(JSON.parse(answer.body.toString('utf8')), lifetimes.get('devicePolling')));
	});

	app.all('/*', async (request, reply) => pass(reply, await askLibrary(request, isForm(request.body) ? request.body : undefined)));
}

function pass(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
	return reply.code(status).headers(headers).send(body);
}
