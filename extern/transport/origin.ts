import { inputError } from '../failure';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The root of a service as everything else uses it: no trailing slash, no query.
 * Plain http is accepted for loopback only, so that no token travels in the clear.
 * @param address what the operator typed
 * @throws ExternError `input` when it is no address, carries a login, or is plain http elsewhere
 */
export function serviceRoot(address: string): string {
	const url = parse(address.trim());
	if (url?.username || url?.password) {
		throw inputError('The address must not contain a login or password', 'Put secrets into their own fields', 'address');
	}
	if (!url || !/^https?:$/.test(url.protocol)) {
		// What stands before an @ may be a password, which must not reach a message.
		throw inputError(`"${address.replace(/^.*@/s, '…@')}" is not a web address`, 'Write it in full, like https://extern-api.kontur.ru', 'address');
	}
	if (url.protocol === 'http:' && !isLoopback(url)) {
		throw inputError(
			`${url.origin} is not encrypted`,
			'Use https. Plain http is accepted only for this computer itself (localhost)',
			'address',
		);
	}
	return url.origin + url.pathname.replace(/\/+$/, '');
}

/** Whether an address stays on this computer. */
export function isLoopback(url: URL): boolean {
	return LOOPBACK.has(url.hostname) || /^127\.\d+\.\d+\.\d+$/.test(url.hostname);
}

/**
 * The last id of an href of the service. Hrefs are only ever read for their ids, never followed:
 * an answer must not be able to choose where our token goes.
 * @param href absolute or relative address; only its path counts, a query may quote other ids
 * @param segment the path segment before the id, e.g. `documents`
 * @returns the id in lower case, or undefined when there is none
 */
export function idFromHref(href: unknown, segment: string): string | undefined {
	if (typeof href !== 'string') return undefined;
	const [path] = href.split(/[?#]/, 1);
	const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
	const found = [...path.matchAll(new RegExp(`/${segment}/(${guid})(?=/|$)`, 'gi'))];
	return found[found.length - 1]?.[1].toLowerCase();
}

function parse(address: string): URL | undefined {
	try {
		return new URL(address);
	} catch {
		return undefined;
	}
}
