import { createHash } from 'node:crypto';
import { inputError } from '../../failure';
import { serviceRoot } from '../../transport/origin';
import { masked } from '../masking';

/** What a credential of CryptoPro DSS holds, by the names of its fields. */
export interface DssFields {
	readonly url?: unknown;
	readonly stsName?: unknown;
	readonly signServerName?: unknown;
	readonly clientId?: unknown;
	readonly clientSecret?: unknown;
	readonly login?: unknown;
	readonly password?: unknown;
	readonly thumbprint?: unknown;
	readonly pinPassword?: unknown;
}

/** A DSS server, and who signs there. */
export interface DssSettings {
	/** Root of the identity centre, e.g. `https://dss.example.org/STS`. */
	readonly sts: string;
	/** Root of the signing service. */
	readonly signServer: string;
	/** Names the signing service whose keys a token is for. */
	readonly resource: string;
	readonly clientId: string;
	readonly clientSecret?: string;
	readonly login: string;
	readonly password: string;
	/** Of the certificate that signs, 40 upper-case hex digits; absent for the default one. */
	readonly thumbprint?: string;
	readonly pin?: string;
	/** How long to repeat what may be repeated, in milliseconds. */
	readonly retryBudgetMs: number;
	/** Tells credentials apart without telling what they hold. */
	readonly digest: string;
}

/** The names of the vendor's own installation (signing.md §1.1). */
const USUAL_STS = 'STS';
const USUAL_SIGN_SERVER = 'SignServer';
const RETRY_BUDGET_MS = 30_000;

/**
 * Reads a credential of CryptoPro DSS.
 * @param retryBudgetMs how long to repeat what may be repeated
 * @throws ExternError `input` when something is missing or cannot be meant
 */
export function readDssSettings(fields: DssFields, retryBudgetMs = RETRY_BUDGET_MS): DssSettings {
	const root = serviceRoot(given(fields.url));
	const signServerName = nameIn(fields.signServerName, USUAL_SIGN_SERVER, 'SignServer Name');
	return {
		sts: `${root}/${nameIn(fields.stsName, USUAL_STS, 'STS Name')}`,
		signServer: `${root}/${signServerName}`,
		resource: `urn:cryptopro:dss:signserver:${signServerName}`,
		clientId: required(fields.clientId, 'Client ID'),
		clientSecret: secret(fields.clientSecret) || undefined,
		login: required(fields.login, 'Login'),
		password: required(fields.password, 'Password', secret),
		thumbprint: thumbprintIn(given(fields.thumbprint)),
		pin: secret(fields.pinPassword) || undefined,
		retryBudgetMs,
		digest: createHash('sha256').update(JSON.stringify(Object.entries(fields).sort())).digest('hex'),
	};
}

/** A text without the credential's secrets, should the server have quoted one. */
export function withoutSecrets(text: string, { password, clientSecret, pin }: DssSettings, more: ReadonlyArray<string | undefined> = []): string {
	return masked(text, [password, clientSecret, pin, ...more].filter((secret) => secret !== undefined));
}

/** A secret may begin or end with a blank. */
function secret(value: unknown): string {
	return value === undefined || value === null ? '' : String(value);
}

function given(value: unknown): string {
	return secret(value).trim();
}

function required(value: unknown, label: string, read = given): string {
	const text = read(value);
	if (text === '') throw inputError(`The credential of CryptoPro DSS lacks ${label}`, 'Fill it in; the administrator of the DSS server knows it');
	return text;
}

function nameIn(value: unknown, usual: string, label: string): string {
	const name = given(value) || usual;
	if (!/^\w[\w.-]*$/.test(name)) throw inputError(`${label} in the credential of CryptoPro DSS is not the name of an application`, `It is one word in the address of the server, usually ${usual}`);
	return name;
}

function thumbprintIn(text: string): string | undefined {
	if (text === '') return undefined;
	const digits = text.replace(/[\s:\u200e]/g, '').toUpperCase(); // Windows copies an invisible mark along
	if (!/^[0-9A-F]{40}$/.test(digits)) throw inputError('Certificate Thumbprint in the credential of CryptoPro DSS is not a thumbprint', 'It has 40 digits and letters from A to F. Leave it empty for the default certificate');
	return digits;
}
