/** Where Kontur's provider and oidc-provider differ on the wire. */

import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import inject from 'light-my-request';
import type { Provider } from 'oidc-provider' with { 'resolution-mode': 'import' };
import { formText, type Form } from './form';
import { openIdError } from './openIdRefusal';

export interface Question {
	method: string;
	url: string;
	headers: IncomingHttpHeaders;
	/** Undefined when the request had no body. */
	form: Form | undefined;
}

export interface Answer {
	status: number;
	headers: OutgoingHttpHeaders;
	body: Buffer;
}

/** Recomputed for the rewritten message, or meant for the connection only. */
const NOT_FORWARDED = ['content-length', 'transfer-encoding', 'connection', 'keep-alive', 'expect', 'accept-encoding'];

/** Recomputed for the rewritten message, or nothing that the vendor's samples have. */
const NOT_RETURNED = /^(content-length|connection|keep-alive|date|vary|access-control-.*)$/;

/** Lets the library answer. It sees the application's credentials as form fields only. */
export async function ask(provider: Provider, { method, url, headers, form }: Question): Promise<Answer> {
	const forwarded = Object.entries(headers).filter(
		([name]) => !NOT_FORWARDED.includes(name) && !(name === 'authorization' && form),
	);
	const handle = provider.callback();
	const answer = await inject((request, response) => void handle(request, response), {
		method: methodOf(method),
		url: inLibraryWords(url),
		// Asked for HTML, the library would tell even a token request's errors as a page.
		headers: { ...Object.fromEntries(forwarded), ...(isTokenCall(url) ? { accept: 'application/json' } : {}) },
		payload: form && formText(form),
	});
	return inVendorWords(url, { status: answer.statusCode, headers: answer.headers, body: answer.rawPayload });
}

function inLibraryWords(url: string): string {
	return url.startsWith('/device?') ? url.replace('user-code=', 'user_code=') : url;
}

function inVendorWords(url: string, { status, headers, body }: Answer): Answer {
	// A challenge belongs to 401, which the vendor answers to no token request.
	const isUnfit = (name: string) => NOT_RETURNED.test(name) || (name === 'www-authenticate' && isTokenCall(url));
	const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !isUnfit(name)));
	if (isTokenCall(url) && status >= 400 && status < 500) return { status: 400, headers: kept, body: refusal(body) };
	if (url.startsWith('/connect/authorize')) {
		if (status === 303) return { status: 302, headers: { ...kept, location: withoutIssuer(String(kept.location)) }, body };
		if (status === 400 && String(kept['content-type']).includes('json')) return { status, headers: kept, body: refusal(body) };
	}
	return { status, headers: kept, body };
}

/** The vendor's redirect carries code, state and scope, or an error. */
function withoutIssuer(location: string): string {
	const [address = '', query] = location.split('?', 2);
	if (query === undefined) return location;
	const fields = new URLSearchParams(query);
	fields.delete('iss');
	return `${address}?${fields}`;
}

function isTokenCall(url: string): boolean {
	return url.startsWith('/connect/token') || url.startsWith('/connect/deviceauthorization');
}

function refusal(body: Buffer): Buffer {
	const { error, error_description: description, partial_factor_token, required_factors } = JSON.parse(body.toString('utf8'));
	return Buffer.from(JSON.stringify({ ...openIdError(error, description), partial_factor_token, required_factors }));
}

function methodOf(method: string) {
	switch (method) {
		case 'POST':
			return 'POST';
		case 'OPTIONS':
			return 'OPTIONS';
		case 'HEAD':
			return 'HEAD';
		default:
			return 'GET';
	}
}
