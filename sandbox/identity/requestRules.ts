/** Which fields a request may and must have. Unknown ones are refused, so that a client's misspelling shows. */

import { DEVICE_CODE_GRANT, type Form } from './form';
import { OpenIdRefusal } from './openIdRefusal';

interface Rule {
	required: string[];
	optional?: string[];
}

export const API_SCOPES = ['extern.api', 'extern.test-tools'];
export const USER_SCOPES = ['openid', 'profile', 'email', 'phone', 'offline_access'];

const CLIENT_FIELDS = ['client_id', 'client_secret'];

/** The longest client_id and client_secret that the vendor's page on client credentials allows. */
const LONGEST_CLIENT_FIELD = 300;

const BY_GRANT: Record<string, Rule> = {
	authorization_code: { required: ['code', 'redirect_uri'], optional: ['code_verifier'] },
	refresh_token: { required: ['refresh_token'], optional: ['scope'] },
	client_credentials: { required: ['scope'] },
	[DEVICE_CODE_GRANT]: { required: ['device_code'], optional: ['scope'] },
	password: { required: ['scope', 'username', 'password'], optional: ['partial_factor_token'] },
	certificate: { required: ['scope', 'decrypted_key', 'thumbprint'] },
	trusted: { required: ['scope', 'token'] },
};

const AUTHORIZE: Rule = {
	required: ['response_type', 'client_id', 'scope', 'redirect_uri'],
	// The vendor lists the first two; the others are the standard's, PKCE among them.
	optional: ['nonce', 'state', 'code_challenge', 'code_challenge_method', 'prompt', 'max_age', 'login_hint', 'response_mode', 'ui_locales'],
};

const DEVICE_AUTHORIZATION: Rule = { required: ['scope'] };

export const CERTIFICATE_CHALLENGE: Rule = {
	required: ['public_key'],
	optional: ['free', 'partial_factor_token', 'ignore_untrusted_heuristic_error'],
};

export function checkTokenRequest(form: Form): void {
	const { grant_type: grantType, ...fields } = form;
	if (typeof grantType !== 'string') throw new OpenIdRefusal('invalid_request', 'grant_type must be given once');
	const rule = BY_GRANT[grantType];
	if (!rule) throw new OpenIdRefusal('unsupported_grant_type', `grant_type ${grantType} is not supported`);
	checkClientRequest(fields, rule);
	checkScopes(fields, grantType === 'client_credentials' ? API_SCOPES : [...API_SCOPES, ...USER_SCOPES]);
}

export function checkDeviceAuthorization(form: Form): void {
	checkClientRequest(form, DEVICE_AUTHORIZATION);
	checkScopes(form, [...API_SCOPES, ...USER_SCOPES]);
}

export function checkAuthorize(query: Form): void {
	checkFields(query, AUTHORIZE);
	if (query.response_type !== 'code') throw new OpenIdRefusal('unsupported_response_type', 'response_type must be code');
	checkScopes(query, [...API_SCOPES, ...USER_SCOPES]);
	if (!scopesOf(query).includes('openid')) throw new OpenIdRefusal('invalid_scope', 'scope must contain openid');
}

export function checkClientRequest(form: Form, rule: Rule): void {
	checkFields(form, { required: [...CLIENT_FIELDS, ...rule.required], optional: rule.optional });
	for (const name of CLIENT_FIELDS) {
		if (String(form[name]).length > LONGEST_CLIENT_FIELD) throw new OpenIdRefusal('invalid_request', `${name} is too long`);
	}
}

function checkFields(fields: Form, { required, optional = [] }: Rule): void {
	const known = new Set([...required, ...optional]);
	const strangers = Object.keys(fields).filter((name) => !known.has(name));
	if (strangers.length > 0) throw new OpenIdRefusal('invalid_request', `unknown parameters: ${strangers.join(', ')}`);
	const repeated = Object.keys(fields).filter((name) => typeof fields[name] !== 'string');
	if (repeated.length > 0) throw new OpenIdRefusal('invalid_request', `parameters must not be repeated: ${repeated.join(', ')}`);
	const missing = required.filter((name) => !fields[name]);
	if (missing.length > 0) throw new OpenIdRefusal('invalid_request', `missing parameters: ${missing.join(', ')}`);
}

function checkScopes(fields: Form, allowed: string[]): void {
	const refused = scopesOf(fields).filter((scope) => !allowed.includes(scope));
	if (refused.length > 0) throw new OpenIdRefusal('invalid_scope', `scope is not allowed here: ${refused.join(' ')}`);
}

function scopesOf(fields: Form): string[] {
	return String(fields.scope ?? '').split(' ').filter(Boolean);
}
