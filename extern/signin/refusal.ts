/** What the codes of RFC 6749 §5.2 mean for an operator; the provider's own words follow in brackets. */
const MEANING: Readonly<Record<string, string>> = {
	invalid_client: 'the client ID or the API key is wrong',
	invalid_grant: 'the login or the password is wrong, or what was granted before has ended',
	unauthorized_client: 'this application must not sign in this way; ask Kontur for the permission',
	unsupported_grant_type: 'the service does not know this way of signing in',
	invalid_scope: 'this application has no access to Kontur.Extern; ask Kontur for the scope extern.api',
};

/**
 * Why the sign-in service said no, in the operator's words where its code is known.
 * @param status HTTP status of its answer
 * @param body its parsed answer; anything else than an OAuth error is left out (auth.md §5)
 */
export function reasonOfRefusal(status: number, body: unknown): string {
	const code = member(body, 'error');
	const words = member(body, 'error_description');
	if (hasMember(body, 'required_factors')) return 'the user has to confirm with a second factor; choose a user without it, or another way of signing in';
	const told = [code, words].filter(Boolean).join(': ');
	const meaning = MEANING[code ?? ''];
	if (meaning) return `${meaning} (${told})`;
	return told || `the sign-in service answered ${status}`;
}

function member(body: unknown, name: string): string | undefined {
	const value = hasMember(body, name) ? body[name] : undefined;
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function hasMember<N extends string>(body: unknown, name: N): body is Record<N, unknown> {
	return typeof body === 'object' && body !== null && name in body;
}
