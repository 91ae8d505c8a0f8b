/** What the second use of a refresh token does, which the vendor does not publish. */

import type { Directory } from '../directory';
import { authenticatedClient } from './clientSecrets';
import { fieldOf, type Form } from './form';
import { OpenIdRefusal } from './openIdRefusal';
import type { Storage } from './storage';

export interface RefreshReuseParts {
	directory: Directory;
	storage: Storage;
}

export class RefreshReuse {
	/**
	 * True: it ends everything that came from that sign-in, as the library does and RFC 9700 advises. By default it is
	 * refused and the rest stays alive, as with the family of providers that has Kontur's paths.
	 */
	revokes = false;

	private readonly inUse = new Set<string>();

	constructor(private readonly parts: RefreshReuseParts) {}

	/** Lets one request use a refresh token; any other is refused before the library sees it and revokes, also while the first is under way. */
	async once<T>(form: Form, use: () => Promise<T>): Promise<T> {
		const { directory, storage } = this.parts;
		const token = fieldOf(form, 'refresh_token') ?? '';
		if (this.revokes) return use();
		if (this.inUse.has(token) || storage.isUsedRefreshToken(token)) {
			authenticatedClient(directory, form);
			throw new OpenIdRefusal('invalid_grant', 'refresh token already used');
		}
		this.inUse.add(token);
		try {
			return await use();
		} finally {
			this.inUse.delete(token);
		}
	}

	clear(): void {
		this.revokes = false;
	}
}
