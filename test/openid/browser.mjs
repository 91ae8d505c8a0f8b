/** As much of a browser as signing in needs: cookies, redirects, forms; it stops where a redirect leaves the provider. */
export class Browser {
	#origin;
	#cookies = new Map();

	/** @param {string} origin of the provider */
	constructor(origin) {
		this.#origin = origin;
	}

	/** @param {string | URL} url */
	open(url) {
		return this.#go('GET', new URL(url));
	}

	/**
	 * Sends the page's form with its hidden fields.
	 * @param {Page} page
	 * @param {Record<string, string>} fields
	 */
	submit({ url, text }, fields) {
		const [, action = ''] = /<form[^>]* action="([^"]+)"/.exec(text) ?? [];
		const hidden = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
		return this.#go('POST', new URL(action, url), new URLSearchParams({ ...Object.fromEntries(hidden), ...fields }));
	}

	/**
	 * @typedef {{ url: URL, text: string }} Page where the browser ended
	 * @returns {Promise<Page>}
	 */
	async #go(method, url, body) {
		const cookie = [...this.#cookies.values()].filter(({ path }) => url.pathname.startsWith(path)).map(({ pair }) => pair);
		const answer = await fetch(url, { method, body, headers: { accept: 'text/html', cookie: cookie.join('; ') }, redirect: 'manual' });
		answer.headers.getSetCookie().forEach((line) => this.#keep(line));
		const location = answer.headers.get('location');
		if (location === null) return { url, text: await answer.text() };
		const next = new URL(location, url);
		return next.origin === this.#origin ? this.#go('GET', next) : { url: next, text: '' };
	}

	#keep(line) {
		const [pair, ...attributes] = line.split('; ');
		const path = attributes.find((attribute) => attribute.startsWith('path='))?.slice('path='.length) ?? '/';
		const [name] = pair.split('=', 1);
		if (pair === `${name}=`) this.#cookies.delete(`${name} ${path}`);
		else this.#cookies.set(`${name} ${path}`, { pair, path });
	}
}
