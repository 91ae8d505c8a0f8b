/** How an application proves itself: form fields, HTTP Basic, or, as the C# SDK does, both. */

import { timingSafeEqual, createHash } from 'node:crypto';
import type { Client, Directory } from '../directory';
import { fieldOf, type Form } from './form';
import { OpenIdRefusal } from './openIdRefusal';

/** The form with client_id and client_secret in it, wherever they came from. */
export function withClientFields(form: Form, authorization: string | undefined): Form {
	const basic = basicCredentials(authorization);
	if (!basic) return form;
	for (const [name, value] of Object.entries(basic)) {
		if (form[name] !== undefined && form[name] !== value) {
			throw new OpenIdRefusal('invalid_client', `${name} of the form and of the Authorization header differ`);
		}
	}
	return { ...form, ...basic };
}

/** The application behind a form that went through `withClientFields`. */
export function authenticatedClient(directory: Directory, form: Form): Client {
	const client = directory.client(fieldOf(form, 'client_id') ?? '');
	if (!client || !isSame(client.apiKey, fieldOf(form, 'client_secret') ?? '')) {
		throw new OpenIdRefusal('invalid_client', 'client authentication failed');
	}
	return client;
}

export function isSame(left: string, right: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(left), digest(right));
}

function basicCredentials(authorization: string | undefined): { client_id: string; client_secret: string } | undefined {
	const encoded = /^basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
	if (encoded === undefined) return undefined;
	const text = Buffer.from(encoded, 'base64').toString('utf8');
	const colon = text.indexOf(':');
	if (colon < 0) throw new OpenIdRefusal('invalid_client', 'the Authorization header is not Basic client_id:client_secret');
	return { client_id: decoded(text.slice(0, colon)), client_secret: decoded(text.slice(colon + 1)) };
}

/** RFC 6749 wants both parts form-encoded; the C# SDK sends them as they are, which is the same for its ids and GUIDs. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text.replaceAll('+', ' '));
	} catch {
		return text;
	}
}
