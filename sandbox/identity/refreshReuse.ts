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

	constructor(private readonly parts: RefreshReuseParts) {}

	/** Refuses the second use before the library sees it and revokes. */
	check(form: Form): void {
		const { directory, storage } = this.parts;
		if (this.revokes || !storage.isUsedRefreshToken(fieldOf(form, 'refresh_token') ?? '')) return;
		authenticatedClient(directory, form);
		throw new OpenIdRefusal('invalid_grant', 'refresh token already used');
	}

	clear(): void {
		this.revokes = false;
	}
}
