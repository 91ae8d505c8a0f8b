/**
 * The one narrow door between the Kontur.Extern client and the program it runs in. In n8n the
 * door is built in `nodes/run/port.ts`; a test or a script can build another.
 */

/** HTTP methods of the service. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One HTTP request, not yet signed in: the port adds the authorization. */
export interface PortRequest {
	readonly method: Method;
	/** Absolute, inside the configured origin. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string | Uint8Array;
	/** `text` for JSON, `bytes` for contents. */
	readonly expect: 'text' | 'bytes';
	readonly timeoutMs: number;
}

/**
 * What came of a request. A port never throws: whether a lost answer is a failure is not for
 * the port to know.
 */
export type PortAnswer =
	| {
			readonly kind: 'answer';
			readonly status: number;
			/** Names in lower case. */
			readonly headers: Readonly<Record<string, string>>;
			readonly body: string | Uint8Array;
	  }
	/** `unreachable`: there was no connection, so the request cannot have had an effect. */
	| { readonly kind: 'no-answer'; readonly reason: 'timeout' | 'network' | 'unreachable'; readonly detail: string }
	| { readonly kind: 'cancelled' }
	/** Signing in did not succeed, so the request was not made; `isDown`: for a bad moment of the sign-in service, not for the credential. */
	| { readonly kind: 'sign-in'; readonly isDown: boolean; readonly detail: string };

/** What the client asks of the program it runs in. */
export interface Port {
	/** Root of the API without a trailing slash, e.g. `https://extern-api.kontur.ru`. */
	readonly apiRoot: string;
	/** Names the credential for the limit of parallel requests; never a secret. */
	readonly clientKey: string;
	/** Sends one request once, signed in; repeats it by itself only after renewing an expired token. */
	send(request: PortRequest): Promise<PortAnswer>;
	/** Waits; returns early when the execution was cancelled. */
	pause(milliseconds: number): Promise<void>;
	cancelled(): boolean;
	/** Milliseconds since 1970. */
	now(): number;
}
