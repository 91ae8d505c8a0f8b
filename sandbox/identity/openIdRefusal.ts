/** An answer of the provider that says no: HTTP 400 with the snake_case body of the reference. */

export interface OpenIdError {
	error: string;
	error_description: string;
	/** The vendor names this field and never its values. */
	error_status: null;
	partial_factor_token?: string;
	required_factors?: RequiredFactor[];
}

export interface RequiredFactor {
	grant_type: string;
	identity: string;
}

export class OpenIdRefusal extends Error {
	constructor(
		readonly error: string,
		readonly description: string,
	) {
		super(`${error}: ${description}`);
	}
}

export function openIdError(error: string, description: string): OpenIdError {
	return { error, error_description: description, error_status: null };
}
