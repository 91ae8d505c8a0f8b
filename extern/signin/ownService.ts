import { inputError } from '../failure';
import { serviceRoot } from '../transport/origin';
import { filled, needed, neededPassword, neededToken } from './fields';

/** The part of a credential that says where a service of the operator's own is, and how one authenticates there. */
export interface OwnServiceFields {
	readonly url?: unknown;
	/** `none`, `bearer`, `basic` or `header`. */
	readonly authentication?: unknown;
	readonly token?: unknown;
	readonly user?: unknown;
	readonly password?: unknown;
	readonly headerName?: unknown;
	readonly headerValue?: unknown;
}

const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/**
 * Where the service is, without a trailing slash.
 * @throws ExternError `input` when the address cannot be used, or would lose what follows its "?"
 */
export function ownServiceRoot({ url }: OwnServiceFields): string {
	const address = needed(url, 'Address');
	if (/[?#]/.test(address)) throw inputError('The address must end before the "?"', 'Write what follows it into the paths of the credential', 'Address');
	return serviceRoot(address);
}

/**
 * The headers that authenticate a request at the service.
 * @throws ExternError `input` when a field is missing or does not fit into a header of HTTP
 */
export function ownServiceHeaders(fields: OwnServiceFields): Record<string, string> {
	switch (fields.authentication) {
		case 'bearer':
			return { authorization: `Bearer ${neededToken(fields.token, 'Token', 'Bearer')}` };
		case 'basic':
			return { authorization: `Basic ${pairOf(fields)}` };
		case 'header':
			return { [headerNameOf(fields)]: headerValueOf(fields) };
		default:
			return {};
	}
}

/** Whether a request goes where the credential belongs. Anywhere else its secrets must not be seen. */
export function isOwnService(fields: OwnServiceFields, url: string): boolean {
	return new URL(url).origin === new URL(ownServiceRoot(fields)).origin;
}

/** Whatever of the authentication must never be told, as it may stand in a text. */
export function ownServiceSecrets(fields: OwnServiceFields): string[] {
	switch (fields.authentication) {
		case 'bearer':
			return [neededToken(fields.token, 'Token', 'Bearer')];
		case 'basic':
			return [neededPassword(fields.password, 'Password'), pairOf(fields)];
		case 'header':
			return [headerValueOf(fields)];
		default:
			return [];
	}
}

function pairOf({ user, password }: OwnServiceFields): string {
	return Buffer.from(`${filled(user)}:${neededPassword(password, 'Password')}`).toString('base64');
}

function headerNameOf({ headerName }: OwnServiceFields): string {
	const name = needed(headerName, 'Header Name');
	if (HEADER_NAME.test(name)) return name.toLowerCase();
	throw inputError('Header Name in the credential is no name of a header', 'A name has Latin letters, digits and dashes only, such as X-Api-Key', 'Header Name');
}

/** Unlike a token it may hold spaces, as in `ApiKey 123`. */
function headerValueOf({ headerValue }: OwnServiceFields): string {
	const value = needed(headerValue, 'Header Value');
	if (/^[\x20-\x7e]+$/.test(value)) return value;
	throw inputError('Header Value in the credential holds letters that cannot stand in a header', 'Copy it again, without anything before or after it', 'Header Value');
}
