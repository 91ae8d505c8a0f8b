import axios, { type AxiosResponse } from 'axios';

interface Cookie {
	name: string;
	value: string;
	path: string;
}

/** As much of a browser as signing in needs: cookies, redirects, forms; it stops where a redirect leaves the provider. */
export class Browser {
	private cookies: Cookie[] = [];

	constructor(private readonly origin: string) {}

	open(url: string): Promise<AxiosResponse<string>> {
		return this.go('GET', url);
	}

	submit(page: AxiosResponse<string>, fields: Record<string, string>): Promise<AxiosResponse<string>> {
		const action = /<form[^>]* action="([^"]+)"/.exec(page.data)?.[1];
		const target = new URL(action ?? '', page.config.url).href;
		return this.go('POST', target, { ...hiddenFields(page.data), ...fields });
	}

	private async go(method: string, url: string, form?: Record<string, string>): Promise<AxiosResponse<string>> {
		const answer = await axios.request<string>({
			method,
			url,
			data: form && new URLSearchParams(form).toString(),
			headers: { accept: 'text/html', cookie: this.cookieHeader(url) },
			maxRedirects: 0,
			validateStatus: () => true,
		});
		this.keepCookies(answer.headers['set-cookie'] ?? []);
		const { location } = answer.headers;
		if (typeof location !== 'string') return answer;
		const next = new URL(location, url);
		return next.origin === this.origin ? this.go('GET', next.href) : answer;
	}

	private cookieHeader(url: string): string {
		const { pathname } = new URL(url);
		return this.cookies
			.filter(({ path }) => pathname.startsWith(path))
			.map(({ name, value }) => `${name}=${value}`)
			.join('; ');
	}

	private keepCookies(lines: string[]): void {
		for (const line of lines) {
			const [pair = '', ...attributes] = line.split('; ');
			const [name = '', value = ''] = pair.split(/=(.*)/s);
			const path = attributes.find((attribute) => attribute.startsWith('path='))?.slice('path='.length) ?? '/';
			this.cookies = this.cookies.filter((cookie) => cookie.name !== name || cookie.path !== path);
			if (value !== '') this.cookies.push({ name, value, path });
		}
	}
}

function hiddenFields(page: string): Record<string, string> {
	const inputs = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
	return Object.fromEntries([...inputs].map(([, name, value]) => [name, value]));
}
