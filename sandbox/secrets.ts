/** Keeps secrets out of the request log. */

const EVERYWHERE = [
	'access_token',
	'refresh_token',
	'id_token',
	'client_secret',
	'password',
	'pass',
	'token',
	'sid',
	'auth.sid',
	'refreshtoken',
	'refresh-token',
	'apikey',
	'api-key',
	'portalpassword',
	'privatekey',
	'gosuslugi-uid',
];

/** Words that are secret while somebody signs in; in the API `code` is the name of an authority. */
const SIGN_IN = [
	'partial_factor_token',
	'decrypted_key',
	'assertion',
	'device_code',
	'user_code',
	'user-code',
	'code',
	'code_verifier',
	'state',
	'key',
	'xsrf',
];

/** Words that are secret at CryptoPro DSS. */
const DSS = ['accesstoken', 'pincode'];

/** Which of the services a call went to. */
export type Service = 'api' | 'identity' | 'dss';

const SECRET_NAMES: Record<Service, Set<string>> = {
	api: new Set(EVERYWHERE),
	identity: new Set([...EVERYWHERE, ...SIGN_IN]),
	dss: new Set([...EVERYWHERE, ...DSS]),
};

const SECRET_HEADERS = new Set(['cookie', 'set-cookie', 'x-kontur-apikey']);

type Named = Record<string, unknown>;

/** Makes copies without the secrets of one service. */
export class Mask {
	private readonly names: Set<string>;

	constructor(service: Service) {
		this.names = SECRET_NAMES[service];
	}

	headers(headers: Named): Named {
		return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, this.header(name.toLowerCase(), value)]));
	}

	/** A JSON value, a form or a query. */
	value(value: unknown): unknown {
		if (typeof value === 'string') return this.link(value);
		if (Array.isArray(value)) return value.map((inner) => this.value(inner));
		return isRecord(value) ? this.fields(value) : value;
	}

	fields(fields: Named): Named {
		return Object.fromEntries(Object.entries(fields).map(([name, inner]) => [name, this.isSecret(name) ? this.hidden(inner) : this.value(inner)]));
	}

	private header(name: string, value: unknown): unknown {
		if (name === 'authorization') return withoutCredentials(String(value));
		return SECRET_HEADERS.has(name) ? '***' : this.value(value);
	}

	/** A field given twice is an array; an object under a secret's name is something else. */
	private hidden(value: unknown): unknown {
		if (typeof value === 'string') return '***';
		return Array.isArray(value) ? value.map((inner) => this.hidden(inner)) : this.value(value);
	}

	/** Addresses carry secrets in their query: redirects, links to the next step. */
	private link(text: string): string {
		return text.replace(/([?&])([^=&?#\s]+)=[^&#\s]*/g, (whole, mark: string, name: string) =>
			this.isSecret(name) ? `${mark}${name}=***` : whole,
		);
	}

	private isSecret(name: string): boolean {
		return this.names.has(name.toLowerCase());
	}
}

/** The scheme stays; a header without one is all secret. */
function withoutCredentials(authorization: string): string {
	const scheme = /^\s*(\S+)\s+\S/.exec(authorization)?.[1];
	return scheme === undefined ? '***' : `${scheme} ***`;
}

function isRecord(value: unknown): value is Named {
	return typeof value === 'object' && value !== null;
}
