/** An answer of CryptoPro DSS that says no. */

export class DssRefusal extends Error {
	constructor(
		readonly status: number,
		/** A word such as `invalid_signature_params`. Only that one is published; the others are named after it. */
		readonly code: string,
		/** What the sandbox noticed, for whoever debugs a client. */
		readonly detail?: string,
		/** The token endpoint answers in the form of OAuth (RFC 6749 §5.2), the others name the code in `Message`. */
		readonly form: 'api' | 'oauth' = 'api',
	) {
		super(`${status} ${code}${detail ? `: ${detail}` : ''}`);
	}

	body(): Record<string, string | undefined> {
		return this.form === 'oauth' ? { error: this.code, error_description: this.detail } : { Message: this.code, ErrorDescription: this.detail };
	}
}

/** A request that is not of the published form: unknown or missing fields, wrong types. */
export function malformed(detail: string): DssRefusal {
	return new DssRefusal(400, 'invalid_request', detail);
}
